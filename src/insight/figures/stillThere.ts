import type { Rework, StillThere, StillThereWeek } from '../../model/figures.ts';
import { SHIPPED } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { FigurePiece } from './facts.ts';
import { TRIFLE } from './finished.ts';
import type { FigureMemory } from './memory.ts';
import { quantile } from './quantile.ts';
import { resample } from './resample.ts';
import { BASE, MATURE_AFTER } from './timeline.ts';

const WEEK = 7 * 86_400_000;
const HALF = 0.5;
/** Fewer say nothing of how often what ships is worked over. */
const FEWEST_PIECES = 5;
const LOW = 0.1;
const HIGH = 0.9;
const UPPER_QUARTILE = 0.75;

/**
 * Shipped pieces that are old enough to tell, of the last 90 days that are: all figures here are drawn from them. What a
 * repository begins with is left out.
 * @param mature see `isMature`
 */
export function oldEnough(
  pieces: readonly FigurePiece[],
  mature: ReadonlySet<number>,
  now: Instant,
): FigurePiece[] {
  const to = now - MATURE_AFTER;
  return pieces.filter(
    ({ still, shippedAt, fresh, repository }) =>
      repository !== null &&
      mature.has(repository) &&
      shippedAt !== null &&
      shippedAt <= to &&
      shippedAt > to - BASE &&
      still.oldEnough > 0 &&
      fresh > 0,
  );
}

/** How many had at least half of their lines where they shipped 14 days later; `null` where none can tell. */
export function stillThere(old: readonly FigurePiece[]): StillThere | null {
  return old.length === 0 ? null : counts(old);
}

/** The same by when they shipped, and how much of their lines it was: see `Figures`. */
export function stillThereWeeks(old: readonly FigurePiece[], now: Instant): StillThereWeek[] {
  const most = mostLines(old);
  const byWeek = Map.groupBy(old, ({ shippedAt }) => Math.floor((now - shippedAt!) / WEEK));
  return [...byWeek]
    .sort(([a], [b]) => b - a)
    .map(([weeksAgo, pieces]) => ({ weeksAgo, ...counts(pieces), lines: linesKept(pieces, most) }));
}

function counts(old: readonly FigurePiece[]): StillThere {
  const isKept = ({ counted, still }: FigurePiece) =>
    SHIPPED.includes(counted) && still.kept >= still.oldEnough * HALF;
  return { kept: old.filter(isKept).length, oldEnough: old.length };
}

function linesKept(old: readonly FigurePiece[], most: number): number {
  const lines = old.map(({ still }) => Math.min(still.oldEnough, most));
  const kept = old.reduce((sum, { still }, n) => sum + (lines[n]! * still.kept) / still.oldEnough, 0);
  return kept / lines.reduce((sum, each) => sum + each, 0);
}

/** A piece has no more lines than this, the person's upper quartile: bulk that nobody touches hides nothing. */
function mostLines(old: readonly FigurePiece[]): number {
  const sizes = old.map(({ still }) => still.oldEnough);
  const large = sizes.filter(size => size >= TRIFLE);
  const told = large.length === 0 ? sizes : large;
  return told.length === 0 ? 0 : quantile(Float64Array.from(told).sort(), UPPER_QUARTILE);
}

/**
 * Share of shipped lines that count which were changed or taken out within 14 days.
 * @returns `null` below the floor
 */
export function rework(old: readonly FigurePiece[], memory: FigureMemory): Rework | null {
  if (old.length < FEWEST_PIECES) return null;
  const most = mostLines(old);
  const lines = Float64Array.from(old, ({ still }) => Math.min(still.oldEnough, most));
  const lost = Float64Array.from(
    old,
    ({ still }, n) => (lines[n]! * (still.oldEnough - still.kept)) / still.oldEnough,
  );
  const share = (drawn: Int32Array) => {
    let gone = 0;
    let all = 0;
    for (const at of drawn) {
      gone += lost[at]!;
      all += lines[at]!;
    }
    return gone / all;
  };
  const value = share(Int32Array.from(old.keys()));
  const [draws] = memory.result('rework', [lost, lines], () => resample(old.length, [share]));
  return {
    value,
    low: Math.min(value, quantile(draws!, LOW)),
    high: Math.max(value, quantile(draws!, HIGH)),
  };
}
