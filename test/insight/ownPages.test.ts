import assert from 'node:assert/strict';
import { int32s, ownPages } from '../../src/insight/ownPages.ts';

describe('insight/ownPages', () => {
  it('are taken for long arrays', () => {
    assert.equal(ownPages(128 * 1024 - 1).resizable, false);
    assert.equal(ownPages(128 * 1024).resizable, true);
  });

  for (const length of [0, 1, 40_000]) {
    it(`are as many numbers as were asked for, all zero: ${length}`, () => {
      const numbers = int32s(length);
      assert.equal(numbers.length, length);
      assert.ok(numbers.every(number => number === 0));
      numbers.fill(-7);
      assert.equal(numbers.at(-1), length === 0 ? undefined : -7);
    });
  }
});
