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

/** A share may waver by so much in the mean, and on one seed by what its own range allows: pieces are few. */
const SHARE_MEAN = 0.01;
const SHARE_ONCE = 0.1;
/** In four weeks there are fewer still. */
const FACT_ONCE = 0.15;
/** What cannot be told from honest work may raise a share by what honest work does. */
const LIKE_HONEST = 0.06;
const COST_MEAN = 0.05;

/** What an attack is allowed: see `Attack` and `Trick`. */
export interface Allowed {
  readonly shipsContent?: true;
  readonly likeHonest?: true;
  readonly spendsLess?: true;
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
    const best = sign * Math.max(...known.map(change => change * sign));
    return { measure, mean, best, holds: holds(measure, mean * sign, best * sign, attack) };
  });
}

function holds({ kind }: Measure, mean: number, best: number, attack: Allowed): boolean {
  const { shipsContent = false, likeHonest = false, spendsLess = false, counts = 0 } = attack;
  const shareMean = likeHonest ? LIKE_HONEST : SHARE_MEAN;
  switch (kind) {
    case 'fact':
      // Of three sessions nothing is claimed but what they are.
      return spendsLess || (mean <= shareMean && best <= FACT_ONCE);
    case 'share':
      return !spendsLess && mean <= shareMean && best <= SHARE_ONCE;
    case 'cost':
      return mean <= COST_MEAN;
    case 'count':
      return best <= counts;
    case 'rework':
      return shipsContent || counts > 0 || spendsLess || (mean <= SHARE_MEAN && best <= SHARE_ONCE);
  }
}

export function changeOf(measure: Measure, before: number | null, after: number | null): number | null {
  if (before === null || after === null) return null;
  return measure.kind === 'cost' ? after / before - 1 : after - before;
}
