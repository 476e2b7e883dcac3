import assert from 'node:assert/strict';
import { changeCost } from '../../../src/insight/figures/changeCost.ts';
import type { FinishedPiece } from '../../../src/insight/figures/finished.ts';
import type { Usual } from '../../../src/insight/figures/usual.ts';
import { DOLLAR, finished, near } from './world.ts';

const CALM: Usual = { cap: 6 * DOLLAR, before: null, price: 1, since: 0, because: 'no earlier' };

describe('insight/figures/changeCost', () => {
  const changes = (count: number, more: (n: number) => Partial<FinishedPiece> = () => ({})) =>
    Array.from({ length: count }, (_, n) => finished(`p${n}`, more(n)));
  const trifle = (micros: number, tokens: number | null = 0) =>
    finished('t', { micros, tokens, isChange: false, isTrifle: true });

  it('says nothing below twelve changes, nor where nothing is usual', () => {
    assert.equal(changeCost([...changes(11), trifle(DOLLAR)], CALM), null);
    assert.equal(changeCost(changes(12), null), null);
    assert.ok(changeCost(changes(12), CALM));
  });

  it('tells the middle one and the mean', () => {
    // 1 to 13 dollars, and thousands of tokens in another order.
    const found = changeCost(
      changes(13, n => ({ micros: (n + 1) * DOLLAR, tokens: ((n * 5) % 13) * 1000 })),
      CALM,
    )!;
    assert.deepEqual(found, {
      medianUsd: 7,
      meanUsd: 7,
      medianTokens: 6000,
      meanTokens: 6000,
      pieces: 13,
    });
  });

  it('hides no great burn from the mean', () => {
    const found = changeCost(
      [...changes(12, () => ({ micros: 2 * DOLLAR })), finished('x', { micros: 41 * DOLLAR })],
      CALM,
    )!;
    assert.equal(found.medianUsd, 2);
    near(found.meanUsd, 65 / 13);
  });

  it('has what trifles took in the mean, and not among the changes', () => {
    const small = finished('small', { micros: 0.5 * DOLLAR, tokens: 600 });
    const found = changeCost([...changes(12), small, trifle(2.5 * DOLLAR, 4200)], CALM)!;
    assert.equal(found.pieces, 12);
    assert.equal(found.medianUsd, 1);
    near(found.meanUsd, 15 / 12);
    assert.equal(found.medianTokens, 1000);
    near(found.meanTokens, 16_800 / 12);
  });

  it('leaves out what did not ship', () => {
    const not = finished('n', { micros: 99 * DOLLAR, tokens: null, shipped: false, isChange: false });
    assert.deepEqual(changeCost([...changes(12), not], CALM), {
      medianUsd: 1,
      meanUsd: 1,
      medianTokens: 1000,
      meanTokens: 1000,
      pieces: 12,
    });
  });

  it('tells no tokens where some piece does not', () => {
    for (const pieces of [
      [...changes(12), finished('p', { tokens: null })],
      [...changes(12), trifle(DOLLAR, null)],
    ]) {
      const { medianTokens, meanTokens, medianUsd } = changeCost(pieces, CALM)!;
      assert.deepEqual([medianTokens, meanTokens, medianUsd], [null, null, 1]);
    }
  });
});
