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
  return new Finished(piece, members, code, isMature, micros, inCode);
}

class Finished implements FinishedPiece {
  readonly id: string;
  readonly repository: number | null;
  readonly sessions: number;
  readonly shipped: boolean;
  readonly everShipped: boolean;
  readonly isChange: boolean;
  readonly isTrifle: boolean;
  readonly lines: number;
  readonly micros: number;
  readonly tokens: number | null;
  readonly price: number;
  readonly days: number;
  readonly #code: readonly FigureSession[];
  /** What went into planning it went where the rest did. */
  readonly #whole: number;
  #living: ShareRange | null = null;

  constructor(
    piece: FigurePiece,
    members: readonly FigureSession[],
    code: readonly FigureSession[],
    isMature: boolean,
    micros: number,
    inCode: number,
  ) {
    const change = isChange(piece, isMature);
    this.id = piece.id;
    this.repository = piece.repository;
    this.sessions = code.length;
    this.shipped = SHIPPED.includes(piece.counted);
    this.everShipped = this.shipped || piece.counted === 'rolled back';
    this.isChange = this.shipped && change;
    this.isTrifle = this.shipped && piece.living > 0 && !change;
    this.lines = Math.max(1, Math.min(MOST_LINES, piece.fresh));
    this.micros = micros;
    this.tokens = members.some(({ tokens }) => tokens === null)
      ? null
      : sum(members, ({ tokens }) => tokens ?? 0);
    this.price = sum(members, each => (each.micros ?? 0) * each.price) / micros;
    this.days = daysOf(code, inCode);
    this.#code = code;
    this.#whole = micros / inCode;
  }

  /** Reckoned when asked for: of years of pieces it is asked of the latest alone. */
  get living(): ShareRange {
    if (this.#living !== null) return this.#living;
    const part = (end: keyof ShareRange) =>
      this.#whole * sum(this.#code, ({ micros, living }) => (micros ?? 0) * saturated(living[end]));
    // What nobody can tell may have shipped.
    const unclear =
      this.#whole * sum(this.#code, ({ counted, micros }) => (counted === 'unclear' ? (micros ?? 0) : 0));
    this.#living = { low: part('low'), mid: part('mid'), high: part('high') + unclear };
    return this.#living;
  }
}

export function saturated(share: number): number {
  return Math.min(1, share / WHOLE);
}

/** A day on which less of a piece was done than this part of it was no day of work on it. */
const PART_OF_DAY = 0.1;

/** Counted from the first start on: midnight is no new day of work. */
function daysOf(code: readonly FigureSession[], all: number): number {
  if (code.length === 1) return 1;
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
  let total = 0;
  for (const value of values) total += of(value);
  return total;
}
