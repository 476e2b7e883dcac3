import type { ShareRange } from '../insight/stageCounts.ts';
import type { Restatement } from '../ledger/restatements.ts';
import type { Said } from '../model/correction.ts';
import type { Chip, Confidence, Outcome } from '../model/outcome.ts';
import type { ProductionRefs } from '../model/production.ts';
import type { Instant } from '../model/records.ts';
import type { Evidence, RepositoryEvent } from '../model/report.ts';
import type { CloudCommit } from './cloudWork.ts';
import type { PieceLeft } from './pieceLeft.ts';

// What the collector leaves in the ledger for every reader: derived, and written anew when facts change.

/** Settled outcomes that it had before, oldest first. */
export interface RestatedFinding {
  readonly restated: readonly Restatement[];
}

export interface SessionFinding {
  /** The ledger's number. */
  readonly session: number;
  readonly repository: number | null;
  readonly outcome: Outcome;
  /** The outcome by which figures count: see `decideBy`. */
  readonly counted: Outcome;
  /** What the person said of it last. */
  readonly said: Said | null;
  /** Missing where they said nothing. */
  readonly unsaid?: Unsaid<UnsaidSession> | undefined;
  readonly confidence: Confidence;
  readonly chip: Chip | null;
  readonly shipped: { readonly low: number; readonly mid: number; readonly high: number };
  /** How much of its lines that count is new and lives on a shipping ref: see `livingShare`. */
  readonly living: ShareRange;
  readonly evidence: readonly Evidence[];
  /** Commits that it names, or that the person linked, with the repository of each; missing without any. */
  readonly linked?: readonly (readonly [commit: string, repository: number])[] | undefined;
  readonly files: readonly string[];
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly lastEditAt: Instant | null;
}

/** What a finding is without the person's word of the whole. */
export interface Unsaid<T> {
  /** And without their word of any commit. */
  readonly plain: T;
  /** With the commits that they linked and unlinked, in these words. */
  readonly linked: T;
  readonly words: readonly string[];
}

export type UnsaidSession = Pick<
  SessionFinding,
  'outcome' | 'counted' | 'confidence' | 'chip' | 'shipped' | 'living' | 'evidence' | 'linked'
> & { readonly rule: string };

export interface PieceFinding {
  readonly id: string;
  readonly repository: number | null;
  readonly branch: string | null;
  /** The ledger's numbers, oldest first. */
  readonly sessions: readonly number[];
  readonly outcome: Outcome;
  /** The outcome by which figures count: see `decideBy`. */
  readonly counted: Outcome;
  /** See `SessionFinding`. */
  readonly unsaid?: Unsaid<UnsaidPiece> | undefined;
  readonly confidence: Confidence;
  readonly chip: Chip | null;
  readonly startedAt: Instant | null;
  readonly lastAt: Instant | null;
  readonly shippedAt: Instant | null;
  readonly commits: readonly string[];
  /** The one with most of its lines. */
  readonly mainCommit: string | null;
  readonly files: readonly string[];
  readonly lines: { readonly counting: number; readonly shipped: number };
  /** Lines that count which it brought to the shipping ref and that had not stood on one before. */
  readonly fresh: number;
  /** Of those, the ones that were there 14 days later, or are there now where that is not yet. */
  readonly living: number;
  /** See `FigurePiece`. */
  readonly diagnosed: boolean;
  /** Of its lines: how many shipped at least 14 days ago, and how many of those were there 14 days later. */
  readonly still: { readonly oldEnough: number; readonly kept: number };
  /** Missing or `null` in what an older version found. */
  readonly left?: PieceLeft | null;
}

export type UnsaidPiece = Pick<
  PieceFinding,
  | ('outcome' | 'counted' | 'confidence' | 'chip' | 'shippedAt' | 'still')
  | ('commits' | 'mainCommit' | 'lines' | 'fresh' | 'living' | 'left')
> & { readonly rule: string };

export interface RepositoryFinding {
  readonly repository: number;
  readonly root: string;
  /** Of all its worktrees that are there: a window may be open on any of them. */
  readonly roots: readonly string[];
  readonly remote: string | null;
  /** What that is known by, whatever its address: see `Remote`. Missing in what an older version found. */
  readonly remoteIdentity?: string | null;
  readonly shippingRef: string | null;
  readonly lastHeard: Instant | null;
  readonly events: readonly (Omit<RepositoryEvent, 'at'> & { readonly at: Instant })[];
  /** Commits of agents that run elsewhere, which no session here accounts for. */
  readonly cloud: readonly CloudCommit[];
  /** Local commits with agents' lines that no remote has. */
  readonly toPush: number;
  /** Why it could not be read, else null. */
  readonly problem: string | null;
  /** More than one person's, deployed, released, or worked in for a while: see `isMature`. */
  readonly mature: boolean;
  /** What would be taken for production. Missing in what an older version found. */
  readonly production?: readonly ProductionRefs[];
}

export const FINDING = {
  session: 'session',
  piece: 'piece',
  repository: 'repository',
  source: 'source',
  /** What keeps git from being read at all: `no git`. */
  problem: 'problem',
  /** Folder → why git refuses the repository that it found there. */
  refused: 'refused',
} as const;
