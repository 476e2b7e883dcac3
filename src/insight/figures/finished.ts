import { type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { ShareRange } from '../stageCounts.ts';
import type { FigureFacts, FigurePiece, FigureSession } from './facts.ts';

const DAY = 86_400_000;
/** After so long without an edit it can be told what became of work. */
export const MATURE_AFTER = 14 * DAY;
export const BASE = 90 * DAY;
/** Below so many lines that count a piece is a trifle: its use goes with the others', and it is not one of them. */
const TRIFLE = 5;
const MOST_LINES = 1000;
/** Who takes up a session again and again does not keep it from being finished. */
const LONGEST = 5 * DAY;

/** Outside every ratio, and honoured elsewhere. */
export const OUTSIDE: readonly Outcome[] = ['explored', 'outside git'];

/** A piece of work of which it can be told what became of it, with all that it took. */
export interface FinishedPiece {
  readonly id: string;
  readonly repository: number | null;
  /** How many sessions with code are in it. */
  readonly sessions: number;
  readonly shipped: boolean;
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

/**
 * Pieces whose last edit lies in the 90 days that ended 14 days before `now`. Sessions that only looked belong to a
 * piece where they planned it, and stand outside where they are alone.
 */
export function finishedPieces(facts: FigureFacts, now: Instant): FinishedPiece[] {
  const to = now - MATURE_AFTER;
  return piecesBetween(facts, to - BASE, to);
}

/** The same of any span of time: its start is outside, its end inside. */
export function piecesBetween(
  { pieces, sessions, mature }: FigureFacts,
  from: Instant,
  to: Instant,
): FinishedPiece[] {
  return pieces.flatMap(piece => {
    const members = piece.sessions.flatMap(id => sessions.get(id) ?? []);
    const code = members.filter(({ counted }) => !OUTSIDE.includes(counted));
    const lastAt = Math.max(...code.map(lastWorkedOn), 0);
    return code.length === 0 || lastAt <= from || lastAt > to ? [] : finished(piece, members, code, mature);
  });
}

function lastWorkedOn({ startedAt, lastAt }: FigureSession): Instant {
  return startedAt === null ? (lastAt ?? 0) : Math.min(lastAt ?? startedAt, startedAt + LONGEST);
}

function finished(
  piece: FigurePiece,
  members: readonly FigureSession[],
  code: readonly FigureSession[],
  mature: ReadonlySet<number>,
): FinishedPiece[] {
  const micros = sum(members, ({ micros: each }) => each ?? 0);
  const inCode = sum(code, ({ micros: each }) => each ?? 0);
  // Work that has no price cannot be weighed: it is in no ratio, and is said.
  if (inCode === 0) return [];
  const shipped = SHIPPED.includes(piece.counted);
  // What went into planning it went where the rest did.
  const part = (end: keyof ShareRange) =>
    (micros / inCode) * sum(code, ({ micros: each, living }) => (each ?? 0) * saturated(living[end]));
  const unclear =
    (micros / inCode) * sum(code, session => (session.counted === 'unclear' ? (session.micros ?? 0) : 0));
  const tokens = members.map(member => member.tokens);
  return [
    {
      id: piece.id,
      repository: piece.repository,
      sessions: code.length,
      shipped,
      isChange: shipped && isChange(piece, mature),
      isTrifle: shipped && piece.living > 0 && !isChange(piece, mature),
      lines: Math.max(1, Math.min(MOST_LINES, piece.fresh)),
      micros,
      tokens: tokens.includes(null) ? null : sum(tokens, each => each ?? 0),
      price: sum(members, each => (each.micros ?? 0) * each.price) / micros,
      days: daysOf(code),
      // What nobody can tell may have shipped.
      living: { low: part('low'), mid: part('mid'), high: part('high') + unclear },
    },
  ];
}

export function saturated(share: number): number {
  return Math.min(1, share / WHOLE);
}

/** Counted from the first start on: midnight is no new day of work. */
function daysOf(code: readonly FigureSession[]): number {
  const starts = code.flatMap(({ startedAt }) => startedAt ?? []);
  const first = Math.min(...starts);
  return Math.max(1, new Set(starts.map(start => Math.floor((start - first) / DAY))).size);
}

/** What a repository begins with is no series of changes. */
function isChange(piece: FigurePiece, mature: ReadonlySet<number>): boolean {
  const { repository, fresh, living, diagnosed } = piece;
  if (living === 0) return false;
  if (repository === null || !mature.has(repository)) return false;
  return fresh >= TRIFLE || diagnosed;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
