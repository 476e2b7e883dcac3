import { quantile } from '../../src/insight/figures/quantile.ts';
import { MEASURES, type Measure } from './measures.ts';

/** What an attack did to one measure, over all seeds. */
export interface Effect {
  readonly measure: Measure;
  /** Mean change: of shares and counts the difference, of costs the ratio less one. `null` where nothing is shown. */
  readonly mean: number | null;
  /** By how much it looked better, in the mean, on one of twenty seeds and on any. */
  readonly better: Bound;
  readonly verdict: Verdict;
}

/**
 * `in the mean`: single histories look better by more than where a tenth of the changes were others, and by no more than
 * where all of them were. `as said`: the documentation says by how much it looks better.
 */
export type Verdict = 'holds' | 'in the mean' | 'as said' | 'broken';

/** By how much a measure may look better: in the mean of all seeds, on one of twenty, and on any. */
export interface Bound {
  readonly mean: number;
  readonly often: number;
  readonly once: number;
}

/** By measure and seed; `null` where the figure is not shown afterwards. */
export type Changes = ReadonlyMap<string, readonly (number | null)[]>;

/** By measure; measured in the same run, on the same histories. */
export interface Bounds {
  /** What chance does where a tenth of the changes were others, and where all were: see `redrawn`. */
  readonly tenth: ReadonlyMap<string, Bound>;
  readonly all: ReadonlyMap<string, Bound>;
  /** What it does to have no past that anything could be compared with. */
  readonly noPast: ReadonlyMap<string, Bound>;
}

/** In the mean hardly anything: a difference of shares, and of costs a part of them. */
const MEAN: Readonly<Record<Exclude<Measure['kind'], 'count'>, number>> = {
  share: 0.01,
  fact: 0.01,
  part: 0.01,
  cost: 0.02,
};
/** On one of twenty histories no more than chance does on one of twenty, and on any no more than on one of a hundred. */
const OFTEN = 0.95;
const ONCE = 0.99;
/** One of so many. */
const FEW = 20;
/** Of what is told in whole per cent, before and after. */
const ROUNDING = 0.01;

/** How much better the measures were by these changes. */
export function bettered(changes: Changes): Map<string, Bound> {
  return new Map(
    MEASURES.flatMap(measure => {
      if (measure.kind === 'count') return [];
      const sorted = betterBy(measure, changes).sort((a, b) => a - b);
      if (sorted.length === 0) return [];
      const mean = sorted.reduce((sum, each) => sum + each, 0) / sorted.length;
      return [[measure.name, { mean, often: quantile(sorted, OFTEN), once: quantile(sorted, ONCE) }]];
    }),
  );
}

/** What an attack is allowed: see `Attack` and `Trick`. */
export interface Allowed {
  readonly spendsLess?: true;
  readonly likeHonest?: boolean;
  readonly forgets?: boolean;
  /** By measure or its kind: by how much it looks better in the mean, as the documentation says. */
  readonly said?: Readonly<Record<string, number>>;
  /** By so much counts may rise at most. */
  readonly counts?: number;
  /** What it ships, as a part of all that shipped: by that parts of counts may rise. */
  readonly shippedPart?: number;
  /** What it spent on code that stays, as a part of all: by that shares may rise on single histories. */
  readonly spentInCode?: number;
}

export function effectsOf(changes: Changes, bounds: Bounds, allowed: Allowed): Effect[] {
  return MEASURES.map((measure): Effect => {
    const known = (changes.get(measure.name) ?? []).filter(change => change !== null);
    if (known.length === 0) {
      return { measure, mean: null, better: { mean: 0, often: 0, once: 0 }, verdict: 'holds' };
    }
    const mean = known.reduce((sum, change) => sum + change, 0) / known.length;
    const ranked = betterBy(measure, changes).sort((a, b) => b - a);
    const better = {
      mean: measure.better === 'more' ? mean : -mean,
      // Of fewer seeds one of twenty says nothing.
      often: ranked[Math.floor(known.length / FEW)]!,
      once: ranked[0]!,
    };
    return { measure, mean, better, verdict: verdictOn(measure, better, bounds, allowed) };
  });
}

function verdictOn(measure: Measure, better: Bound, bounds: Bounds, allowed: Allowed): Verdict {
  const { spendsLess = false, counts = 0, said = {} } = allowed;
  if (measure.kind === 'count') return better.once <= counts ? 'holds' : 'broken';
  // Of three sessions nothing is claimed but what they are.
  if (spendsLess && measure.kind !== 'cost') return measure.kind === 'share' ? 'broken' : 'holds';
  if (isWithin(better, boundOf(measure, bounds.tenth, bounds, allowed))) return 'holds';
  if (isWithin(better, boundOf(measure, bounds.all, bounds, allowed))) return 'in the mean';
  return better.mean <= (said[measure.name] ?? said[measure.kind] ?? -1) ? 'as said' : 'broken';
}

function boundOf(
  { name, kind, inPercent }: Measure,
  chance: ReadonlyMap<string, Bound>,
  { noPast }: Bounds,
  { likeHonest = false, forgets = false, spentInCode = 0, shippedPart = 0 }: Allowed,
): Bound {
  const isShare = kind === 'share' || kind === 'fact';
  const more = isShare ? spentInCode : kind === 'part' ? shippedPart : 0;
  const mean = MEAN[kind as keyof typeof MEAN] + (likeHonest || kind === 'part' ? more : 0);
  const single = more + (inPercent ? ROUNDING : 0);
  const by = chance.get(name);
  const bound = {
    mean,
    often: Math.max(0, by?.often ?? 0) + single,
    once: Math.max(0, by?.once ?? 0) + single,
  };
  const without = forgets ? noPast.get(name) : undefined;
  if (without === undefined) return bound;
  return {
    mean: mean + Math.max(0, without.mean),
    often: Math.max(bound.often, without.often + single),
    once: Math.max(bound.once, without.once + single),
  };
}

function isWithin(better: Bound, bound: Bound): boolean {
  return better.mean <= bound.mean && better.often <= bound.often && better.once <= bound.once;
}

/** By how much it looked better on each seed on which it is shown. */
function betterBy({ name, better }: Measure, changes: Changes): number[] {
  const sign = better === 'more' ? 1 : -1;
  return (changes.get(name) ?? []).flatMap(change => (change === null ? [] : [change * sign]));
}

export function changeOf(measure: Measure, before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return measure.kind === 'cost' ? after / before - 1 : after - before;
}
