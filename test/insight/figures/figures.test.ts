import assert from 'node:assert/strict';
import { figuresOf } from '../../../src/insight/figures/figures.ts';
import { DAY, DOLLAR, NOW, singles } from './world.ts';

describe('insight/figures', () => {
  it('is null where nothing is known', () => {
    const { window, ...rest } = figuresOf(singles([]));
    assert.deepEqual(rest, {
      shippedAndStillThere: null,
      shippedChangeTook: null,
      shipped: { window: 0, lastSevenDays: 0 },
      stillThere14: null,
      stillThereWeeks: [],
      rework14: null,
      inProduction: null,
      finished: { pieces: 0, shipped: 0 },
      usual: null,
    });
    assert.deepEqual(window, { inCode: null, stages: [] });
  });

  it('says all of twelve changes', () => {
    const told = figuresOf(
      singles([
        ...Array(12).fill({ session: { micros: 3 * DOLLAR } }),
        {
          session: { counted: 'pushed', living: { low: 0, mid: 0, high: 0 } },
          piece: { counted: 'pushed', shippedAt: null },
        },
      ]),
    );
    assert.deepEqual(told.finished, { pieces: 13, shipped: 12 });
    assert.deepEqual(told.usual, {
      capUsd: 3,
      since: new Date(NOW - 104 * DAY).toISOString(),
      because: 'no earlier',
    });
    assert.equal(told.shippedAndStillThere?.value, 36 / 37);
    assert.equal(told.shippedChangeTook?.medianUsd, 3);
    assert.deepEqual(told.stillThere14, { kept: 12, oldEnough: 12 });
    assert.equal(told.rework14?.value, 0);
    assert.equal(told.window.inCode, 12 / 13);
  });

  describe('counts what shipped', () => {
    const shipped = (daysAgo: number) => ({ piece: { shippedAt: NOW - daysAgo * DAY } });
    const counts = (daysAgo: number[], window: { since: number | null; until: number | null }) =>
      figuresOf(singles(daysAgo.map(shipped), window)).shipped;

    it('in the window and in the last seven days', () => {
      const window = { since: NOW - 28 * DAY, until: NOW - 10 * DAY };
      assert.deepEqual(counts([0, 6, 7, 8, 10, 20, 28, 29], window), { window: 2, lastSevenDays: 3 });
    });
    it('up to now where the window has no end', () => {
      const window = { since: null, until: null };
      assert.deepEqual(counts([-1, 0, 100], window), { window: 2, lastSevenDays: 1 });
    });
    it('and what of it is in production, where anything tells of that', () => {
      const two = [
        { piece: { counted: 'in production', shippedAt: NOW - DAY } },
        shipped(1),
        shipped(40),
      ] as const;
      assert.equal(figuresOf(singles(two)).inProduction, null);
      assert.deepEqual(figuresOf(singles(two, { deploying: new Set([5]) })).inProduction, { pieces: 1 });
    });
  });
});
