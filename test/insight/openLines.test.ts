import assert from 'node:assert/strict';
import type { Work } from '../../src/insight/attribution.ts';
import type { FileEdit } from '../../src/insight/net.ts';
import { isOpen, type OpenFile, openFiles } from '../../src/insight/openLines.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import { edit, net } from './small.ts';

describe('insight/openLines', () => {
  const work = (session: number, files: Record<string, FileEdit[]>, counts = true): Work => ({
    session,
    files: new Map(Object.entries(files).map(([path, edits]) => [path, { net: net(...edits), counts }])),
  });
  const opened = (...works: Work[]): Map<string, OpenFile> => {
    const steps = openFiles(works);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  };
  const side = (...edits: FileEdit[]) => opened(work(1, { a: edits })).get('a')!.added;

  it('are open within a span, to the sessions that it may hold', () => {
    const [line] = side(edit(10, [1])).lines;
    const span = { from: 10, to: 10, sessions: null };
    assert.equal(isOpen(line!, span), true);
    assert.equal(isOpen(line!, { ...span, from: 11, to: 12 }), false);
    assert.equal(isOpen(line!, { ...span, from: 8, to: 9 }), false);
    assert.equal(isOpen(line!, { ...span, sessions: new Set([1]) }), true);
    assert.equal(isOpen(line!, { ...span, sessions: new Set([2]) }), false);
    line!.taken = true;
    assert.equal(isOpen(line!, span), false);
  });

  it('are made anew after a rest, and what was paid for stays so', () => {
    const lines = side(edit(10, [1, 2, 2]), edit(5, [3]));
    lines.lines[2]!.taken = true;
    const [before] = lines.lines;
    assert.equal(lines.lines[0], before);
    const taken = () => [0, 1, 2, 3].map(place => lines.isTaken(place));
    assert.deepEqual(taken(), [false, false, true, false]);
    assert.deepEqual([side(edit(1, [1])).isTaken(0)], [false], 'before any look');
    for (const look of ['first', 'second']) {
      lines.rest();
      assert.deepEqual(taken(), [false, false, true, false], look);
      assert.notEqual(lines.lines[0], before, look);
      const told = lines.lines.map(({ fingerprint, taken }) => `${fingerprint} ${taken}`);
      assert.deepEqual(told, ['3 false', '1 false', '2 true', '2 false'], look);
      assert.equal(lines.same(2).length, 1, look);
    }
  });

  it('tell which nothing has paid for, while they rest too', () => {
    const lines = side(edit(10, [1, 2]));
    const open = () => lines.open.map(({ fingerprint }) => fingerprint);
    assert.deepEqual(open(), [1, 2]);
    lines.lines[0]!.taken = true;
    lines.rest();
    assert.deepEqual(open(), [2]);
    lines.lines[1]!.taken = true;
    assert.deepEqual(open(), []);
    lines.rest();
    assert.deepEqual(open(), []);
  });

  it('lie by file and side, the oldest edit first, whoever made it', () => {
    const files = opened(
      work(2, { a: [edit(5, [1, 2], [9])], b: [edit(1, [3])] }),
      work(1, { a: [edit(5, [4]), edit(3, [5])] }),
    );
    assert.deepEqual([...files.keys()], ['a', 'b']);
    const { path, added, removed } = files.get('a')!;
    assert.equal(path, 'a');
    assert.deepEqual(
      added.lines.map(({ session, fingerprint }) => `${session}:${fingerprint}`),
      ['1:5', '1:4', '2:1', '2:2'],
    );
    assert.deepEqual(
      removed.lines.map(({ fingerprint }) => fingerprint),
      [9],
    );
    // Two lines of one edit stay in their order, however they are given.
    const both = net(edit(5, [1, 2])).added.toReversed();
    const turned = opened({
      session: 1,
      files: new Map([['a', { net: new PackedNet({ added: both, removed: [], passed: [] }), counts: true }]]),
    });
    assert.deepEqual(
      turned.get('a')!.added.lines.map(({ index }) => index),
      [0, 1],
    );
  });

  it('weigh where they tell whose they are, in a file that counts', () => {
    const lines = [1, { print: 2, flags: 1 }];
    const weights = (counts: boolean) =>
      opened(work(1, { a: [edit(0, lines)] }, counts))
        .get('a')!
        .added.lines.map(each => [each.weighs, each.counts, each.taken]);
    assert.deepEqual(weights(true), [
      [true, true, false],
      [false, true, false],
    ]);
    assert.deepEqual(weights(false), [
      [false, false, false],
      [false, false, false],
    ]);
  });

  it('are found by their text and by what stands beside them', () => {
    const [first, second] = [edit(1, [1, 2, 1]), edit(2, [1, 3])];
    const added = side(first, second);
    assert.deepEqual(
      added.same(1).map(({ at, index }) => [at, index]),
      [
        [1, 0],
        [1, 2],
        [2, 0],
      ],
    );
    assert.deepEqual(added.same(9), []);
    const middle = added.same(2)[0]!;
    assert.equal(added.beside(middle, 1), added.same(1)[1]);
    assert.equal(added.beside(middle, -1), added.same(1)[0]);
    assert.equal(added.beside(added.same(1)[1]!, 1), undefined);
    assert.deepEqual([added.openOf(first), added.openOf(second), added.openOf(edit(3, []))], [3, 2, 0]);
    middle.taken = true;
    assert.equal(added.openOf(first), 2);
    added.rest();
    assert.deepEqual(added.same(2), [], 'what is taken is not looked up again');
    assert.equal(added.openOf(first), 2);
  });
});
