import type { Confidence, Outcome } from '../../model/outcome.ts';
import type { AgentId, Instant } from '../../model/records.ts';

export interface SessionKey {
  readonly agent: AgentId;
  readonly id: string;
}

/** One piece of work as triggers see it. */
export interface PieceFacts {
  readonly id: string;
  /** Root of its repository. */
  readonly repo: string | null;
  readonly branch: string | null;
  readonly sessions: readonly SessionKey[];
  readonly outcome: Outcome;
  readonly confidence: Confidence;
  readonly lastAt: Instant | null;
  /** Lines that count. */
  readonly lines: number;
  readonly files: readonly string[];
  /** Commits with its lines that no remote has, where there is a remote. */
  readonly waiting: readonly { readonly commit: string; readonly at: Instant }[];
  /** What of it lies uncommitted, and where: a working tree's root, or `refs/stash`. */
  readonly trees: readonly {
    readonly root: string;
    readonly lines: number;
    readonly files: readonly string[];
  }[];
  /** When its pull request was last named; `null` where none was. */
  readonly reviewSince: Instant | null;
  readonly shippedAt: Instant | null;
  readonly mainCommit: string | null;
  /** Of its lines on the shipping ref: how many arrived, and how many are gone again. */
  readonly standing: { readonly shipped: number; readonly gone: number };
  /** See `FigurePiece`. */
  readonly living: number;
  /** What took it out of the shipping ref again. */
  readonly takenOut: { readonly commit: string | null; readonly at: Instant } | null;
  /** When anything was last heard from the remote of its shipping ref. */
  readonly lastHeard: Instant | null;
}

/** A conversation that went on within the last minutes. */
export interface LiveFacts extends SessionKey {
  readonly piece: string | null;
  readonly repo: string | null;
  readonly branch: string | null;
  readonly lastAt: Instant;
  /** Since a person's last prompt: when that was, the model's turns, edits, and the most uses of one same call. */
  readonly alone: {
    readonly since: Instant;
    readonly turns: number;
    readonly edits: number;
    readonly alike: number;
  } | null;
  /** Its edits within the last hour: from when to when, and absolute paths. */
  readonly edits: {
    readonly first: Instant;
    readonly last: Instant;
    readonly files: readonly string[];
  } | null;
  /** Of its last ten turns: tokens read again from the cache by each, and their share of the list price. */
  readonly rereads: { readonly tokens: number; readonly share: number } | null;
}

/** The person's own usual; `null` where there is too little to tell. */
export interface UsualFacts {
  /** 19 of 20 of their pieces have no more lines that count. */
  readonly lines: number | null;
  /** 9 of 10 of their conversations read no more tokens again with each turn. */
  readonly rereads: number | null;
}

export function aboutPiece(piece: PieceFacts, tree: string | null = null) {
  const { repo, branch, id, sessions } = piece;
  return { repo, branch, piece: id, sessions, tree };
}

export function aboutLive(...live: readonly LiveFacts[]) {
  const [first] = live;
  return {
    repo: first?.repo ?? null,
    branch: first?.branch ?? null,
    piece: first?.piece ?? null,
    sessions: live.map(({ agent, id }) => ({ agent, id })),
    tree: null,
  };
}

export const DAY = 86_400_000;

export function wholeDays(milliseconds: number): number {
  return Math.floor(milliseconds / DAY);
}
