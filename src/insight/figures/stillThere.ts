import type { Rework, StillThere } from '../../model/figures.ts';
import { SHIPPED } from '../../model/outcome.ts';
import type { Instant } from '../../model/records.ts';
import type { FigurePiece } from './facts.ts';
import { TRIFLE } from './finished.ts';
import type { FigureMemory } from './memory.ts';
import { quantile } from './quantile.ts';
import { resample } from './resample.ts';
import { BASE, MATURE_AFTER } from './timeline.ts';

const HALF = 0.5;
/** Fewer say nothing of how often what ships is worked over. */
const FEWEST_PIECES = 5;
const LOW = 0.1;
const HIGH = 0.9;
const UPPER_QUARTILE = 0.75;

/** Shipped pieces that are old enough to tell, of the last 90 days that are. */
function oldEnough(pieces: readonly FigurePiece[], now: Instant): FigurePiece[] {
  const to = now - MATURE_AFTER;
  return pieces.filter(
    ({ still, shippedAt, fresh }) =>
      still.oldEnough > 0 && fresh > 0 && shippedAt !== null && shippedAt <= to && shippedAt > to - BASE,
  );
}

/** How many pieces had at least half of their lines where they shipped 14 days later; `null` where none can tell. */
export function stillThere(pieces: readonly FigurePiece[], now: Instant): StillThere | null {
  const old = oldEnough(pieces, now);
  if (old.length === 0) return null;
  const isKept = ({ counted, still }: FigurePiece) =>
    SHIPPED.includes(counted) && still.kept >= still.oldEnough * HALF;
  return { kept: old.filter(isKept).length, oldEnough: old.length };
}

/**
 * Share of shipped lines that count which were changed or taken out within 14 days. A piece has no more of them than the
 * person's upper quartile: bulk that nobody touches hides nothing. What a repository begins with is left out.
 * @param mature see `isMature`
 * @returns `null` below the floor
 */
export function rework(
  pieces: readonly FigurePiece[],
  mature: ReadonlySet<number>,
  now: Instant,
  memory: FigureMemory,
): Rework | null {
  const old = oldEnough(pieces, now).filter(
    ({ repository }) => repository !== null && mature.has(repository),
  );
  if (old.length < FEWEST_PIECES) return null;
  const sizes = old.map(({ still }) => still.oldEnough);
  const large = sizes.filter(size => size >= TRIFLE);
  const most = quantile(Float64Array.from(large.length === 0 ? sizes : large).sort(), UPPER_QUARTILE);
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
  const draws = memory.result('rework', [lost, lines], () => resample(old.length, share));
  return {
    value,
    low: Math.min(value, quantile(draws, LOW)),
    high: Math.max(value, quantile(draws, HIGH)),
  };
}
