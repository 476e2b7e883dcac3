import assert from 'node:assert/strict';
import type { Found, Work } from '../../src/insight/attribution.ts';
import { wholeFiles } from '../../src/insight/changedFile.ts';
import { Freshness } from '../../src/insight/freshness.ts';
import {
  linesOfPart,
  partsOfChange,
  type ShippedPart,
  shippedParts,
} from '../../src/insight/shippedLines.ts';
import type { FileChange } from '../../src/model/git.ts';
import { change, edit, followed, type Line, net } from './small.ts';

const TRIVIAL = 1;
const trivial = (print: number): Line => ({ print, flags: TRIVIAL });

describe('insight/shippedLines', () => {
  const found = (more: Partial<Found> = {}): Found => ({
    stage: 'shipped',
    commit: 'one',
    ref: 'r',
    path: 'a',
    lines: 1,
    weighing: 1,
    exact: 0,
    exactWeighing: 0,
    mixed: 0,
    mixedWeighing: 0,
    changed: 2,
    changedWeighing: 2,
    ...more,
  });
  const work = (added: number[], removed: number[] = []): Work => ({
    session: 1,
    files: new Map([['a', { net: net(edit(0, added, removed)), counts: true }]]),
  });
  const filesOf = (...files: FileChange[]) => new Map([['one', files]]);
  /** `+4` is the fingerprint of an added line, `-4` that of one taken out. */
  const told = (parts: readonly ShippedPart[]) =>
    parts.flatMap(part =>
      linesOfPart(part, null).map(({ side, fingerprint }) => `${side === 'added' ? '+' : '-'}${fingerprint}`),
    );

  describe('are a session’s', () => {
    it('those that it wrote first, then others, as many as were found', () => {
      const file = change('a', [1, 2, 3], [4, 5]);
      assert.deepEqual(told(shippedParts(work([3], [5]), [found()], filesOf(file))), ['+3', '-5']);
      assert.deepEqual(told(shippedParts(work([3]), [found()], filesOf(file))), ['+3', '+1']);
      assert.deepEqual(told(shippedParts(work([3], [5]), [found({ changedWeighing: 3 })], filesOf(file))), [
        '+3',
        '-5',
        '+1',
      ]);
      // What it took out it did not add.
      assert.deepEqual(told(shippedParts(work([], [3]), [found({ changedWeighing: 1 })], filesOf(file))), [
        '+1',
      ]);
      assert.deepEqual(told(shippedParts(undefined, [found()], filesOf(file))), ['+1', '+2']);
    });

    it('only those that weigh, unless none does', () => {
      const file = change('a', [trivial(1), 2, trivial(3), 4]);
      assert.deepEqual(told(shippedParts(work([1, 2, 3, 4]), [found({ changed: 4 })], filesOf(file))), [
        '+2',
        '+4',
      ]);
      const light = found({ weighing: 0, changedWeighing: 0, changed: 3 });
      const parts = shippedParts(work([3]), [light], filesOf(file));
      assert.deepEqual(told(parts), ['+3', '+1', '+2']);
      assert.equal(parts[0]?.counts, false);
      assert.equal(shippedParts(work([1]), [found()], filesOf(file))[0]?.counts, true);
    });

    it('where any of its changes has some that weigh', () => {
      const heavy = found({ path: 'b' });
      const light = found({ weighing: 0, changedWeighing: 0, changed: 3 });
      const files = filesOf(change('a', [trivial(1)]), change('b', [2]));
      assert.deepEqual(told(shippedParts(work([1, 2]), [light, heavy], files)), ['+2']);
    });

    it('not elsewhere', () => {
      const files = filesOf(change('a', [1]));
      for (const other of [
        found({ stage: 'pushed' }),
        found({ commit: 'two' }),
        found({ commit: null }),
        found({ path: 'b' }),
        found({ changedWeighing: 0 }),
      ])
        assert.deepEqual(shippedParts(work([1]), [other], files), []);
      const weighingElsewhere = [found({ stage: 'pushed' }), found({ weighing: 0, changed: 1 })];
      assert.deepEqual(told(shippedParts(work([1]), weighingElsewhere, filesOf(change('a', [trivial(1)])))), [
        '+1',
      ]);
    });
  });

  it('are all of a change that is a session’s as a whole', () => {
    const files = [
      change('a.ts', [1, trivial(2)], [3]),
      change('b.ts', [trivial(4)]),
      change('package-lock.json', [5]),
    ];
    const parts = partsOfChange('one', files);
    assert.deepEqual(told(parts), ['+1', '-3', '+5']);
    assert.deepEqual(
      parts.map(({ counts, commit }) => [counts, commit]),
      [
        [true, 'one'],
        [false, 'one'],
      ],
    );
    assert.deepEqual(told(partsOfChange('one', [change('a.ts', [trivial(2)]), change('b.ts', [])])), ['+2']);
    assert.deepEqual(partsOfChange('one', []), []);
  });

  it('tell where they stand', () => {
    const [part] = partsOfChange('one', [change('a.ts', [7, 8], [9])]);
    const lines = linesOfPart(part!, null);
    assert.deepEqual(
      lines.map(({ commit, path, side, index, fingerprint, fresh }) => [
        commit,
        path,
        side,
        index,
        fingerprint,
        fresh,
      ]),
      [
        ['one', 'a.ts', 'added', 0, 7, true],
        ['one', 'a.ts', 'added', 1, 8, true],
        ['one', 'a.ts', 'removed', 0, 9, true],
      ],
    );
  });

  it('are new where they count and had not stood before', () => {
    const FIVE = [1, 2, 3, 4, 5];
    const lines = [...FIVE, trivial(6), 7];
    const step = { commit: 'one', at: 0, files: [change('a.ts', lines)], reverts: [], saysRevert: false };
    const learning = Freshness.learning(
      [
        {
          steps: [step],
          filesOf: () => wholeFiles(step.files),
          stood: print => print <= 5,
        },
      ],
      followed(FIVE),
    );
    let learned = learning.next();
    while (!learned.done) learned = learning.next();
    const freshness = learned.value;
    const fresh = (part: ShippedPart, known: Freshness | null) =>
      linesOfPart(part, known)
        .filter(line => line.fresh)
        .map(({ fingerprint }) => fingerprint);
    const whole = {
      commit: 'one',
      change: change('a.ts', lines),
      counts: true,
      places: [6, 5, 4, 3, 2, 1, 0],
    };
    assert.deepEqual(fresh(whole, freshness), [7]);
    assert.deepEqual(fresh(whole, null), [7, 5, 4, 3, 2, 1]);
    assert.deepEqual(fresh({ ...whole, counts: false }, freshness), []);
    assert.deepEqual(fresh({ ...whole, places: [0, 1, 2, 3] }, freshness), [1, 2, 3, 4]);
    // In the order in which they stand: that one between them which had not is not among them.
    const mixed = change('a.ts', [1, 2, 3, 9, 4, 5]);
    const given = { ...whole, change: mixed, places: [0, 1, 2, 4, 5, 3] };
    assert.deepEqual(fresh(given, freshness), [1, 2, 3, 4, 5, 9]);
  });
});
