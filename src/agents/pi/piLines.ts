import type { AgentId } from '../../model/records.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { filledString, record } from '../json/looseJson.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { eachObject } from '../tools/titleLines.ts';
import { PiSession, type PiState, sessionOf, textOf } from './piSession.ts';

/** Reads a session of the pi family that is kept as lines. */
export class PiLines implements LogReader {
  readonly #context: LineContext;
  readonly #session: PiSession;

  constructor(agent: AgentId, context: LineContext, state: ReaderState | null) {
    const { path } = context.file;
    this.#context = context;
    this.#session = new PiSession(agent, context, state as PiState | null, sessionOf(path), place => {
      return context.reread(place.offset, place.length)?.toString('utf8') ?? null;
    });
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const entry = objectOn(buffer, start, end, this.#context.skip);
    if (entry !== null) this.#session.entry(entry, { offset, length: end - start });
  }

  finish(): ReaderState {
    return this.#session.finish();
  }
}

/** As its person named it, else the first prompt. */
export async function titleOfLines(log: string): Promise<string | null> {
  let name: string | null = null;
  let prompt: string | null = null;
  await eachObject(log, /"role":\s*"user"|"type":\s*"session_info"/, entry => {
    if (entry.type === 'session_info') name = filledString(entry.name) ?? name;
    const { role, content } = record(entry.message);
    if (role === 'user') prompt ??= filledString(textOf(content).trim());
  });
  return shortTitle(name ?? prompt);
}
