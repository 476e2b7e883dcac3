import type { AgentId } from './records.ts';

/**
 * What a person may say of a session:
 * - `link`: this commit is its work
 * - `unlink`: this commit is not
 * - `not AI work`: none of what it was matched to is
 * - `research`: it was never meant to be kept
 * - `let go`: it need not be listed as open until something happens to it; no outcome and no figure changes by it
 */
export const SAID = ['link', 'unlink', 'not AI work', 'research', 'let go'] as const;

export type Said = (typeof SAID)[number];

/** One thing that a person said and has not taken back. */
export interface Correction {
  /** By which it is taken back. */
  readonly id: number;
  readonly agent: AgentId;
  /** The agent's own id. */
  readonly session: string;
  readonly said: Said;
  /** A commit's id, for `link` and `unlink`; else null. */
  readonly target: string | null;
  /** ISO 8601. */
  readonly at: string;
}
