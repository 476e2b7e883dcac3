import assert from 'node:assert/strict';
import fc from 'fast-check';
import { quantile } from '../../../src/insight/figures/quantile.ts';
import { near } from './world.ts';

describe('insight/figures/quantile', () => {
  const table: [number[], number, number][] = [
    [[7], 0, 7],
    [[7], 0.9, 7],
    [[1, 2], 0.5, 1.5],
    [[1, 2, 4], 0.5, 2],
    // (4 - 1) · 0.75 = 2.25: a quarter of the way from the third to the fourth.
    [[10, 20, 30, 50], 0.75, 35],
    [[10, 20, 30, 50], 0, 10],
    [[10, 20, 30, 50], 1, 50],
    [[10, 20, 30, 50], 0.1, 13],
    [[-4, 4], 0.25, -2],
  ];
  for (const [sorted, share, expected] of table) {
    it(`lies at ${expected} for ${share} of ${sorted.join(', ')}`, () =>
      near(quantile(sorted, share), expected));
  }

  it('has none of no numbers', () => {
    assert.throws(() => quantile([], 0.5), { name: 'RangeError', message: 'no numbers' });
  });

  it('lies between the least and the most, and never falls as the share rises', () => {
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 });
    const share = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(numbers, share, share, (values, a, b) => {
        const sorted = values.sort((x, y) => x - y);
        const [less, more] = [quantile(sorted, Math.min(a, b) / 100), quantile(sorted, Math.max(a, b) / 100)];
        assert.ok(sorted[0]! <= less && less <= more + 1e-9 && more <= sorted.at(-1)! + 1e-9);
      }),
    );
  });
});
