import assert from 'node:assert/strict';
import type { FigurePiece } from '../../../src/insight/figures/facts.ts';
import { countedAsShipped } from '../../../src/insight/figures/shippedCounts.ts';
import { OUTCOMES } from '../../../src/model/outcome.ts';
import { piece } from './world.ts';

describe('insight/figures/shippedCounts', () => {
  const MATURE = new Set([1, 2]);
  const ids = (pieces: readonly FigurePiece[], since: number | null = 100, until: number | null = 200) =>
    countedAsShipped(pieces, MATURE, since, until).map(({ id }) => id);

  const table: [string, Partial<FigurePiece>, boolean][] = [
    ['what shipped in the window', { shippedAt: 150 }, true],
    ['what shipped at its first instant', { shippedAt: 100 }, true],
    ['not what shipped before', { shippedAt: 99 }, false],
    ['what shipped at its last instant', { shippedAt: 199 }, true],
    ['not what shipped after', { shippedAt: 200 }, false],
    ['not where nobody knows when', { shippedAt: null }, false],
    ['what has one living line', { shippedAt: 150, living: 1 }, true],
    ['not what has none', { shippedAt: 150, living: 0 }, false],
  ];
  for (const [title, more, counts] of table) {
    it(title, () => assert.equal(ids([piece('p', [1], more)]).length, counts ? 1 : 0));
  }

  it('whatever its time where the window has no ends', () => {
    const pieces = [piece('a', [1], { shippedAt: 0 }), piece('b', [2], { shippedAt: 1e15 })];
    assert.deepEqual(ids(pieces, null, null), ['a', 'b']);
    assert.deepEqual(ids(pieces, null, 200), ['a']);
    assert.deepEqual(ids(pieces, 100, null), ['b']);
  });

  for (const counted of OUTCOMES) {
    const ships = counted === 'shipped' || counted === 'in production';
    it(`${ships ? '' : 'not '}what is ${counted}`, () =>
      assert.equal(ids([piece('p', [1], { shippedAt: 150, counted })]).length, ships ? 1 : 0));
  }

  it('one of a repository that is a beginning, the latest', () => {
    const at = (id: string, repository: number | null, shippedAt: number) =>
      piece(id, [1], { repository, shippedAt });
    assert.deepEqual(
      ids([
        at('a', 3, 110),
        at('b', 3, 130),
        at('c', 3, 120),
        at('d', 4, 110),
        at('e', 1, 110),
        at('f', 1, 111),
      ]),
      ['b', 'd', 'e', 'f'],
    );
    assert.deepEqual(ids([at('a', null, 110), at('b', null, 120)]), ['b']);
    assert.deepEqual(ids([at('a', 3, 110), at('b', 3, 110)]), ['a'], 'the first of two at one time');
  });
});
