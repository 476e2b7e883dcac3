import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OPEN, PAID, StateRoom, statesOf } from '../../src/insight/changedLines.ts';
import { change, type Line } from './small.ts';

const short = (print: number, tokens = 5): Line => ({ print, tokens });

describe('insight/changedLines', () => {
  const told = (...files: ReturnType<typeof change>[]) =>
    statesOf(files).map(({ added, removed }) => {
      const marks = (side: Uint8Array) => [...side].map(state => (state === OPEN ? '-' : 'm')).join('');
      return `${marks(added)}/${marks(removed)}`;
    });

  it('are open unless the change only moved them', () => {
    assert.deepEqual(told(), []);
    assert.deepEqual(told(change('a', [1, 2]), change('b', [1])), ['--/', '-/']);
    assert.deepEqual(told(change('a', [1, 2], [3])), ['--/-']);
    assert.deepEqual(told(change('a', [], [1]), change('b', [], [1])), ['/-', '/-']);
  });

  it('are moved one for one', () => {
    assert.deepEqual(told(change('a', [1, 2], [3, 1])), ['m-/-m']);
    assert.deepEqual(told(change('a', [1, 1, 1], [1, 1])), ['mm-/mm']);
    assert.deepEqual(told(change('a', [1], [1, 1, 1])), ['m/m--']);
    assert.deepEqual(told(change('a', [1, 2, 1], [2, 2, 1, 1, 1])), ['mmm/m-mm-']);
  });

  it('are moved in one file however short, to another only if they tell whose they are', () => {
    assert.deepEqual(told(change('a', [short(1, 1)], [short(1, 1)])), ['m/m']);
    assert.deepEqual(told(change('a', [], [short(1)]), change('b', [short(1)])), ['/-', '-/']);
    assert.deepEqual(told(change('a', [], [short(1, 6)]), change('b', [short(1, 6)])), ['/m', 'm/']);
    // One that is short here and not there is not the same.
    assert.deepEqual(told(change('a', [], [short(1, 6)]), change('b', [short(1, 5)])), ['/-', '-/']);
  });

  it('are moved in their own file first', () => {
    assert.deepEqual(told(change('a', [1]), change('b', [1], [1])), ['-/', 'm/m']);
    assert.deepEqual(told(change('a', [1, 1]), change('b', [1], [1, 1]), change('c', [], [1])), [
      'mm/',
      'm/mm',
      '/m',
    ]);
    assert.deepEqual(told(change('a', [], [7]), change('b', [1], [1])), ['/-', 'm/m']);
  });

  it('have room for what is said of them', () => {
    const [first, second] = statesOf([change('a', [1, 2], [3]), change('b', [4], [5, 6])]);
    first!.added.fill(PAID);
    second!.removed.fill(PAID);
    assert.deepEqual([...first!.removed, ...second!.added], [OPEN, OPEN]);
    assert.deepEqual([first!.added.length, second!.removed.length], [2, 2]);
  });

  it('have room of their own, however many changes share it and however large one is', () => {
    const room = new StateRoom();
    const many = Array.from({ length: 70_000 }, (_, n) => n + 10);
    const changes = [[change('a', [1, 2], [2])], [], [change('b', many)], [change('c', [3], [4])]];
    const states = changes.map(files => statesOf(files, room));
    states[2]![0]!.added.fill(PAID);
    assert.deepEqual(
      [states[0]![0]!, states[3]![0]!].map(({ added, removed }) => [[...added], [...removed]]),
      [statesOf(changes[0]!).flatMap(({ added, removed }) => [[...added], [...removed]]), [[OPEN], [OPEN]]],
    );
    assert.deepEqual([...statesOf([change('d', [1, 2, 3])], room)[0]!.added], [OPEN, OPEN, OPEN]);
  });

  it('are moved on both sides alike', () => {
    const prints = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(prints, prints), { maxLength: 3 }), files => {
        const states = statesOf(files.map(([added, removed], n) => change(`f${n}`, added, removed)));
        for (const print of [1, 2, 3, 4]) {
          const moved = (side: 'added' | 'removed') =>
            files.flatMap(([added, removed], n) =>
              (side === 'added' ? added : removed).filter(
                (each, at) => each === print && states[n]![side][at] !== OPEN,
              ),
            ).length;
          const all = (side: 0 | 1) =>
            files.flatMap(file => file[side].filter(each => each === print)).length;
          assert.equal(moved('added'), moved('removed'));
          assert.equal(moved('added'), Math.min(all(0), all(1)));
        }
      }),
    );
  });
});
