import assert from 'node:assert/strict';
import { canBeRecognised, matchOf, RUN, tokenStarts } from '../../src/insight/tokenRuns.ts';

describe('insight/tokenRuns', () => {
  it('takes a line for the same with seven tenths of its tokens, for a part of it with 35 hundredths', () => {
    assert.deepEqual(
      [14, 13, 7, 6, 0].map(covered => matchOf(covered, 20)),
      ['reflowed', 'mixed', 'mixed', null, null],
    );
  });

  it('recognises by a part what is neither too common nor too long', () => {
    const table: [number, number, boolean][] = [
      [1, 0, true],
      [0, 0, false],
      [6, 1, true],
      [5, 1, false],
      [6, 2, false],
      [6, 3, false],
      [1, 4, true],
    ];
    for (const [tokens, flags, is] of table)
      assert.equal(canBeRecognised(tokens, flags), is, `${tokens} ${flags}`);
  });

  describe('tells where the tokens of each line begin', () => {
    const starts = (tokens: number[], runs: number) => {
      const found = tokenStarts(Uint8Array.from(tokens), runs);
      return found === null ? null : [...found];
    };
    it('by runs of five', () => assert.equal(RUN, 5));
    it('where all were counted', () => {
      assert.deepEqual(starts([3, 2], 1), [0, 3, 5]);
      assert.deepEqual(starts([3, 0, 4], 3), [0, 3, 3, 7]);
    });
    it('not without runs', () => {
      assert.equal(starts([3], 0), null);
      assert.equal(starts([], 0), null);
    });
    it('not where there are more runs than tokens, or fewer', () => {
      assert.equal(starts([3, 3], 3), null);
      assert.equal(starts([3, 3], 1), null);
    });
    it('where one line has more than were counted', () => {
      assert.deepEqual(starts([2, 255, 4], 257), [0, 2, 257, 261]);
      assert.deepEqual(starts([2, 255, 4], 267), [0, 2, 267, 271]);
      assert.deepEqual(starts([255, 1], 262), [0, 265, 266]);
      assert.deepEqual(starts([1, 255], 262), [0, 1, 266]);
      assert.equal(starts([2, 255, 4], 256), null);
    });
    it('not where two have', () => {
      assert.equal(starts([255, 255], 600), null);
      assert.equal(starts([255, 1, 255], 507), null);
    });
  });
});
