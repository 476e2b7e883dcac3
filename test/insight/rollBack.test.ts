import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { Occurrences } from '../../src/insight/occurrences.ts';
import { ShippingHistory } from '../../src/insight/rollBack.ts';
import type { ShippedLine } from '../../src/insight/shippedLine.ts';
import { BEGIN, type Change, DAY, lines, NOW, standing, step, TEN } from './history.ts';
import { followed } from './small.ts';

describe('insight/rollBack', () => {
  const table: [string, readonly HistoryStep[], string][] = [
    ['stands while nothing touches it', [BEGIN, step('two', 1, [{ added: [11], removed: [12] }])], '0/0 -'],
    ['is reverted by word', [BEGIN, step('two', 50, [{ removed: TEN }], ['one'])], '10/0 reverted'],
    [
      'is reverted by word though its text had changed',
      [BEGIN, step('two', 50, [], ['one'])],
      '10/0 reverted',
    ],
    ['is undone exactly', [BEGIN, step('two', 50, [{ removed: TEN }])], '10/0 inverse'],
    [
      'is removed for the most part',
      [BEGIN, step('two', 14, [{ removed: TEN.slice(2), added: [20] }])],
      '8/0 removed',
    ],
    ['is removed too late', [BEGIN, step('two', 14.1, [{ removed: TEN.slice(2), added: [20] }])], '0/8 -'],
    ['is removed in part', [BEGIN, step('two', 1, [{ removed: TEN.slice(3), added: [20] }])], '0/7 -'],
    [
      'is put back by a revert of the revert, and taken out by the next',
      [
        BEGIN,
        step('two', 1, [], ['one']),
        step('three', 2, [], ['two']),
        step('four', 3, [], ['three']),
        step('five', 4, [], ['four']),
        step('six', 5, [], ['one']),
      ],
      '10/0 reverted',
    ],
    [
      'is put back with its text, in another file',
      [BEGIN, step('two', 1, [{ removed: TEN }]), step('three', 2, [{ added: TEN, path: 'b' }])],
      '0/0 -',
    ],
    [
      'is followed through a rename and a move',
      [
        BEGIN,
        step('two', 1, [{ path: 'b', from: 'a' }]),
        step('three', 2, [
          { path: 'b', removed: TEN },
          { path: 'c', added: TEN },
        ]),
        step('four', 3, [{ path: 'c', removed: TEN }]),
      ],
      '10/0 removed',
    ],
  ];
  for (const [title, steps, expected] of table) {
    it(title, () => assert.equal(standing(steps), expected));
  }

  it('takes lines off a ref by force, and knows deleted lines that came back', () => {
    assert.equal(standing([], lines(TEN), new Map([['one', DAY]])), '10/0 dropped');
    const deleted = lines(TEN).map(line => ({ ...line, side: 'removed' as const }));
    const gone = step('one', 0, [{ removed: TEN }]);
    assert.equal(standing([gone, step('two', 3, [{ added: TEN }])], deleted), '10/0 inverse');
  });

  it('does not take the own next version for a roll-back', () => {
    const own = [...lines(TEN), ...lines([31, 32, 33, 34, 35, 36], 'two')];
    const next = step('two', 1, [{ removed: TEN, added: [31, 32, 33, 34, 35, 36] }]);
    assert.equal(standing([BEGIN, next], own), '0/10 -');
  });

  it('asks more of few lines than that they were replaced', () => {
    const few = [step('one', 0, [{ added: [1, 2] }]), step('two', 1, [{ removed: [1, 2], added: [3, 4] }])];
    assert.equal(standing(few, lines([1, 2])), '0/2 -');
    assert.equal(standing([few[0]!, step('two', 1, [{ removed: [1, 2, 9] }])], lines([1, 2])), '2/0 removed');
  });

  it('never tells of more lines than there are, whatever happens later', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 14 });
    const later = fc.array(
      fc.record({ added: some, removed: some, path: fc.constantFrom('a', 'b'), word: fc.nat({ max: 4 }) }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(later, changes => {
        const steps = [
          BEGIN,
          ...changes.map(({ word, ...change }, i) =>
            step(`s${i}`, i, [change], word === 0 ? ['one'] : word === 1 && i > 0 ? [`s${i - 1}`] : []),
          ),
        ];
        const history = new ShippingHistory(steps, { steps: new Map() }, NOW);
        const { shipped, rolledBack, lost, by } = history.standingOf(lines(TEN));
        assert.ok(rolledBack + lost <= shipped);
        assert.equal(by === null, rolledBack === 0);
      }),
    );
  });

  it('finds the same where it is known in which steps lines stand', () => {
    const some = fc.uniqueArray(fc.integer({ min: 1, max: 14 }), { maxLength: 14 });
    const later = fc.array(
      fc.record({
        added: some,
        removed: some,
        path: fc.constantFrom('a', 'b', 'c'),
        from: fc.constantFrom(undefined, undefined, undefined, 'a', 'b'),
        word: fc.nat({ max: 6 }),
      }),
      { maxLength: 10 },
    );
    fc.assert(
      fc.property(later, fc.integer({ min: 1, max: 10 }), (changes, known) => {
        const steps = [
          BEGIN,
          ...changes.map(({ word, from, ...change }, i) =>
            step(`s${i}`, i, [from === undefined ? change : { ...change, from }], word === 0 ? ['one'] : []),
          ),
        ];
        const history = new ShippingHistory(steps, { steps: new Map() }, NOW);
        const finding = Occurrences.finding(followed(TEN.slice(0, known)), steps);
        let found = finding.next();
        while (!found.done) found = finding.next();
        assert.deepEqual(history.standingOf(lines(TEN), found.value), history.standingOf(lines(TEN)));
        const some = lines(TEN.slice(0, known));
        assert.deepEqual(history.standingOf(some, found.value), history.standingOf(some));
      }),
      { numRuns: 1000 },
    );
  });

  describe('tells by what way', () => {
    const later = (day: number, changes: readonly Change[], reverts: readonly string[] = []) =>
      step('two', day, changes, reverts);
    const OTHERS = [31, 32, 33, 34, 35, 36];
    const cases: [string, readonly HistoryStep[], string, ShippedLine[]?][] = [
      ['eight of ten', [BEGIN, later(1, [{ removed: TEN.slice(2), added: [20] }])], '8/0 removed'],
      ['seven of ten', [BEGIN, later(1, [{ removed: TEN.slice(3), added: [20] }])], '0/7 -'],
      [
        'a step that says so, of a commit that is none of these',
        [BEGIN, later(90, [{ removed: [1, 2] }], ['elsewhere'])],
        '2/0 reverted',
      ],
      [
        'a step that says so, and names one of these: all of it',
        [BEGIN, later(90, [{ removed: [1, 2] }], ['elsewhere', 'one'])],
        '10/0 reverted',
      ],
      [
        'a revert of a revert, by its word',
        [BEGIN, later(1, [], ['one']), step('three', 2, [], ['two'])],
        '0/0 -',
      ],
      [
        'a revert of what did nothing to these',
        [BEGIN, later(1, [{ removed: TEN.slice(1), added: [20] }]), step('three', 2, [], ['else'])],
        '9/0 removed',
      ],
      [
        'the opposite of one of two steps, long after',
        [BEGIN, step('own', 1, [{ added: OTHERS }]), step('three', 90, [{ removed: TEN }])],
        '10/0 inverse',
        [...lines(TEN), ...lines(OTHERS, 'own')],
      ],
      [
        'the opposite of both together',
        [BEGIN, step('own', 1, [{ added: OTHERS }]), step('three', 90, [{ removed: [...TEN, ...OTHERS] }])],
        '16/0 inverse',
        [...lines(TEN), ...lines(OTHERS, 'own')],
      ],
      [
        'the opposite of both together, in two files',
        [
          BEGIN,
          step('own', 1, [{ added: OTHERS, path: 'b' }]),
          step('three', 90, [{ removed: TEN }, { removed: OTHERS, path: 'b' }]),
        ],
        '16/0 inverse',
        [...lines(TEN), ...lines(OTHERS, 'own', 'b')],
      ],
      [
        'not the opposite of a part of both',
        [
          BEGIN,
          step('own', 1, [{ added: OTHERS, path: 'b' }]),
          step('three', 90, [{ removed: TEN.slice(1) }, { removed: OTHERS, path: 'b' }]),
        ],
        '0/15 -',
        [...lines(TEN), ...lines(OTHERS, 'own', 'b')],
      ],
      [
        'not the opposite where it does more',
        [BEGIN, later(90, [{ removed: TEN }, { added: [50], path: 'b' }])],
        '0/10 -',
      ],
      ['not the opposite with one more line', [BEGIN, later(90, [{ removed: TEN, added: [50] }])], '0/10 -'],
      [
        'almost all of what was there before it',
        [BEGIN, later(1, [{ removed: TEN, added: [50] }]), step('own', 2, [{ added: OTHERS }])],
        '10/0 removed',
        [...lines(TEN), ...lines(OTHERS, 'own')],
      ],
      [
        'not almost all of both',
        [BEGIN, step('own', 1, [{ added: OTHERS }]), step('three', 2, [{ removed: TEN, added: [50] }])],
        '0/10 -',
        [...lines(TEN), ...lines(OTHERS, 'own')],
      ],
      [
        'what had shipped 14 days before alone',
        [
          BEGIN,
          step('own', 10, [{ added: OTHERS }]),
          step('three', 20, [{ removed: [...TEN, ...OTHERS], added: [50] }]),
        ],
        '0/16 -',
        [...lines(TEN), ...lines(OTHERS, 'own')],
      ],
      [
        'five lines that were replaced',
        [
          step('one', 0, [{ added: [1, 2, 3, 4, 5] }]),
          later(1, [{ removed: [1, 2, 3, 4, 5], added: OTHERS }]),
        ],
        '5/0 removed',
        lines([1, 2, 3, 4, 5]),
      ],
      [
        'not four',
        [step('one', 0, [{ added: [1, 2, 3, 4] }]), later(1, [{ removed: [1, 2, 3, 4], added: OTHERS }])],
        '0/4 -',
        lines([1, 2, 3, 4]),
      ],
      [
        'four in place of which one came',
        [step('one', 0, [{ added: [1, 2, 3, 4] }]), later(1, [{ removed: [1, 2, 3, 4], added: [31] }])],
        '4/0 removed',
        lines([1, 2, 3, 4]),
      ],
      [
        'not four in place of which two came',
        [step('one', 0, [{ added: [1, 2, 3, 4] }]), later(1, [{ removed: [1, 2, 3, 4], added: [31, 32] }])],
        '0/4 -',
        lines([1, 2, 3, 4]),
      ],
      [
        'four beside which something came elsewhere',
        [
          step('one', 0, [{ added: [1, 2, 3, 4] }]),
          later(1, [{ removed: [1, 2, 3, 4] }, { added: OTHERS, path: 'b' }]),
        ],
        '4/0 removed',
        lines([1, 2, 3, 4]),
      ],
    ];
    for (const [title, steps, expected, own] of cases)
      it(title, () => assert.equal(standing(steps, own), expected));
  });
});
