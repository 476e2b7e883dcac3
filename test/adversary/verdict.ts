import { MEASURES, type Measure } from './measures.ts';

/** What an attack did to one measure, over all seeds. */
export interface Effect {
  readonly measure: Measure;
  /** Mean change: of shares and counts the difference, of costs the ratio less one. `null` where nothing is shown. */
  readonly mean: number | null;
  /** The change that looks best, of all seeds. */
  readonly best: number | null;
  readonly holds: boolean;
}

/**
 * By how much a measure may look better: in the mean of all seeds, on one of twenty, and on any. The last two are
 * near what chance does, and what was measured: where a tenth of the changes of a hundred days took something else, drawn from the same distribution,
 * shares move by 0.035 on five of a hundred histories and by 0.062 at most, facts of four weeks by 0.055 and 0.161, the
 * median by 0.13 and 0.20, the mean by 0.10 and 0.16. Where all of those days are drawn anew, rework moves by 0.075 and
 * 0.105. Measured of attacks on a hundred seeds: shares 0.007, 0.050 and 0.075 (of fifty 0.060), facts 0.004, 0.073 and 0.143 (0.081), costs
 * 0.005, 0.042 and 0.147, rework 0.002, 0.052 and 0.078.
 */
interface Bound {
  readonly mean: number;
  readonly often: number;
  readonly once: number;
}

const BOUNDS: Readonly<Record<Exclude<Measure['kind'], 'count'>, Bound>> = {
  share: { mean: 0.01, often: 0.065, once: 0.08 },
  fact: { mean: 0.01, often: 0.085, once: 0.15 },
  cost: { mean: 0.03, often: 0.12, once: 0.15 },
  rework: { mean: 0.01, often: 0.06, once: 0.08 },
};
/** What cannot be told from honest work raises shares as that does: measured 0.032, 0.061 and 0.115. */
const LIKE_HONEST: Bound = { mean: 0.04, often: 0.08, once: 0.12 };
/** What is new and there is in code, needed or not: measured below 0, 0.070 (of fifty 0.090) and 0.142. */
const IN_CODE: Bound = { mean: 0.01, often: 0.095, once: 0.15 };
/** Code that nobody touches is code that nobody reworks: measured 0.025, 0.042 and 0.046. */
const UNTOUCHED: Bound = { mean: 0.03, often: 0.05, once: 0.05 };
/**
 * What follows after a burnt quarter. Chance takes something from a quarter whose changes happened to take more than the
 * one before, and after that one it does not: measured 0.012, 0.089 and 0.153 of shares, 0.034, 0.146 and 0.209 of facts.
 */
const AFTER_BURNING: Readonly<Record<'share' | 'fact', Bound>> = {
  share: { mean: 0.015, often: 0.1, once: 0.16 },
  fact: { mean: 0.04, often: 0.15, once: 0.22 },
};
/** One of so many. */
const OFTEN = 20;

/** What an attack is allowed: see `Attack` and `Trick`. */
export interface Allowed {
  readonly shipsContent?: true;
  readonly likeHonest?: true;
  readonly spendsLess?: true;
  readonly burnsBefore?: true;
  readonly shipsChanges?: true;
  /** By so much counts may rise at most. */
  readonly counts?: number;
}

/** @param changes by measure, for each seed; `null` where the figure is not shown afterwards */
export function effectsOf(
  changes: ReadonlyMap<string, readonly (number | null)[]>,
  attack: Allowed,
): Effect[] {
  return MEASURES.map(measure => {
    const sign = measure.better === 'more' ? 1 : -1;
    const all = changes.get(measure.name) ?? [];
    const known = all.filter(change => change !== null);
    if (known.length === 0) return { measure, mean: null, best: null, holds: true };
    const mean = known.reduce((sum, change) => sum + change, 0) / known.length;
    const ranked = known.map(change => change * sign).sort((a, b) => b - a);
    const best = sign * ranked[0]!;
    // Of fewer seeds one of twenty says nothing.
    const often = ranked[Math.floor(known.length / OFTEN)]!;
    return { measure, mean, best, holds: holds(measure, mean * sign, often, best * sign, attack) };
  });
}

function holds(measure: Measure, mean: number, often: number, best: number, attack: Allowed): boolean {
  const { spendsLess = false, counts = 0 } = attack;
  if (measure.kind === 'count') return best <= counts;
  // Of three sessions nothing is claimed but what they are.
  if (spendsLess && measure.kind !== 'cost') return measure.kind !== 'share';
  const bound = boundOf(measure.kind, attack);
  return mean <= bound.mean && often <= bound.often && best <= bound.once;
}

function boundOf(kind: keyof typeof BOUNDS, attack: Allowed): Bound {
  const isShare = kind === 'share' || kind === 'fact';
  if (isShare && attack.likeHonest) return LIKE_HONEST;
  if (isShare && attack.burnsBefore) return AFTER_BURNING[kind];
  if (kind === 'fact' && attack.shipsChanges) return IN_CODE;
  if (kind === 'rework' && (attack.shipsContent || (attack.counts ?? 0) > 0)) return UNTOUCHED;
  return BOUNDS[kind];
}

export function changeOf(measure: Measure, before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return measure.kind === 'cost' ? after / before - 1 : after - before;
}
