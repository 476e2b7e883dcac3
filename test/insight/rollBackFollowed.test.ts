import assert from 'node:assert/strict';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { ShippingHistory } from '../../src/insight/rollBack.ts';
import type { ShippedLine } from '../../src/insight/shippedLine.ts';
import { BEGIN, type Change, DAY, lines, NOW, standing, step, TEN } from './history.ts';

describe('insight/rollBack', () => {
  describe('follows lines', () => {
    it('as often as they stand there', () => {
      const twice = step('one', 0, [{ added: [1, 1, 1] }]);
      const own = lines([1, 1, 1]);
      assert.equal(standing([twice, step('two', 50, [{ removed: [1, 1], added: [9] }])], own), '0/2 -');
      assert.equal(standing([twice, step('two', 50, [{ removed: [1, 1, 1, 1, 1] }])], own), '0/3 -');
      const two = step('two', 50, [{ removed: [1, 1], added: [9] }]);
      assert.equal(standing([twice, two, step('three', 51, [{ added: [1] }])], own), '0/1 -');
    });

    it('that are added and taken out in one step nowhere', () => {
      assert.equal(standing([BEGIN, step('two', 1, [{ removed: TEN, added: TEN }])]), '0/0 -');
    });

    it('in their own file', () => {
      assert.equal(standing([BEGIN, step('two', 1, [{ removed: TEN, path: 'b' }])]), '0/0 -');
      const renamed = step('two', 1, [{ removed: TEN, path: 'b', from: 'a' }]);
      assert.equal(standing([BEGIN, renamed]), '10/0 removed');
      const away = [
        step('two', 1, [{ path: 'b', from: 'a' }]),
        step('three', 2, [{ removed: TEN, path: 'a' }]),
      ];
      assert.equal(standing([BEGIN, ...away]), '0/0 -');
    });

    it('from the step that brought them on', () => {
      const before = step('zero', 0, [{ removed: TEN }]);
      assert.equal(standing([before, step('one', 1, [{ added: TEN }])]), '0/0 -');
      const own = [...lines([1], 'one'), ...lines([2], 'own')];
      const steps = [
        step('one', 0, [{ added: [1] }]),
        step('two', 1, [{ removed: [1, 2], added: [8, 9] }]),
        step('own', 2, [{ added: [2] }]),
      ];
      assert.equal(standing(steps, own), '0/1 -');
    });

    it('that nobody knows of as they are', () => {
      assert.equal(standing([], lines(TEN)), '0/0 -');
      assert.equal(standing([BEGIN, step('two', 1, [{ removed: TEN }])], lines(TEN, 'unknown')), '0/0 -');
      assert.equal(standing([BEGIN], []), '0/0 -');
    });

    it('that are put back by their text', () => {
      const gone = step('two', 1, [{ removed: TEN, added: [20] }]);
      assert.equal(standing([BEGIN, gone, step('three', 2, [{ added: TEN.slice(0, 4) }])]), '6/0 removed');
      assert.equal(
        standing([BEGIN, gone, step('three', 2, [{ added: TEN }]), step('four', 3, [{ removed: TEN }])]),
        '10/0 inverse',
      );
    });

    it('into the file that gained what theirs lost', () => {
      const moved = step('two', 1, [{ removed: TEN }, { added: [99], path: 'c' }, { added: TEN, path: 'b' }]);
      assert.equal(
        standing([BEGIN, moved, step('three', 2, [{ removed: TEN.slice(2), path: 'b' }])]),
        '8/0 removed',
      );
      assert.equal(standing([BEGIN, moved, step('three', 2, [{ removed: TEN, path: 'c' }])]), '0/0 -');
    });

    it('that were taken out too', () => {
      const deleted = lines(TEN).map(line => ({ ...line, side: 'removed' as const }));
      const gone = step('one', 0, [{ removed: TEN }]);
      assert.equal(
        standing([gone, step('two', 3, [{ added: TEN.slice(2), removed: [20] }])], deleted),
        '8/0 removed',
      );
      assert.equal(
        standing([gone, step('two', 3, [{ added: [1] }]), step('three', 4, [{ removed: [1] }])], deleted),
        '0/0 -',
      );
    });
  });

  describe('tells when', () => {
    const told = (steps: readonly HistoryStep[], own = lines(TEN), dropped = new Map<string, number>()) => {
      const { by: _, ...counts } = new ShippingHistory(steps, { steps: dropped }, NOW).standingOf(own);
      return counts;
    };
    const counts = {
      shipped: 10,
      rolledBack: 0,
      lost: 0,
      fresh: 10,
      living: 10,
      oldEnough: 10,
      leftEarly: 0,
    };

    it('they left: within 14 days or later', () => {
      const out = (day: number) => told([BEGIN, step('two', day, [{ removed: [1, 2], added: [20] }])]);
      assert.deepEqual(out(14), { ...counts, lost: 2, living: 8, leftEarly: 2 });
      assert.deepEqual(out(14 + 1e-6), { ...counts, lost: 2 });
    });

    it('they came back: within 14 days or later', () => {
      const out = step('two', 5, [{ removed: [1, 2], added: [20] }]);
      const back = (day: number) => told([BEGIN, out, step('three', day, [{ added: [1, 2] }])]);
      assert.deepEqual(back(14), counts);
      assert.deepEqual(back(14 + 1e-6), { ...counts, living: 8, leftEarly: 2 });
    });

    it('they were dropped', () => {
      assert.deepEqual(told([BEGIN], lines(TEN), new Map([['one', 50 * DAY]])), {
        ...counts,
        rolledBack: 10,
        living: 0,
        leftEarly: 10,
      });
      const { by } = new ShippingHistory([], { steps: new Map([['one', 7]]) }, NOW).standingOf(lines(TEN));
      assert.deepEqual(by, { commit: null, at: 7, way: 'dropped' });
    });

    it('and by which step', () => {
      const history = new ShippingHistory(
        [BEGIN, step('two', 5, [{ removed: TEN }])],
        { steps: new Map() },
        NOW,
      );
      assert.deepEqual(history.standingOf(lines(TEN)).by, { commit: 'two', at: 5 * DAY, way: 'inverse' });
    });

    it('they are too young to tell', () => {
      const young = step('one', 90, [{ added: TEN }]);
      assert.deepEqual(told([young]), { ...counts, oldEnough: 0 });
    });
  });

  describe('tells lines apart', () => {
    const two = (changes: readonly Change[], day = 1) => step('two', day, changes);
    const TWENTY = Array.from({ length: 20 }, (_, n) => n + 1);
    const twenty = step('one', 20, [{ added: TWENTY }]);
    const both = [...lines([1], 'one', 'b'), ...lines([1], 'one', 'a')];
    const inBoth = step('one', 0, [
      { added: [1], path: 'b' },
      { added: [1, 1, 5], path: 'a' },
    ]);
    const cases: [string, readonly HistoryStep[], ShippedLine[], string][] = [
      [
        'sixteen of twenty',
        [twenty, two([{ removed: TWENTY.slice(4), added: [50] }], 30)],
        lines(TWENTY),
        '16/0 removed',
      ],
      [
        'fifteen of twenty',
        [twenty, two([{ removed: TWENTY.slice(5), added: [50] }], 30)],
        lines(TWENTY),
        '0/15 -',
      ],
      [
        'a moment too late',
        [BEGIN, two([{ removed: TEN.slice(2), added: [20] }], 14 + 1 / DAY)],
        lines(TEN),
        '0/8 -',
      ],
      [
        'three in place of which one came',
        [step('one', 0, [{ added: [1, 2, 3] }]), two([{ removed: [1, 2, 3], added: [31] }])],
        lines([1, 2, 3]),
        '3/0 removed',
      ],
      [
        'what was reverted by word, and then goes',
        [BEGIN, step('two', 1, [], ['one']), step('three', 2, [{ removed: [1, 2, 3], added: [20] }])],
        lines(TEN),
        '10/0 reverted',
      ],
      [
        'two that come back',
        [
          step('one', 0, [{ added: [1, 1, 1] }]),
          step('two', 50, [{ removed: [1, 1], added: [9] }]),
          step('three', 51, [{ added: [1, 1] }]),
        ],
        lines([1, 1, 1]),
        '0/0 -',
      ],
      [
        'one that comes back from one that stands',
        [inBoth, two([{ removed: [1, 1], added: [9] }], 50), step('three', 51, [{ added: [1] }])],
        [...both, ...lines([5])],
        '0/0 -',
      ],
      ['equal ones of two files', [inBoth, two([{ removed: [1, 1], added: [9] }], 50)], both, '0/1 -'],
      [
        'one of two of a file from one of another',
        [
          step('one', 0, [{ added: [1, 1] }]),
          two(
            [
              { removed: [1], added: [9] },
              { removed: [1], path: 'b' },
            ],
            50,
          ),
        ],
        lines([1, 1]),
        '0/1 -',
      ],
      [
        'one that is gone from one that moved',
        [inBoth, two([{ removed: [1] }, { removed: [1], path: 'b' }, { added: [1, 9], path: 'c' }], 50)],
        both,
        '0/1 -',
      ],
    ];
    for (const [title, steps, own, expected] of cases)
      it(title, () => assert.equal(standing(steps, own), expected));
  });
});
