import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FileEdit, type NetFile, netOfEdits, weighs, withoutMoves } from '../../src/insight/net.ts';
import { edit, net, packed } from './small.ts';

describe('insight/net', () => {
  /** `+1 +2 -3 ~4`: added, removed, passed. */
  const told = ({ added, removed, passed }: NetFile) =>
    [
      ...added.map(line => `+${line.fingerprint}`),
      ...removed.map(line => `-${line.fingerprint}`),
      ...passed.map(line => `~${line.fingerprint}`),
    ].join(' ');
  const over = (at: number, before: number[], added: number[]) =>
    edit(at, added, [], { baseline: 'commit', before: packed(before) });
  const whole = (at: number, added: number[], removed: number[] = []) =>
    edit(at, added, removed, { baseline: 'unknown' });

  it('weighs what tells whose it is', () => {
    // Trivial, overlong, set anew; then each two of them.
    assert.deepEqual(
      [0, 1, 2, 4, 3, 5, 6, 7, 8].map(flags => weighs({ flags })),
      [true, ...Array(7).fill(false), true],
    );
  });

  const table: [string, FileEdit[], string][] = [
    ['nothing', [], ''],
    ['both sides of an edit', [edit(1, [1, 2], [3])], '+1 +2 -3'],
    ['no line that it took back itself', [edit(1, [1, 2]), edit(2, [], [1])], '+2'],
    ['a line twice that it wrote twice', [edit(1, [1, 1]), edit(2, [], [1])], '+1'],
    ['no line that it put back', [edit(1, [], [1, 1]), edit(2, [1])], '-1'],
    ['no line that one edit took out and put in', [edit(1, [2, 1], [1, 3])], '+2 -3'],
    ['what it took out before', [edit(1, [1], [2]), edit(2, [3], [4])], '+1 +3 -2 -4'],
    ['a whole file alone', [edit(1, [1, 2], [3]), whole(2, [4])], '+4 -3'],
    ['a file created anew alone', [edit(1, [1, 2], [3]), edit(2, [4], [], { baseline: 'created' })], '+4 -3'],
    ['what came before a patch', [edit(1, [1]), edit(2, [2], [], { baseline: 'patch' })], '+1 +2'],
    ['what came before a deletion', [edit(1, [1]), edit(2, [], [], { baseline: 'deleted' })], '+1'],
    ['what passed it by', [whole(1, [1, 2]), edit(2, [], [1])], '+2 ~1'],
    ['what passed it by, no certain line', [edit(1, [1, 2]), edit(2, [], [1])], '+2'],
    ['of a write over a commit what is new', [over(1, [1, 2], [2, 3])], '+3 -1'],
    ['as often as it is new', [over(1, [1], [1, 1])], '+1'],
    ['as often as it is gone', [over(1, [1, 1], [1])], '-1'],
    ['its own that is still there', [edit(1, [1, 5]), over(2, [1, 2], [1, 2])], '+1'],
    ['its own once', [edit(1, [1]), over(2, [1, 1], [1, 1])], '+1'],
    ['what it took out before once', [edit(1, [], [2]), over(2, [2, 2, 3], [])], '-2 -2 -3'],
    [
      'what it took out twice, and is gone twice, once each',
      [edit(1, [], [2, 2]), over(2, [2, 2], [])],
      '-2 -2',
    ],
    [
      'what it did not take back of a file created anew',
      [edit(1, [1]), edit(2, [2], [], { baseline: 'created' }), edit(3, [], [1])],
      '+2 -1',
    ],
    ['what it took out twice twice', [edit(1, [], [2, 2]), over(2, [2], [])], '-2 -2'],
  ];
  for (const [title, edits, expected] of table) {
    it(`leaves ${title}`, () => {
      const expectedLines = expected.split(' ').filter(each => each !== '');
      assert.deepEqual(
        told(netOfEdits(edits))
          .split(' ')
          .filter(each => each !== '')
          .sort(),
        expectedLines.sort(),
      );
    });
  }

  it('takes the newest of equal lines back', () => {
    const [first, second] = [edit(1, [1]), edit(2, [1])];
    const { added } = netOfEdits([first, second, edit(3, [], [1])]);
    assert.deepEqual(
      added.map(line => line.edit),
      [first],
    );
  });

  it('tells of each line where it comes from', () => {
    const one = edit(7, [
      { print: 1, tokens: 3, flags: 1 },
      { print: 2, tokens: 9, flags: 2 },
    ]);
    const [, line] = netOfEdits([one]).added;
    assert.deepEqual(
      [
        line?.fingerprint,
        line?.tokens,
        line?.flags,
        line?.at,
        line?.uncertain,
        line?.index,
        line?.edit === one,
      ],
      [2, 9, 2, 7, false, 1, true],
    );
    assert.deepEqual(
      netOfEdits([whole(1, [1])]).added.map(({ uncertain }) => uncertain),
      [true],
    );
    const [gone] = netOfEdits([over(1, [5, 6], [5])]).removed;
    assert.deepEqual([gone?.fingerprint, gone?.index, gone?.uncertain], [6, 1, true]);
    const [stays] = netOfEdits([one, over(8, [2], [2])]).added;
    assert.equal(stays?.edit, one);
  });

  describe('without moves', () => {
    const moves = (files: Record<string, NetFile>) =>
      Object.fromEntries(
        [...withoutMoves(new Map(Object.entries(files)))].map(([path, file]) => [path, told(file)]),
      );

    it('is without lines that went from one file to another, one for one', () => {
      const left = (added: number[], removed: number[]) => net(edit(0, added, removed));
      assert.deepEqual(moves({ a: left([], [1, 2]), b: left([1, 3], []) }), { a: '-2', b: '+3' });
      assert.deepEqual(moves({ b: left([1, 1, 3], []), a: left([4], [1, 2]) }), { b: '+1 +3', a: '+4 -2' });
      assert.deepEqual(moves({ a: left([1], []), b: left([], [1, 1]) }), { a: '', b: '-1' });
      assert.deepEqual(moves({ a: left([1, 1], []), b: left([], [1, 1]) }), { a: '', b: '' });
      assert.deepEqual(moves({ a: left([1], [2]), b: left([3], [4]) }), { a: '+1 -2', b: '+3 -4' });
    });

    it('finds where lines came from that passed a session by', () => {
      const a = netOfEdits([whole(1, [1, 2]), edit(2, [], [1, 2])]);
      assert.deepEqual(moves({ a, b: net(edit(3, [1])) }), { a: '~2', b: '' });
    });
  });

  it('comes to what the last text has and the first had not', () => {
    const text = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 });
    const count = (lines: readonly number[], print: number) => lines.filter(each => each === print).length;
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), texts => {
        // Each edit replaces the whole text by the next.
        const edits = texts.slice(1).map((after, n) => edit(n, after, texts[n]!));
        const { added, removed } = netOfEdits(edits);
        for (const print of [1, 2, 3, 4, 5]) {
          const came = count(
            added.map(line => line.fingerprint),
            print,
          );
          const went = count(
            removed.map(line => line.fingerprint),
            print,
          );
          assert.equal(came - went, count(texts.at(-1)!, print) - count(texts[0]!, print));
          assert.ok(came <= count(texts.at(-1)!, print) && went <= count(texts[0]!, print));
        }
      }),
    );
  });
});
