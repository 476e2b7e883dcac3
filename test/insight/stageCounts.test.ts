import assert from 'node:assert/strict';
import fc from 'fast-check';
import { STAGES, type StageCounts } from '../../src/insight/attribution.ts';
import { noCounts, shareShipped, sumCounts } from '../../src/insight/stageCounts.ts';

describe('insight/stageCounts', () => {
  const counts = (
    more: Partial<Record<'total' | 'uncertain' | 'perhapsShipped' | 'at' | 'exact' | 'mixed', number>>,
  ): StageCounts => {
    const { total = 0, uncertain = 0, perhapsShipped = 0, at = 0, exact = 0, mixed = 0 } = more;
    const made = noCounts();
    made.at.shipped = at;
    made.exact.shipped = exact;
    made.mixed.shipped = mixed;
    return { ...made, total, uncertain, perhapsShipped };
  };

  it('sums every count of every stage', () => {
    const one = noCounts();
    const two = noCounts();
    for (const [place, stage] of STAGES.entries()) {
      one.at[stage] = 1 + place;
      two.at[stage] = 10;
      one.exact[stage] = 100 + place;
      two.exact[stage] = 1000;
      one.mixed[stage] = 5;
      two.mixed[stage] = 50 + place;
    }
    const sum = sumCounts([
      { ...one, total: 7, uncertain: 2, perhapsShipped: 3 },
      { ...two, total: 70, uncertain: 20, perhapsShipped: 30 },
    ]);
    assert.deepEqual(sum, {
      total: 77,
      uncertain: 22,
      perhapsShipped: 33,
      at: { shipped: 11, pushed: 12, committed: 13, working: 14 },
      exact: { shipped: 1100, pushed: 1101, committed: 1102, working: 1103 },
      mixed: { shipped: 55, pushed: 56, committed: 57, working: 58 },
    });
    assert.deepEqual(sumCounts([]), noCounts());
  });

  const table: [string, StageCounts, [number, number, number]][] = [
    ['nothing of nothing', counts({}), [0, 0, 0]],
    ['what is there word for word at least', counts({ total: 10, at: 6, exact: 4 }), [0.4, 0.6, 0.6]],
    [
      'the other half of what is there in part at most',
      counts({ total: 10, at: 6, exact: 4, mixed: 2 }),
      [0.4, 0.6, 0.7],
    ],
    [
      'what a command may have made at most',
      counts({ total: 10, at: 2, exact: 2, perhapsShipped: 3 }),
      [0.2, 0.2, 0.5],
    ],
    // 4 of 10, or 4 of the 8 of which anything can be told: between them.
    [
      'what is uncertain out of the reckoning',
      counts({ total: 10, uncertain: 2, at: 4, exact: 4 }),
      [0.4, 0.45, 0.5],
    ],
    [
      'no more than all',
      counts({ total: 4, uncertain: 2, at: 3, exact: 3, perhapsShipped: 9 }),
      [0.75, 1, 1],
    ],
    [
      'half a line where nothing is certain',
      counts({ total: 2, uncertain: 2, at: 0.5, perhapsShipped: 0.25 }),
      [0, 0.375, 0.75],
    ],
    ['all of one line', counts({ total: 1, at: 1, exact: 1 }), [1, 1, 1]],
  ];
  for (const [title, given, [low, mid, high]] of table) {
    it(`takes ${title}`, () => assert.deepEqual(shareShipped(given), { low, mid, high }));
  }

  it('lies within 0 and 1, in order', () => {
    const whole = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(whole, whole, whole, whole, whole, (exact, mixed, others, uncertain, perhapsShipped) => {
        const at = exact + mixed / 2;
        const given = counts({
          total: exact + mixed + others + uncertain,
          uncertain,
          perhapsShipped,
          at,
          exact,
          mixed,
        });
        const { low, mid, high } = shareShipped(given);
        assert.ok(0 <= low && low <= mid && mid <= high && high <= 1, `${low} ${mid} ${high}`);
      }),
    );
  });
});
