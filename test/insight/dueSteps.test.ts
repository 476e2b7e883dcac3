import assert from 'node:assert/strict';
import { DueSteps, StepIndex } from '../../src/insight/dueSteps.ts';
import { FollowedLines } from '../../src/insight/followedLines.ts';
import { Occurrences } from '../../src/insight/occurrences.ts';
import type { Unit } from '../../src/insight/shippedUnit.ts';
import { change, followed as setOf, step, toldOf, unit } from './small.ts';

describe('insight/dueSteps', () => {
  const steps = [
    step([change('a', [1])]),
    step([change('b', [2])]),
    step([change('c', [], [], { oldPath: 'b' }), change('y', [8])]),
    step([change('z', [9])]),
    step([], { saysRevert: true }),
    step([change('a', [3]), change('a', [4]), change('b', [1])]),
  ];
  const index = new StepIndex(steps);
  const found = (units: readonly Unit[], occurrences: Occurrences | null = null) => {
    const due = new DueSteps(index, occurrences, units);
    const followed = new FollowedLines(units);
    const all: number[] = [];
    for (let at = due.next(-1, followed); at < steps.length; at = due.next(at, followed)) all.push(at);
    return all;
  };
  const occurrencesOf = (...prints: number[]): Occurrences => {
    const finding = Occurrences.finding(setOf(prints), steps);
    let each = finding.next();
    while (!each.done) each = finding.next();
    return each.value;
  };

  it('are those of a file, by all its names, and those that say or rename something', () => {
    assert.deepEqual(
      [...index.touching],
      [
        ['a', [0, 5]],
        ['b', [1, 2, 5]],
        ['c', [2]],
        ['y', [2]],
        ['z', [3]],
      ],
    );
    assert.deepEqual([index.always, index.count], [[2, 4], 6]);
    assert.deepEqual(index.filesOf(1).map(toldOf), [['b', null, [2], []]]);
    assert.deepEqual(found([unit(1)]), [0, 2, 4, 5]);
    assert.deepEqual(found([unit(1, { path: 'z' })]), [2, 3, 4]);
    assert.deepEqual(found([unit(1, { path: 'none' })]), [2, 4]);
  });

  it('are all where lines may come back anywhere, unless it is known where', () => {
    const gone = [unit(1, { state: 'rolled back' })];
    assert.deepEqual(found(gone), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(found(gone, occurrencesOf(1)), [0, 2, 4, 5]);
  });

  it('are those where a line is known to stand', () => {
    assert.deepEqual(found([unit(9, { path: 'z' })], occurrencesOf(9)), [2, 3, 4]);
    assert.deepEqual(found([unit(9)], occurrencesOf(9)), [2, 4], 'in no file of theirs');
    assert.deepEqual(found([unit(2, { path: 'b' })], occurrencesOf(2, 9)), [1, 2, 4]);
    assert.deepEqual(found([unit(7)], occurrencesOf(7)), [2, 4]);
    assert.deepEqual(found([unit(1)], occurrencesOf(7)), [0, 2, 4, 5], 'where nobody looked: in its file');
  });

  it('are more when a line moves', () => {
    const line = unit(1, { path: 'none' });
    const due = new DueSteps(index, null, [line]);
    const followed = new FollowedLines([line]);
    assert.equal(due.next(2, followed), 4);
    due.follow({ ...line, path: 'z' });
    assert.deepEqual([due.next(2, followed), due.next(4, followed), due.next(6, followed)], [3, 6, 7]);
  });

  it('tell what they did to lines that are looked for, as long as all are', () => {
    const occurrences = occurrencesOf(1, 3);
    const known = new DueSteps(index, occurrences, [unit(1)]);
    assert.deepEqual(known.filesOf(5).map(toldOf), [
      ['a', null, [3], []],
      ['b', null, [1], []],
    ]);
    assert.deepEqual(
      known.filesOf(2).map(({ path, oldPath }) => [path, oldPath]),
      [['c', 'b']],
    );
    assert.deepEqual(known.filesOf(3), []);
    known.follow(unit(8));
    const all = [
      ['a', null, [3], []],
      ['a', null, [4], []],
      ['b', null, [1], []],
    ];
    assert.deepEqual(known.filesOf(5).map(toldOf), all);
    assert.deepEqual(new DueSteps(index, null, [unit(1)]).filesOf(5).map(toldOf), all);
    assert.deepEqual(new DueSteps(index, null, []).filesOf(5).map(toldOf), all);
  });
});
