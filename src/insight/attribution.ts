import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import type { PackedNet } from './packedNet.ts';

/** How far content got; a line is found at the furthest stage that holds it. */
export const STAGES = ['shipped', 'pushed', 'committed', 'working'] as const;
export type Stage = (typeof STAGES)[number];

export interface Work {
  readonly session: number;
  /** By path relative to the repository; only files that exist for git. */
  readonly files: ReadonlyMap<string, { readonly net: PackedNet; readonly counts: boolean }>;
  /** When it ran shell commands that may have changed files, oldest first. */
  readonly shellAt?: readonly Instant[];
}

/** A place where content was found: a commit, or a working tree. */
export interface Holding {
  readonly stage: Stage;
  /** `null` for a working tree or stash. */
  readonly commit: string | null;
  /** Full ref name or worktree root by which it was found. */
  readonly ref: string;
  /** When it was committed; now for a working tree. */
  readonly at: Instant;
  readonly files: readonly FileChange[];
  /** By its author somebody else's: a line alone does not tell that it is a session's. */
  readonly others?: boolean;
}

/** What one change of one file holds of a session. */
export interface Found {
  readonly stage: Stage;
  readonly commit: string | null;
  readonly ref: string;
  readonly path: string;
  /** Lines of the session that are there, and how many of them weigh: word for word, set anew or lightly edited. */
  readonly lines: number;
  readonly weighing: number;
  /** Of those, the ones that are there word for word. */
  readonly exact: number;
  readonly exactWeighing: number;
  /** Further lines of the session of which a part is there: each counts for one half where one number is wanted. */
  readonly mixed: number;
  readonly mixedWeighing: number;
  /** Lines of the change that are the session's: more or fewer than `lines` where they were set anew. */
  readonly changed: number;
  readonly changedWeighing: number;
}

/** What became of a session's own lines, each counted at one stage. */
export interface StageCounts {
  /** All lines that are not blank. */
  total: number;
  /** Lines of `total` that were found nowhere and may never have been there to find. */
  uncertain: number;
  /** Lines that were found; one of which only a part is there counts for one half. */
  readonly at: Record<Stage, number>;
  /** Lines found word for word. */
  readonly exact: Record<Stage, number>;
  /** Lines of which only a part was found. */
  readonly mixed: Record<Stage, number>;
  /** Lines found nowhere that a shell command may have turned into others, which shipped. */
  perhapsShipped: number;
}

export interface Attribution {
  readonly session: number;
  readonly weighing: StageCounts;
  readonly all: StageCounts;
  readonly found: readonly Found[];
}
