import { basename, dirname } from 'node:path';
import type { Instant } from '../../model/records.ts';
import type { LineContext, LogReader, ReaderState } from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { filledString, record } from '../json/looseJson.ts';
import { SessionSpan, type SpanState } from '../tools/sessionSpan.ts';
import { Teller } from '../tools/teller.ts';
import { ToolActs } from '../tools/toolActs.ts';
import { pathOf } from '../tools/toolEdits.ts';

export const AGENT = 'cursor';

/**
 * What an agent of Cursor's said and asked for, one message on each line. Nothing in it has a time, so all is dated by
 * when the file was last written, which is near where it is read as it grows and late where it is read afterwards.
 * Neither are there results: what was asked for is taken for done. Tokens are nowhere.
 */
export class CursorTranscript implements LogReader {
  readonly #context: LineContext;
  readonly #teller: Teller;
  readonly #session: string;
  readonly #span: SessionSpan;
  readonly #at: Instant;
  #cwd: string | null;

  constructor(context: LineContext, saved: ReaderState | null) {
    const state = saved as SpanState | null;
    const { path, mtimeMs } = context.file;
    this.#context = context;
    this.#teller = new Teller(AGENT, context);
    this.#at = Math.floor(mtimeMs);
    this.#session = state?.id ?? basename(path, '.jsonl');
    this.#cwd = state?.cwd ?? null;
    this.#span = new SessionSpan(AGENT, path, state ?? { id: this.#session, parent: parentOf(path) });
  }

  line(buffer: Buffer, start: number, end: number, offset: number): void {
    const line = objectOn(buffer, start, end, this.#context.skip);
    if (line === null) return;
    const role = filledString(line.role);
    if (role === null) {
      // The end of a turn, and what else may come, say what they are.
      if (filledString(line.type) === null) this.#context.skip('newer format');
      return;
    }
    this.#span.see(this.#at, this.#context.emit);
    const { content } = record(line.message ?? line);
    const parts = Array.isArray(content) ? content.map(record) : [];
    const key = `${this.#session}/${offset}`;
    const results = parts.some(({ type }) => type === 'tool_result');
    if (role === 'user' && !results) this.#teller.prompt(key, this.#session, this.#at, content);
    for (const [n, part] of parts.entries()) {
      const tool = filledString(part.name);
      if (part.type === 'tool_use' && tool !== null) this.#used(`${key}#${n}`, tool, part.input);
    }
  }

  finish(): ReaderState {
    this.#span.finish(this.#context.emit);
    return this.#span.state();
  }

  #used(id: string, tool: string, input: unknown): void {
    const path = pathOf(input, null);
    if (this.#cwd === null && path !== null) {
      this.#cwd = folderNamed(projectOf(this.#context.file.path), path);
      this.#span.learn({ cwd: this.#cwd });
    }
    const acts = new ToolActs(AGENT, this.#context);
    const at = this.#at;
    acts.asked({ id, tool, input, session: this.#session, at, cwd: this.#cwd });
    acts.answered(id, { at, ok: null, assumed: true });
  }
}

/** A sub-agent's transcript lies in a folder of the one that started it. */
function parentOf(path: string): string | null {
  const folder = dirname(path);
  if (basename(folder) !== 'subagents') return null;
  const parent = basename(dirname(folder));
  return parent === 'agent-transcripts' ? null : parent;
}

function projectOf(path: string): string {
  return /[\\/]projects[\\/]([^\\/]+)[\\/]agent-transcripts[\\/]/.exec(path)?.[1] ?? '';
}

/** The folder above `path` of which Cursor made a project's name, with a dash for every other sign. */
function folderNamed(project: string, path: string): string | null {
  const plain = (text: string) => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const wanted = plain(project);
  for (let folder = path; folder.length > 1; ) {
    if (plain(folder) === wanted) return folder;
    const cut = Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\\'));
    if (cut <= 0) return null;
    folder = folder.slice(0, cut);
  }
  return null;
}
