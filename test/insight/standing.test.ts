import assert from 'node:assert/strict';
import type { Unit } from '../../src/insight/shippedUnit.ts';
import { NOTHING_SHIPPED, type Standing, standingOf, together } from '../../src/insight/standing.ts';

const DAY = 86_400_000;
const NOW = 1000 * DAY;

describe('insight/standing', () => {
  const unit = (
    daysAgo: number,
    state: Unit['state'],
    more: Partial<Unit> & { fresh?: boolean } = {},
  ): Unit => ({
    line: { commit: 'one', path: 'a', side: 'added', index: 0, fingerprint: 1, fresh: more.fresh ?? true },
    place: 0,
    shippedAt: NOW - daysAgo * DAY,
    path: 'a',
    fingerprint: 1,
    text: null,
    state,
    leftEarly: false,
    by: null,
    ...more,
  });
  const { by: _, ...none } = NOTHING_SHIPPED;

  const table: [string, Unit, Partial<Standing>][] = [
    ['young and standing', unit(13.9, 'standing'), { fresh: 1, living: 1 }],
    ['young and lost', unit(13.9, 'lost', { leftEarly: true }), { fresh: 1, lost: 1 }],
    ['young and rolled back', unit(1, 'rolled back', { leftEarly: true }), { fresh: 1, rolledBack: 1 }],
    ['old and standing', unit(14, 'standing'), { fresh: 1, living: 1, oldEnough: 1 }],
    [
      'old, put back too late',
      unit(20, 'standing', { leftEarly: true }),
      { fresh: 1, oldEnough: 1, leftEarly: 1 },
    ],
    [
      'old and lost early',
      unit(20, 'lost', { leftEarly: true }),
      { fresh: 1, lost: 1, oldEnough: 1, leftEarly: 1 },
    ],
    ['old and lost late', unit(90, 'lost'), { fresh: 1, lost: 1, living: 1, oldEnough: 1 }],
    [
      'old, rolled back late',
      unit(90, 'rolled back'),
      { fresh: 1, rolledBack: 1, oldEnough: 1, leftEarly: 1 },
    ],
    ['nothing new', unit(1, 'standing', { fresh: false }), {}],
    ['nothing new, and old', unit(20, 'standing', { fresh: false }), { oldEnough: 1 }],
  ];
  for (const [title, one, expected] of table) {
    it(`counts a line that is ${title}`, () => {
      const { by, ...counts } = standingOf([one], NOW);
      assert.deepEqual(counts, { ...none, shipped: 1, ...expected });
      assert.equal(by, null);
    });
  }

  it('says what took most of the lines out', () => {
    const by = (commit: string, way: 'removed' | 'inverse') => ({ by: { commit, at: 5, way } });
    const back = (more: Partial<Unit>) => unit(1, 'rolled back', more);
    const one = back(by('a', 'removed'));
    const other = [back(by('b', 'removed')), back(by('b', 'inverse')), back(by('b', 'inverse'))];
    assert.deepEqual(standingOf([one, ...other], NOW).by, { commit: 'b', at: 5, way: 'inverse' });
    assert.deepEqual(standingOf([one, back({})], NOW).by, { commit: 'a', at: 5, way: 'removed' });
    // Only what is rolled back is asked.
    assert.equal(standingOf([unit(1, 'lost', by('a', 'removed')), back({})], NOW).by, null);
    assert.deepEqual(standingOf([], NOW), NOTHING_SHIPPED);
  });

  it('sums the same work in two repositories, and says what took more of it out', () => {
    const a: Standing = {
      shipped: 1,
      rolledBack: 2,
      lost: 3,
      fresh: 4,
      living: 5,
      oldEnough: 6,
      leftEarly: 7,
      by: { commit: 'a', at: 0, way: 'removed' },
    };
    const b: Standing = {
      shipped: 10,
      rolledBack: 20,
      lost: 30,
      fresh: 40,
      living: 50,
      oldEnough: 60,
      leftEarly: 70,
      by: { commit: 'b', at: 0, way: 'removed' },
    };
    const sum = {
      shipped: 11,
      rolledBack: 22,
      lost: 33,
      fresh: 44,
      living: 55,
      oldEnough: 66,
      leftEarly: 77,
    };
    assert.deepEqual(together(a, b), { ...sum, by: b.by });
    assert.deepEqual(together(b, a), { ...sum, by: b.by });
    assert.deepEqual(together(a, { ...b, rolledBack: 2 }).by, a.by);
  });
});
