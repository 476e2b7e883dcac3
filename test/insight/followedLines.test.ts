import assert from 'node:assert/strict';
import { concerns, FollowedLines } from '../../src/insight/followedLines.ts';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import type { Unit } from '../../src/insight/shippedUnit.ts';
import { change, step, unit, whole } from './small.ts';

const DAY = 86_400_000;

const back = { commit: 'x', at: 0, way: 'removed' } as const;

/** How many lines of a kind are shown. */
function shown(followed: FollowedLines, kind: number, at: number): number {
  let count = 0;
  followed.each(Int32Array.of(kind), at, (_, each) => {
    assert.equal(each, kind);
    count++;
  });
  return count;
}

describe('insight/followedLines', () => {
  const prints = (units: readonly Unit[]) => units.map(({ fingerprint }) => fingerprint);

  it('are found by their text, where they were there before', () => {
    const followed = new FollowedLines([unit(1, { place: 3 }), unit(1, { place: 1 }), unit(2)]);
    assert.deepEqual([followed.has(1), followed.has(9)], [true, false]);
    const kind = followed.kindOf(1);
    assert.deepEqual(
      [4, 3, 1].map(at => shown(followed, kind, at)),
      [2, 1, 0],
    );
    assert.equal(followed.kindOf(9), -1);
    assert.deepEqual(prints(followed.before(1)), [2]);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 99].map(at => followed.countBefore(at)),
      [0, 1, 2, 2, 3, 3],
    );
    assert.equal(new FollowedLines([unit(1, { place: Number.POSITIVE_INFINITY })]).countBefore(99), 0);
  });

  it('are found by what they became, once', () => {
    const line = unit(1);
    const followed = new FollowedLines([line, unit(2)]);
    const found = () => [1, 2].map(print => shown(followed, followed.kindOf(print), 9));
    followed.became(line, 2);
    assert.deepEqual(found(), [0, 2]);
    followed.became(line, 1);
    assert.deepEqual(found(), [1, 1]);
    followed.became(line, 2);
    assert.deepEqual(found(), [0, 2]);
  });

  it('can be met where they lie, until they are lost', () => {
    const line = unit(1);
    const followed = new FollowedLines([line, unit(2, { path: 'b' })]);
    assert.deepEqual([followed.areIn('a'), followed.areIn('b'), followed.areIn('c')], [true, true, false]);
    followed.moved(line, 'c');
    assert.deepEqual([followed.areIn('a'), followed.areIn('c')], [false, true]);
    followed.turned(line, 'lost', null, 0);
    assert.equal(followed.areIn('c'), false);
    followed.turned(line, 'standing', null, 0);
    assert.equal(followed.areIn('c'), true);
  });

  it('can be met anywhere where half of them are rolled back', () => {
    const units = [unit(1), unit(2), unit(3)];
    const followed = new FollowedLines(units);
    assert.equal(followed.areAnywhere, false);
    followed.turned(units[0]!, 'rolled back', back, 0);
    assert.equal(followed.areAnywhere, false);
    followed.turned(units[1]!, 'rolled back', back, 0);
    assert.equal(followed.areAnywhere, true);
    followed.turned(units[1]!, 'standing', null, 0);
    assert.equal(followed.areAnywhere, false);
    assert.equal(new FollowedLines([]).areAnywhere, false);
    assert.equal(new FollowedLines([unit(1, { state: 'rolled back' }), unit(2)]).areAnywhere, true);
  });

  it('have left early where that was within 14 days', () => {
    const line = unit(1, { shippedAt: DAY });
    const followed = new FollowedLines([line]);
    followed.turned(line, 'lost', null, 15 * DAY);
    assert.deepEqual([line.state, line.leftEarly, line.by], ['lost', true, null]);
    followed.turned(line, 'standing', null, 15 * DAY + 1);
    assert.equal(line.leftEarly, true);
    followed.turned(line, 'standing', null, 15 * DAY);
    assert.equal(line.leftEarly, false);
    followed.turned(line, 'rolled back', back, 15 * DAY + 1);
    assert.deepEqual([line.state, line.leftEarly, line.by], ['rolled back', false, back]);
  });

  describe('are concerned', () => {
    const table: [string, HistoryStep, boolean][] = [
      ['by a line like one of them', step([change('a', [1])]), true],
      ['by one that is taken out', step([change('a', [], [9, 1])]), true],
      ['by no other line', step([change('a', [9], [8])]), false],
      ['not in another file', step([change('b', [1], [1])]), false],
      ['where any file is theirs', step([change('b', [1]), change('a', [], [1])]), true],
      ['by a rename', step([change('b', [], [], { oldPath: 'a' })]), true],
      ['by a rename to their file', step([change('a', [], [], { oldPath: 'b' })]), true],
      ['by no other rename', step([change('c', [1], [], { oldPath: 'b' })]), false],
      ['by a step that takes something out', step([], { saysRevert: true }), true],
      ['by a step that names another', step([], { reverts: ['y'] }), true],
      ['by none without files', step([]), false],
    ];
    for (const [title, one, expected] of table) {
      it(title, () =>
        assert.equal(concerns(one, whole(...one.files), new FollowedLines([unit(1)])), expected),
      );
    }
    it('in any file where half of them are rolled back', () => {
      const followed = new FollowedLines([unit(1, { state: 'rolled back' })]);
      const other = step([change('b', [1])]);
      assert.equal(concerns(other, whole(...other.files), followed), true);
      const none = step([change('b', [2])]);
      assert.equal(concerns(none, whole(...none.files), followed), false);
    });
  });
});
