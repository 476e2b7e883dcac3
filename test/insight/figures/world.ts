import type { FigureFacts, FigurePiece, FigureSession } from '../../../src/insight/figures/facts.ts';
import type { FinishedPiece } from '../../../src/insight/figures/finished.ts';

export const DAY = 86_400_000;
export const NOW = 1_790_000_000_000;
/** One dollar of list price in micro-dollars. */
export const DOLLAR = 1_000_000;
/** A day on which it can be told what became of work. */
export const TOLD = NOW - 30 * DAY;

export function session(id: number, more: Partial<FigureSession> = {}): FigureSession {
  return {
    id,
    counted: 'shipped',
    startedAt: TOLD,
    lastAt: TOLD,
    micros: DOLLAR,
    windowMicros: DOLLAR,
    tokens: 1000,
    price: 1,
    living: { low: 1, mid: 1, high: 1 },
    ...more,
  };
}

export function piece(id: string, sessions: readonly number[], more: Partial<FigurePiece> = {}): FigurePiece {
  return {
    id,
    repository: 1,
    sessions,
    counted: 'shipped',
    shippedAt: TOLD,
    fresh: 10,
    living: 10,
    diagnosed: false,
    still: { oldEnough: 10, kept: 10 },
    ...more,
  };
}

export function facts(
  sessions: readonly FigureSession[],
  pieces: readonly FigurePiece[],
  more: Partial<FigureFacts> = {},
): FigureFacts {
  return {
    sessions: new Map(sessions.map(each => [each.id, each])),
    changed: null,
    pieces,
    mature: new Set([1]),
    cloneOf: new Map(),
    deploying: new Set(),
    now: NOW,
    since: NOW - 28 * DAY,
    until: NOW,
    ...more,
  };
}

/** Pieces of one session each, both made of what is given of them. */
export function singles(
  parts: readonly { readonly session?: Partial<FigureSession>; readonly piece?: Partial<FigurePiece> }[],
  more: Partial<FigureFacts> = {},
): FigureFacts {
  return facts(
    parts.map((part, id) => session(id, part.session)),
    parts.map((part, id) => piece(`p${id}`, [id], part.piece)),
    more,
  );
}

/** A change of one dollar whose every line is new and lives. */
export function finished(id: string, more: Partial<FinishedPiece> = {}): FinishedPiece {
  const micros = more.micros ?? DOLLAR;
  return {
    id,
    repository: 1,
    sessions: 1,
    shipped: true,
    everShipped: true,
    isChange: true,
    isTrifle: false,
    lines: 10,
    micros,
    tokens: 1000,
    price: 1,
    days: 1,
    living: { low: micros, mid: micros, high: micros },
    ...more,
  };
}

export function near(actual: number | null | undefined, expected: number): void {
  const isNear =
    typeof actual === 'number' && Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
  if (!isNear) throw new Error(`${actual} is not ${expected}`);
}
