import type { Instant } from '../model/records.ts';
import { mostCommon, TELLING_AGE, type Unit, type WayOut } from './shippedUnit.ts';

/** What became of lines after they had shipped; all counts are of lines. */
export interface Standing {
  /** Lines that reached the shipping ref. */
  readonly shipped: number;
  /** Of them, how many a roll-back took out and nothing put back. */
  readonly rolledBack: number;
  /** Of them, how many left otherwise: edited, replaced piece by piece. */
  readonly lost: number;
  /** Of them, those that were new when they came: see `Freshness`. */
  readonly fresh: number;
  /** Of those, the ones that were there 14 days later, or are there now where that is not yet, and were not rolled back. */
  readonly living: number;
  /** Of them, how many arrived at least 14 days ago, and how many of those were not there 14 days later. */
  readonly oldEnough: number;
  readonly leftEarly: number;
  /** What took most of those out that were rolled back. */
  readonly by: { readonly commit: string | null; readonly at: Instant; readonly way: WayOut } | null;
}

export const NOTHING_SHIPPED: Standing = {
  shipped: 0,
  rolledBack: 0,
  lost: 0,
  fresh: 0,
  living: 0,
  oldEnough: 0,
  leftEarly: 0,
  by: null,
};

export function standingOf(units: readonly Unit[], now: Instant): Standing {
  const count = (is: (unit: Unit) => boolean) => {
    let found = 0;
    for (let at = 0; at < units.length; at++) if (is(units[at]!)) found++;
    return found;
  };
  const isOld = ({ shippedAt }: Unit) => now - shippedAt >= TELLING_AGE;
  const isThere = (unit: Unit) =>
    unit.state !== 'rolled back' && (isOld(unit) ? !unit.leftEarly : unit.state === 'standing');
  const rolledBack = units.filter(({ state }) => state === 'rolled back');
  return {
    shipped: units.length,
    rolledBack: rolledBack.length,
    lost: count(({ state }) => state === 'lost'),
    fresh: count(({ line }) => line.fresh),
    living: count(unit => unit.line.fresh && isThere(unit)),
    oldEnough: count(isOld),
    leftEarly: count(unit => isOld(unit) && (unit.leftEarly || unit.state === 'rolled back')),
    by: mostCommon(rolledBack),
  };
}

/** Of the same work in two repositories. */
export function together(a: Standing, b: Standing): Standing {
  return {
    shipped: a.shipped + b.shipped,
    rolledBack: a.rolledBack + b.rolledBack,
    lost: a.lost + b.lost,
    fresh: a.fresh + b.fresh,
    living: a.living + b.living,
    oldEnough: a.oldEnough + b.oldEnough,
    leftEarly: a.leftEarly + b.leftEarly,
    by: a.rolledBack >= b.rolledBack ? a.by : b.by,
  };
}
