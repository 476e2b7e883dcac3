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

/** Outside every ratio, and honoured elsewhere. */
const OUTSIDE: readonly Outcome[] = ['explored', 'outside git'];

/** A piece of work of which it can be told what became of it, with all that it took. */
export interface FinishedPiece {
  readonly id: string;
  readonly repository: number | null;
  /** How many sessions with code are in it. */
  readonly sessions: number;
  readonly shipped: boolean;
  /** A shipped one that is no trifle: a change that somebody would name. */
  readonly isChange: boolean;
  /** List price in micro-dollars, and tokens where all of its sessions tell them. */
  readonly micros: number;
  readonly tokens: number | null;
  /** The model that most of it went to. */
  readonly model: string | null;
  /** Of `micros`: what went into code that lives on a shipping ref, before any cap. */
  readonly living: ShareRange;
}

/** With so much of its lines alive a session went into code as a whole: people edit what agents write. */
const WHOLE = 0.6;

/**
 * Pieces whose last edit lies in the 90 days that ended 14 days before `now`. Sessions that only looked belong to a
 * piece where they planned it, and stand outside where they are alone.
 */
export function finishedPieces({ pieces, sessions }: FigureFacts, now: Instant): FinishedPiece[] {
  const to = now - MATURE_AFTER;
  const from = to - BASE;
  return pieces.flatMap(piece => {
    const members = piece.sessions.flatMap(id => sessions.get(id) ?? []);
    const code = members.filter(({ counted }) => !OUTSIDE.includes(counted));
    const lastAt = Math.max(...code.map(({ lastAt: at }) => at ?? 0), 0);
    return code.length === 0 || lastAt <= from || lastAt > to ? [] : finished(piece, members, code);
  });
}

function finished(
  piece: FigurePiece,
  members: readonly FigureSession[],
  code: readonly FigureSession[],
): FinishedPiece[] {
  const micros = sum(members, ({ micros: each }) => each ?? 0);
  const inCode = sum(code, ({ micros: each }) => each ?? 0);
  // Work that has no price cannot be weighed: it is in no ratio, and is said.
  if (inCode === 0) return [];
  const shipped = SHIPPED.includes(piece.counted);
  // What went into planning it went where the rest did.
  const part = (end: keyof ShareRange) =>
    (micros / inCode) *
    sum(code, ({ micros: each, living }) => (each ?? 0) * Math.min(1, living[end] / WHOLE));
  const unclear =
    (micros / inCode) * sum(code, session => (session.counted === 'unclear' ? (session.micros ?? 0) : 0));
  const tokens = members.map(member => member.tokens);
  return [
    {
      id: piece.id,
      repository: piece.repository,
      sessions: code.length,
      shipped,
      isChange: shipped && (piece.fresh >= TRIFLE || (piece.fresh > 0 && piece.diagnosed)),
      micros,
      tokens: tokens.includes(null) ? null : sum(tokens, each => each ?? 0),
      model: mainModel(members),
      // What nobody can tell may have shipped.
      living: { low: part('low'), mid: part('mid'), high: part('high') + unclear },
    },
  ];
}

function mainModel(members: readonly FigureSession[]): string | null {
  return members.reduce((most, each) => ((each.micros ?? 0) > (most.micros ?? 0) ? each : most)).model;
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}
