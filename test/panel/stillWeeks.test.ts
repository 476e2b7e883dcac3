import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StillThereWeek } from '../../src/model/figures.ts';
import { stillWeeksOf } from '../../src/panel/view/stillWeeks.ts';
import { VOICE } from './voice.ts';

function still(...weeks: StillThereWeek[]) {
  const sum = (of: 'kept' | 'oldEnough') => weeks.reduce((total, week) => total + week[of], 0);
  const stillThere14 = weeks.length === 0 ? null : { kept: sum('kept'), oldEnough: sum('oldEnough') };
  return stillWeeksOf({ stillThereWeeks: weeks, stillThere14 }, VOICE);
}

describe('panel/stillWeeks', () => {
  it('stacks what is gone on what was still there, the tallest week as high as the chart', () => {
    const { weeks } = still(
      { weeksAgo: 4, kept: 3, oldEnough: 4, lines: 0.8 },
      { weeksAgo: 2, kept: 1, oldEnough: 1, lines: 1 },
    )!;
    assert.deepEqual(
      weeks.map(({ kept, gone }) => [kept, gone]),
      [
        [
          { from: 0, height: 75 },
          { from: 75, height: 25 },
        ],
        [
          { from: 0, height: 0 },
          { from: 0, height: 0 },
        ],
        [
          { from: 0, height: 25 },
          { from: 25, height: 0 },
        ],
      ],
    );
    assert.deepEqual(
      weeks.map(({ counts, spoken }) => [counts, spoken]),
      [
        ['3 of 4', 'Shipped 4 weeks ago: 3 of 4 still there 14 days later'],
        ['', 'Shipped 3 weeks ago: nothing that can be told of'],
        ['1 of 1', 'Shipped 2 weeks ago: 1 of 1 still there 14 days later'],
      ],
    );
  });

  it('tells a share of lines from thirty changes on, and about', () => {
    const many = { weeksAgo: 3, kept: 26, oldEnough: 29, lines: 0.87 };
    const told = still(many, { weeksAgo: 2, kept: 1, oldEnough: 1, lines: 0 })!;
    assert.deepEqual(
      told.weeks.map(({ linesText }) => linesText),
      ['85\u00a0%', '0\u00a0%'],
    );
    assert.match(told.weeks[0]!.spoken, /, and about 85\u00a0% of their lines$/);
    assert.deepEqual(
      still(many)!.weeks.map(({ linesText }) => linesText),
      [null, null],
    );
  });

  it('is not there for one week, nor for nothing', () => {
    assert.equal(still(), null);
    assert.equal(still({ weeksAgo: 2, kept: 1, oldEnough: 1, lines: 1 }), null);
  });

  it('says in all what the figure beside it says', () => {
    const all = still({ weeksAgo: 5, kept: 9, oldEnough: 9, lines: 1 })!;
    assert.match(all.spoken, /: all 9 still there 14 days later; /);
    const week = fc.record({
      weeksAgo: fc.integer({ min: 2, max: 14 }),
      kept: fc.nat(20),
      gone: fc.nat(20),
      lines: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(week, { selector: ({ weeksAgo }) => weeksAgo }), drafts => {
        const weeks = drafts
          .sort((a, b) => b.weeksAgo - a.weeksAgo)
          .map(({ gone, ...rest }) => ({ ...rest, oldEnough: rest.kept + gone }))
          .filter(({ oldEnough }) => oldEnough > 0);
        const told = still(...weeks);
        if (told === null) return;
        const count = (of: 'keptText' | 'changesText') =>
          told.weeks.reduce((total, each) => total + Number(each[of]), 0);
        const [kept, changes] = [count('keptText'), count('changesText')];
        const said = kept === changes ? `all ${changes}` : `${kept} of ${changes}`;
        assert.ok(told.spoken.includes(`: ${said} still there`), told.spoken);
        for (const { kept, gone } of told.weeks)
          assert.ok(gone.from + gone.height <= 100 + 1e-9 && kept.from === 0);
      }),
    );
  });
});
