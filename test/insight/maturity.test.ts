import assert from 'node:assert/strict';
import { isMature, type RepositoryLife } from '../../src/insight/maturity.ts';

const DAY = 86_400_000;

describe('insight/maturity', () => {
  const life = (days: number[], more: Partial<RepositoryLife> = {}): RepositoryLife => ({
    authors: 1,
    committedAt: days.map(day => 20_000 * DAY + day * DAY),
    deployed: false,
    ...more,
  });
  const table: [string, RepositoryLife, boolean][] = [
    ['with 14 days and three active ones', life([0, 3, 14]), true],
    ['in any order', life([14, 0, 3]), true],
    ['not a moment sooner', life([0, 3, 14 - 1 / DAY]), false],
    ['not with two active days', life([0, 0.5, 14, 14.5]), false],
    ['not with three commits on two days', life([0, 0.9, 20]), false],
    ['not with many days of a short life', life([0, 1, 2, 3, 4, 5]), false],
    ['with a second author', life([], { authors: 2 }), true],
    ['with many authors', life([0], { authors: 3 }), true],
    ['not with one', life([0]), false],
    ['not with none', life([0], { authors: 0 }), false],
    ['with a deployment', life([0], { deployed: true }), true],
    ['not without a commit', life([]), false],
  ];
  for (const [title, repository, mature] of table) {
    it(`${mature ? 'is' : 'is none'} ${title}`, () => assert.equal(isMature(repository), mature));
  }
});
