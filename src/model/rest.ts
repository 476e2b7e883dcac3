import type { ListId } from './pieceLists.ts';
import type { AgentId } from './records.ts';

/** What was left out of a report. */
export interface Rest {
  /** Pieces by list. */
  readonly lists: Readonly<Partial<Record<ListId, number>>>;
  /** Of them, those that count as shipped, and those that wait for the person. */
  readonly counted: number;
  readonly waiting: number;
  /** By agent: how many sessions, and when the latest ended. */
  readonly sessions: Readonly<Record<AgentId, { readonly count: number; readonly latest: string | null }>>;
}

export const NOTHING_LEFT_OUT: Rest = { lists: {}, counted: 0, waiting: 0, sessions: {} };
