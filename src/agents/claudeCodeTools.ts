import type { ActKind } from '../model/records.ts';

const KINDS: Readonly<Record<string, ActKind>> = {
  Read: 'read',
  NotebookRead: 'read',
  Edit: 'edit',
  MultiEdit: 'edit',
  Write: 'edit',
  NotebookEdit: 'edit',
  Bash: 'shell',
  PowerShell: 'shell',
  Grep: 'search',
  Glob: 'search',
  LS: 'search',
  WebFetch: 'web',
  WebSearch: 'web',
  Task: 'spawn',
  Agent: 'spawn',
};

export function kindOfTool(tool: string): ActKind {
  return KINDS[tool] ?? 'other';
}

/** A tool call whose result has not been seen: numbers, ids and paths, so that it can be kept between reads. */
export interface PendingCall {
  readonly tool: string;
  readonly session: string;
  readonly at: number;
  readonly target: string | null;
  readonly argsDigest: number;
  /** Where in the file its input lies: an edit is read again from there when no result tells it. */
  readonly offset: number;
  readonly length: number;
  /** Folder of the call, for paths that are relative. */
  readonly cwd: string | null;
  /** Bits of `Prints`: what the output is worth being looked at for. */
  readonly prints: number;
}

/** Calls whose results never come (interrupted) must not fill the state for ever. */
const MAX_PENDING = 256;

/** Tool calls by id, oldest first. */
export class PendingCalls<Call> {
  readonly #calls: Map<string, Call>;

  constructor(entries: readonly (readonly [string, Call])[]) {
    this.#calls = new Map(entries);
  }

  add(id: string, call: Call): void {
    this.#calls.set(id, call);
    if (this.#calls.size <= MAX_PENDING) return;
    for (const oldest of this.#calls.keys()) {
      this.#calls.delete(oldest);
      return;
    }
  }

  get(id: string): Call | undefined {
    return this.#calls.get(id);
  }

  take(id: string): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  entries(): [string, Call][] {
    return [...this.#calls];
  }
}
