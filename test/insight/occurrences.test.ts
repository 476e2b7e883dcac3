import assert from 'node:assert/strict';
import { Occurrences } from '../../src/insight/occurrences.ts';
import { change, followed, step, toldOf } from './small.ts';

describe('insight/occurrences', () => {
  it('tells the steps of each line, and of each step its lines', () => {
    const steps = [
      step([change('a', [1, 2, 9], [3, 1])]),
      step([change('b', [9])]),
      step([change('c', [2], [9, 2]), change('d', [9], [], { oldPath: 'e' })]),
    ];
    const finding = Occurrences.finding(followed([1, 2, 3, 4]), steps);
    let each = finding.next();
    while (!each.done) each = finding.next();
    const places = (print: number) => {
      const kind = each.value!.kindOf(print);
      if (kind === -1) return null;
      const steps: number[] = [];
      each.value!.each(kind, step => steps.push(step));
      return steps;
    };
    assert.deepEqual([1, 2, 3, 4, 9].map(places), [[0, 0], [0, 2, 2], [0], [], null]);
    const told = (at: number) => each.value!.filesOf(at).map(toldOf);
    assert.deepEqual([0, 1, 2].map(told), [
      [['a', null, [1, 2], [3, 1]]],
      [],
      [
        ['c', null, [2], [2]],
        ['d', 'e', [], []],
      ],
    ]);
  });

  for (const before of [65_535, 65_536]) {
    it(`of many steps are told like those of few: after ${before}`, () => {
      const steps = [...Array.from({ length: before }, () => step([])), step([change('a', [1])])];
      const finding = Occurrences.finding(followed([1]), steps);
      let each = finding.next();
      while (!each.done) each = finding.next();
      const found: number[] = [];
      each.value.each(0, step => found.push(step));
      assert.deepEqual(found, [before]);
    });
  }

  it('of many lines are told like those of few', () => {
    const prints = (from: number) => Array.from({ length: 30_000 }, (_, at) => from + at);
    const steps = [1, 2, 3].map(from => step([change('a', prints(from), [from])]));
    const finding = Occurrences.finding(followed(prints(1)), steps);
    let each = finding.next();
    while (!each.done) each = finding.next();
    const told = [0, 1, 2].flatMap(at => each.value!.filesOf(at).map(toldOf));
    const known = (from: number) => prints(from).filter(print => print <= 30_000);
    assert.deepEqual(
      told,
      [1, 2, 3].map(from => ['a', null, known(from), [from]]),
    );
  });
});
