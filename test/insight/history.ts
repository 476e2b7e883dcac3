import assert from 'node:assert/strict';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { ShippingHistory } from '../../src/insight/rollBack.ts';
import type { ShippedLine } from '../../src/insight/shippedLine.ts';
import { packed } from './small.ts';

export const DAY = 86_400_000;
export const NOW = 100 * DAY;

/** What a step does to one file, by fingerprints; `a` where it says no path. */
export interface Change {
  readonly added?: readonly number[];
  readonly removed?: readonly number[];
  readonly path?: string;
  readonly from?: string;
}

export function step(
  commit: string,
  day: number,
  changes: readonly Change[],
  reverts: readonly string[] = [],
): HistoryStep {
  return {
    commit,
    at: day * DAY,
    reverts,
    saysRevert: reverts.length > 0,
    files: changes.map(({ added = [], removed = [], path = 'a', from = null }) => ({
      path,
      oldPath: from,
      unread: null,
      added: packed(added),
      removed: packed(removed),
    })),
  };
}

export const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
/** Lines as the first step shipped them. */
export const lines = (fingerprints: readonly number[], commit = 'one', path = 'a'): ShippedLine[] =>
  fingerprints.map((fingerprint, index) => ({
    commit,
    path,
    side: 'added',
    index,
    fingerprint,
    fresh: true,
  }));
/** The step that shipped ten lines. */
export const BEGIN = step('one', 0, [{ added: TEN }]);

/** `rolled back`/`lost`, and how. */
export function standing(
  steps: readonly HistoryStep[],
  own = lines(TEN),
  dropped = new Map<string, number>(),
): string {
  const { shipped, rolledBack, lost, by } = new ShippingHistory(steps, { steps: dropped }, NOW).standingOf(
    own,
  );
  assert.equal(shipped, own.length);
  return `${rolledBack}/${lost} ${by?.way ?? '-'}`;
}
