import { type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { ShareRange } from '../stageCounts.ts';
import type { FigurePiece, FigureSession } from './facts.ts';

const DAY = 86_400_000;
/** Below so many lines that count a piece is a trifle: its use goes with the others', and it is not one of them. */
export const TRIFLE = 5;
const MOST_LINES = 1000;

/** Outside every ratio, and honoured elsewhere. */
export const OUTSIDE: readonly Outcome[] = ['explored', 'outside git'];

/** A piece of work of which it can be told what became of it, with all that it took. */
export interface FinishedPiece {
  readonly id: string;
  readonly repository: number | null;
  /** How many sessions with code are in it. */
  readonly sessions: number;
  readonly shipped: boolean;
  /** Shipped, or rolled back after that. */
  readonly everShipped: boolean;
  /** A shipped one that is no trifle: a change that somebody would name. */
  readonly isChange: boolean;
  /** A shipped one that is no change: it is there, but it is not worth a name. */
  readonly isTrifle: boolean;
  /** New lines that it shipped, no more than make a difference; at least one. */
  readonly lines: number;
  /** List price in micro-dollars, and tokens where all of its sessions tell them. */
  readonly micros: number;
  readonly tokens: number | null;
  /** What its models cost, by use: see `FigureSession`. */
  readonly price: number;
  /** On how many days somebody began to work on it. */
  readonly days: number;
  /** Of `micros`: what went into code that lives on a shipping ref, before any cap. */
  readonly living: ShareRange;
}

/** With so much of its lines alive a session went into code as a whole: people edit what agents write. */
const WHOLE = 0.6;

/** @returns `null` where it is in no ratio */
export function finishedPiece(
  piece: FigurePiece,
  members: readonly FigureSession[],
  isMature: boolean,
): FinishedPiece | null {
  const code = members.filter(({ counted }) => !OUTSIDE.includes(counted));
  const micros = sum(members, ({ micros: each }) => each ?? 0);
  const inCode = sum(code, ({ micros: each }) => each ?? 0);
  // Work that has no price cannot be weighed: it is in no ratio, and is said.
  if (inCode === 0) return null;
  const shipped = SHIPPED.includes(piece.counted);
  // What went into planning it went where the rest did.
  const part = (end: keyof ShareRange) =>
    (micros / inCode) * sum(code, ({ micros: each, living }) => (each ?? 0) * saturated(living[end]));
  const unclear =
    (micros / inCode) * sum(code, session => (session.counted === 'unclear' ? (session.micros ?? 0) : 0));
  const tokens = members.map(member => member.tokens);
  return {
    id: piece.id,
    repository: piece.repository,
    sessions: code.length,
    shipped,
    everShipped: shipped || piece.counted === 'rolled back',
    isChange: shipped && isChange(piece, isMature),
    isTrifle: shipped && piece.living > 0 && !isChange(piece, isMature),
    lines: Math.max(1, Math.min(MOST_LINES, piece.fresh)),
    micros,
    tokens: tokens.includes(null) ? null : sum(tokens, each => each ?? 0),
    price: sum(members, each => (each.micros ?? 0) * each.price) / micros,
    days: daysOf(code, inCode),
    // What nobody can tell may have shipped.
    living: { low: part('low'), mid: part('mid'), high: part('high') + unclear },
  };
}

export function saturated(share: number): number {
  return Math.min(1, share / WHOLE);
}

/** A day on which less of a piece was done than this part of it was no day of work on it. */
const PART_OF_DAY = 0.1;

/** Counted from the first start on: midnight is no new day of work. */
function daysOf(code: readonly FigureSession[], all: number): number {
  const first = Math.min(...code.flatMap(({ startedAt }) => startedAt ?? []));
  const days = new Map<number, number>();
  for (const { startedAt, micros } of code) {
    if (startedAt === null) continue;
    const day = Math.floor((startedAt - first) / DAY);
    days.set(day, (days.get(day) ?? 0) + (micros ?? 0));
  }
  return Math.max(1, [...days.values()].filter(micros => micros >= all * PART_OF_DAY).length);
}

/** What a repository begins with is no series of changes. */
function isChange({ fresh, living, diagnosed }: FigurePiece, isMature: boolean): boolean {
  if (living === 0 || !isMature) return false;
  return fresh >= TRIFLE || diagnosed;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
