import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { Occurrences } from '../../src/insight/occurrences.ts';
import { ShippingHistory } from '../../src/insight/rollBack.ts';
import type { ShippedLine } from '../../src/insight/shippedLine.ts';
import type { PackedLines } from '../../src/model/editedLines.ts';
import { step as bareStep, change, lettered } from './small.ts';

const DAY = 86_400_000;
const NOW = 100 * DAY;

function packed(fingerprints: readonly number[]): PackedLines {
  return {
    fingerprints: Float64Array.from(fingerprints),
    tokens: new Uint8Array(fingerprints.length).fill(9),
    flags: new Uint8Array(fingerprints.length),
  };
}

interface Change {
  readonly added?: readonly number[];
  readonly removed?: readonly number[];
  readonly path?: string;
  readonly from?: string;
}

function step(
  commit: string,
  day: number,
  changes: readonly Change[],
  reverts: readonly string[] = [],
): HistoryStep {
  return {
    commit,
    at: day * DAY,
    reverts,
    saysRevert: reverts.length > 0,
    files: changes.map(({ added = [], removed = [], path = 'a', from = null }) => ({
      path,
      oldPath: from,
      unread: null,
      added: packed(added),
      removed: packed(removed),
    })),
  };
}

const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const lines = (fingerprints: readonly number[], commit = 'one', path = 'a'): ShippedLine[] =>
  fingerprints.map((fingerprint, index) => ({
    commit,
    path,
    side: 'added',
    index,
    fingerprint,
    fresh: true,
  }));
const BEGIN = step('one', 0, [{ added: TEN }]);

/** `rolled back`/`lost`, and how. */
function standing(
  steps: readonly HistoryStep[],
  own = lines(TEN),
  dropped = new Map<string, number>(),
): string {
  const { shipped, rolledBack, lost, by } = new ShippingHistory(steps, { steps: dropped }, NOW).standingOf(
    own,
  );
  assert.equal(shipped, own.length);
  return `${rolledBack}/${lost} ${by?.way ?? '-'}`;
}

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
        const finding = Occurrences.finding(new Set(TEN.slice(0, known)), steps);
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

  describe('knows a line again that was set anew', () => {
    const text = (path: string, added: string[], removed: string[] = [], oldPath: string | null = null) => {
      const { lines: plus, grams } = lettered(added);
      return change(path, plus, lettered(removed).lines, { grams, oldPath });
    };
    const set = (commit: string, day: number, ...files: ReturnType<typeof change>[]) =>
      bareStep(files, { commit, at: day * DAY });
    const print = (line: string) => lettered([line]).lines[0]!.print;
    const own = (line: string, index = 0): ShippedLine[] => [
      { commit: 'one', path: 'a', side: 'added', index, fingerprint: print(line), fresh: true },
    ];
    const begin = set('one', 0, text('a', ['zyxwv', 'abcdefghij']));
    const broken = set('two', 50, text('a', ['abcdef12', 'ghij'], ['abcdefghij']));
    /** With and without knowing where lines stand. */
    const told = (steps: readonly HistoryStep[], lines_ = own('abcdefghij', 1)) => {
      const finding = Occurrences.finding(new Set(lines_.map(({ fingerprint }) => fingerprint)), steps);
      let found = finding.next();
      while (!found.done) found = finding.next();
      const history = new ShippingHistory(steps, { steps: new Map() }, NOW);
      const known = history.standingOf(lines_, found.value);
      assert.deepEqual(known, history.standingOf(lines_));
      return `${known.rolledBack}/${known.lost}`;
    };

    it('and follows it as what it became', () => {
      assert.equal(told([begin, broken]), '0/0');
      assert.equal(told([begin, broken, set('three', 60, text('a', ['new'], ['abcdef12']))]), '0/1');
      assert.equal(told([begin, broken, set('three', 60, text('a', ['new'], ['abcdefghij']))]), '0/0');
      assert.equal(told([begin, broken, set('three', 60, text('a', ['new'], ['ghij']))]), '0/0');
    });

    it('and what that became in turn', () => {
      const again = set('three', 60, text('a', ['def12QQQ'], ['abcdef12']));
      assert.equal(told([begin, broken, again]), '0/0');
      assert.equal(told([begin, broken, again, set('four', 70, text('a', ['new'], ['def12QQQ']))]), '0/1');
    });

    it('in a file that was renamed at once', () => {
      const renamed = set('two', 50, text('b', ['abcdef12', 'ghij'], ['abcdefghij'], 'a'));
      assert.equal(told([begin, renamed]), '0/0');
      assert.equal(told([begin, renamed, set('three', 60, text('b', ['new'], ['abcdef12']))]), '0/1');
      assert.equal(told([begin, renamed, set('three', 60, text('a', ['new'], ['abcdef12']))]), '0/0');
    });

    it('and not in another file, nor where too little of it is left', () => {
      const moved = set('two', 50, text('c', ['abcdef12']), text('a', ['new'], ['abcdefghij']));
      assert.equal(told([begin, moved]), '0/1');
      assert.equal(told([begin, set('two', 50, text('a', ['abcd1234'], ['abcdefghij']))]), '0/1');
    });

    it('and not one that was taken out', () => {
      const gone = set('one', 0, text('a', ['ijklmnop'], ['abcdefgh']));
      const lines_ = own('abcdefgh').map(line => ({ ...line, side: 'removed' as const }));
      assert.equal(told([gone, set('two', 50, text('a', ['abcdefgh', 'ijklmnopq']))], lines_), '0/1');
    });
  });
});
