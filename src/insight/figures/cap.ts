import type { Instant } from '../../model/records.ts';
import type { FigureFacts } from './facts.ts';
import { BASE, type FinishedPiece, finishedPieces, MATURE_AFTER } from './finished.ts';
import { quantile } from './quantile.ts';

/** Fewer changes tell nothing of what is usual. */
export const SAMPLE_FLOOR = 12;
const UPPER_QUARTILE = 0.75;
/** A repository that takes so much of the use is one of those that the person works in. */
const WORKS_IN = 0.1;

export interface Cap {
  /** Micro-dollars: what a piece took beyond this went into no code, whatever became of it. */
  readonly micros: number;
  /** The first day of the 90 from which on it is reckoned; earlier ones were of other models or repositories. */
  readonly since: Instant;
  /** Why no earlier quarter counts. */
  readonly because: 'model' | 'repositories' | 'no earlier';
}

/**
 * The person's own upper quartile of what a change takes, and never more than it was in any quarter before: who
 * pads every change a little more each month would raise it otherwise. All quarters are reckoned by the same price
 * table. It starts anew where the main model or the set of repositories became another.
 * @returns `null` below the sample floor
 */
export function capOf(facts: FigureFacts): Cap | null {
  let first = Number.POSITIVE_INFINITY;
  for (const { lastAt } of facts.sessions.values()) first = Math.min(first, lastAt ?? first);
  let quarter = quarterOf(facts, facts.now);
  // Without a quarter of its own a person has no usual yet.
  if (quarter === null) return null;
  let { micros } = quarter;
  for (let end = facts.now - BASE; end - MATURE_AFTER > first; end -= BASE) {
    const earlier = quarterOf(facts, end);
    // A quarter that tells nothing neither lowers it nor parts what lies before from what comes after.
    if (earlier === null) continue;
    const because = whatChanged(earlier.pieces, quarter.pieces);
    if (because !== null) return { micros, since: quarter.since, because };
    quarter = earlier;
    micros = Math.min(micros, earlier.micros);
  }
  return { micros, since: quarter.since, because: 'no earlier' };
}

interface Quarter {
  readonly pieces: readonly FinishedPiece[];
  readonly micros: number;
  readonly since: Instant;
}

/** `null` below the sample floor. */
function quarterOf(facts: FigureFacts, end: Instant): Quarter | null {
  const pieces = finishedPieces(facts, end);
  const uses = Float64Array.from(
    pieces.filter(({ isChange }) => isChange),
    ({ micros }) => micros,
  ).sort();
  if (uses.length < SAMPLE_FLOOR) return null;
  return { pieces, micros: quantile(uses, UPPER_QUARTILE), since: end - MATURE_AFTER - BASE };
}

function whatChanged(
  earlier: readonly FinishedPiece[],
  later: readonly FinishedPiece[],
): 'model' | 'repositories' | null {
  if (mainModel(earlier) !== mainModel(later)) return 'model';
  return sharesRepository(earlier, later) ? null : 'repositories';
}

function mainModel(pieces: readonly FinishedPiece[]): string | null {
  const uses = useBy(pieces, ({ model }) => model);
  return [...uses].reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

/** The set of repositories is another where none of those that the person worked in is among the later ones. */
function sharesRepository(pieces: readonly FinishedPiece[], later: readonly FinishedPiece[]): boolean {
  const known = workedIn(later);
  return [...workedIn(pieces)].some(repository => known.has(repository));
}

function workedIn(pieces: readonly FinishedPiece[]): Set<number | null> {
  const uses = useBy(pieces, ({ repository }) => repository);
  const all = [...uses.values()].reduce((total, use) => total + use, 0);
  return new Set([...uses].filter(([, use]) => use >= all * WORKS_IN).map(([repository]) => repository));
}

function useBy<T>(pieces: readonly FinishedPiece[], name: (piece: FinishedPiece) => T): Map<T, number> {
  const uses = new Map<T, number>();
  for (const piece of pieces) uses.set(name(piece), (uses.get(name(piece)) ?? 0) + piece.micros);
  return uses;
}
