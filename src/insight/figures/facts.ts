import type { Outcome } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { ShareRange } from '../stageCounts.ts';

/** One session, as figures see it. */
export interface FigureSession {
  /** The ledger's number. */
  readonly id: number;
  /** The outcome by which figures count: see `decideAsSaid`. */
  readonly counted: Outcome;
  readonly startedAt: Instant | null;
  /** Last edit; last call where nothing was edited. */
  readonly lastAt: Instant | null;
  /** List price of all its calls in micro-dollars, by one price table; `null` where none could be priced. */
  readonly micros: number | null;
  /** The same of its calls in the window. */
  readonly windowMicros: number | null;
  /** All its tokens, of every kind; `null` where none is told. */
  readonly tokens: number | null;
  /** What the model costs that most of its use went to: list price of one and the same mix of tokens; 0 if unknown. */
  readonly price: number;
  /** How much of its lines that count is new and lives on a shipping ref: see `livingShare`. */
  readonly living: ShareRange;
}

/** One piece of work, as figures see it. */
export interface FigurePiece {
  readonly id: string;
  readonly repository: number | null;
  readonly sessions: readonly number[];
  readonly counted: Outcome;
  readonly shippedAt: Instant | null;
  /** New lines that count which it brought to a shipping ref. */
  readonly fresh: number;
  /** Of those, the ones that were there 14 days later, or are there now where that is not yet. */
  readonly living: number;
  /** Somebody found out what was wrong before it: a small change that took looking for. */
  readonly diagnosed: boolean;
  /** Of its lines: how many shipped at least 14 days ago, and how many of those were there 14 days later. */
  readonly still: { readonly oldEnough: number; readonly kept: number };
}

export interface FigureFacts {
  readonly sessions: ReadonlyMap<number, FigureSession>;
  /** Which of them are otherwise, but for their use in the window, than in the facts before; `null` for all. */
  readonly changed: ReadonlySet<number> | null;
  readonly pieces: readonly FigurePiece[];
  /** Repositories that are more than a beginning: see `isMature`. */
  readonly mature: ReadonlySet<number>;
  /** By repository: the one that it is another clone of; those that are of their own are left out. */
  readonly cloneOf: ReadonlyMap<number, number>;
  /** Repositories that tell what is in production. */
  readonly deploying: ReadonlySet<number>;
  readonly now: Instant;
  /** The window in which what shipped is counted. */
  readonly since: Instant | null;
  readonly until: Instant | null;
}
