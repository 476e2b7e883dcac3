import { STAGES, type Stage, type StageCounts } from './attribution.ts';

const perStage = (): Record<Stage, number> => ({ shipped: 0, pushed: 0, committed: 0, working: 0 });

export function noCounts(): StageCounts {
  return {
    total: 0,
    uncertain: 0,
    at: perStage(),
    exact: perStage(),
    mixed: perStage(),
    perhapsShipped: 0,
  };
}

export function sumCounts(parts: readonly StageCounts[]): StageCounts {
  const sum = noCounts();
  for (const part of parts) {
    sum.total += part.total;
    sum.uncertain += part.uncertain;
    sum.perhapsShipped += part.perhapsShipped;
    for (const stage of STAGES) {
      sum.at[stage] += part.at[stage];
      sum.exact[stage] += part.exact[stage];
      sum.mixed[stage] += part.mixed[stage];
    }
  }
  return sum;
}

/** A share, 0 to 1: the least that is proven, the likeliest, and the most that may be. */
export interface ShareRange {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/**
 * How much of these lines reached the shipping ref. Low counts what is there word for word; high also lines of
 * which a part is there, those that a shell command may have turned into others, and takes lines that may never
 * have been the session's out of the reckoning.
 */
export function shareShipped(counts: StageCounts): ShareRange {
  if (counts.total === 0) return { low: 0, mid: 0, high: 0 };
  const { total, uncertain } = counts;
  const sure = Math.max(1, total - uncertain);
  const at = counts.at.shipped;
  const most = at + counts.mixed.shipped / 2 + counts.perhapsShipped;
  return {
    low: counts.exact.shipped / total,
    mid: Math.min(1, (at / total + at / sure) / 2),
    high: Math.min(1, most / sure),
  };
}
