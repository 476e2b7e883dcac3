import { posix, win32 } from 'node:path';
import type { AgentId } from '../../model/records.ts';
import type {
  Agent,
  AgentEnvironment,
  DocumentStore,
  LineContext,
  LogReader,
  ReaderState,
} from '../agent.ts';
import { objectOn } from '../json/jsonLine.ts';
import { parsed, record } from '../json/looseJson.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import type { SpanState } from '../tools/sessionSpan.ts';
import { AGENT, GeminiSession } from './geminiSession.ts';
import { geminiTitle } from './geminiTitle.ts';

/** Gemini CLI. Sessions that began before April 2026 are documents, which stay beside the logs made of them. */
export const gemini: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots,
      isLog: path => /[\\/]chats[\\/](?:[^\\/]+[\\/])?[^\\/]+\.jsonl$/.test(path),
      copyKey: () => null,
      open: (context, state) => new GeminiReader(context, state),
    },
    geminiDocuments(AGENT, roots),
  ],
  title: geminiTitle,
  resume: resumeBy('gemini', UUID, id => ['--resume', id], 'its folder'),
};

/** Sessions of Gemini CLI, or of an agent made of it, as they were before there were logs. */
export function geminiDocuments(agent: AgentId, places: DocumentStore['roots']): DocumentStore {
  return {
    form: 'document',
    roots: places,
    isLog: path => /[\\/]chats[\\/]session-[^\\/]+\.json$/.test(path),
    copyKey: () => null,
    read(context, bytes, state) {
      const value = parsed(bytes.toString('utf8'));
      if (value === undefined) return null;
      const { messages } = record(value);
      if (!Array.isArray(messages)) {
        context.skip('newer format');
        return state ?? {};
      }
      const session = new GeminiSession(context, null, agent);
      session.header(record(value));
      session.messages(messages);
      session.finish();
      return {};
    },
  };
}

function roots({ home, platform, variables }: AgentEnvironment): string[] {
  const { join } = platform === 'win32' ? win32 : posix;
  return [join(variables.GEMINI_CLI_HOME || home, '.gemini', 'tmp')];
}

/** Lines are a header, messages, and changes to the whole: only what is spent matters of those. */
class GeminiReader implements LogReader {
  readonly #context: LineContext;
  readonly #session: GeminiSession;

  constructor(context: LineContext, state: ReaderState | null) {
    this.#context = context;
    this.#session = new GeminiSession(context, state as SpanState | null);
  }

  line(buffer: Buffer, start: number, end: number): void {
    const value = objectOn(buffer, start, end, this.#context.skip);
    if (value === null) return;
    // A checkpoint tells messages again, as they are now; what was rewound was spent and written all the same.
    if (value.$set !== undefined) this.#session.messages(record(value.$set).messages);
    else if (value.$rewindTo !== undefined) return;
    else if (value.id === undefined && value.sessionId !== undefined) this.#session.header(value);
    else this.#session.message(value);
  }

  finish(): ReaderState {
    return this.#session.finish();
  }
}
