import assert from 'node:assert/strict';
import type { Holding, Stage } from '../../src/insight/attribution.ts';
import type { OpenLine } from '../../src/insight/openLines.ts';
import { noCounts } from '../../src/insight/stageCounts.ts';
import { Tally } from '../../src/insight/tally.ts';
import { edit, leftBy } from './small.ts';

describe('insight/tally', () => {
  const line = (weighs: boolean): OpenLine => leftBy(4, edit(0, [{ print: 1, flags: weighs ? 0 : 1 }]))[0]!;
  const holding = (stage: Stage, commit: string | null = 'one', ref = 'r'): Holding => ({
    stage,
    commit,
    ref,
    at: 0,
    files: [],
  });
  const nothing = {
    lines: 0,
    weighing: 0,
    exact: 0,
    exactWeighing: 0,
    mixed: 0,
    mixedWeighing: 0,
    changed: 0,
    changedWeighing: 0,
  };
  const entry = { stage: 'pushed', commit: 'one', ref: 'r', path: 'a', ...nothing };

  it('says nothing of nothing', () => {
    assert.deepEqual(new Tally(4).result(), { session: 4, weighing: noCounts(), all: noCounts(), found: [] });
  });

  const table = [
    ['exact', true, 1, { lines: 1, weighing: 1, exact: 1, exactWeighing: 1 }],
    ['exact', false, 1, { lines: 1, exact: 1 }],
    ['reflowed', true, 1, { lines: 1, weighing: 1 }],
    ['reflowed', false, 1, { lines: 1 }],
    ['mixed', true, 0.5, { mixed: 1, mixedWeighing: 1 }],
    ['mixed', false, 0.5, { mixed: 1 }],
  ] as const;
  for (const [match, weighs, at, found] of table) {
    it(`counts a line that ${weighs ? 'weighs' : 'weighs nothing'} and is there: ${match}`, () => {
      const tally = new Tally(4);
      tally.reached(holding('pushed'), 'a', line(weighs), match);
      const counts = noCounts();
      counts.total = 1;
      counts.at.pushed = at;
      counts.exact.pushed = match === 'exact' ? 1 : 0;
      counts.mixed.pushed = match === 'mixed' ? 1 : 0;
      assert.deepEqual(tally.result(), {
        session: 4,
        weighing: weighs ? counts : noCounts(),
        all: counts,
        found: [{ ...entry, ...found }],
      });
    });
  }

  it('counts what is missed, and what of it is uncertain', () => {
    const tally = new Tally(4);
    tally.missed(line(true), true);
    tally.missed(line(true), false);
    tally.missed(line(false), true);
    tally.perhaps(2, 3);
    tally.perhaps(1, 1);
    const { weighing, all, found } = tally.result();
    assert.deepEqual([weighing.total, weighing.uncertain, weighing.perhapsShipped], [2, 1, 3]);
    assert.deepEqual([all.total, all.uncertain, all.perhapsShipped], [3, 2, 4]);
    assert.deepEqual(found, []);
  });

  it('tells of each change and file once, whatever comes between', () => {
    const tally = new Tally(4);
    const first = holding('pushed');
    const tree = [holding('working', null, 'x'), holding('working', null, 'y')];
    for (let round = 0; round < 2; round++) {
      tally.holds(first, 'a', true);
      tally.holds(first, 'a', false);
      tally.holds(first, 'b', false);
      tally.holds(holding('pushed'), 'a', false);
      tally.holds(holding('shipped'), 'a', true);
      tally.holds(holding('pushed', 'two'), 'a', true);
      for (const each of tree) tally.holds(each, 'a', true);
    }
    const held = (
      stage: Stage,
      commit: string | null,
      ref: string,
      path: string,
      changed: number,
      weighing: number,
    ) => ({
      ...nothing,
      stage,
      commit,
      ref,
      path,
      changed,
      changedWeighing: weighing,
    });
    assert.deepEqual(tally.result().found, [
      held('pushed', 'one', 'r', 'a', 6, 2),
      held('pushed', 'one', 'r', 'b', 2, 0),
      held('shipped', 'one', 'r', 'a', 2, 2),
      held('pushed', 'two', 'r', 'a', 2, 2),
      held('working', null, 'x', 'a', 2, 2),
      held('working', null, 'y', 'a', 2, 2),
    ]);
  });
});
