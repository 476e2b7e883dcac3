import assert from 'node:assert/strict';
import { attribute, attributing } from '../../src/insight/attribute.ts';
import type { Attribution, Holding, Stage, Work } from '../../src/insight/attribution.ts';
import type { FileEdit } from '../../src/insight/net.ts';
import type { FileChange } from '../../src/model/git.ts';
import { change, edit, type Line, net } from './small.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const short = (print: number): Line => ({ print, tokens: 2 });

describe('insight/attribute', () => {
  const work = (
    session: number,
    files: Record<string, FileEdit[]>,
    more: Partial<Work> & { counts?: boolean } = {},
  ): Work => {
    const { counts = true, ...rest } = more;
    return {
      session,
      files: new Map(Object.entries(files).map(([path, edits]) => [path, { net: net(...edits), counts }])),
      ...rest,
    };
  };
  const holding = (files: FileChange[], more: Partial<Holding> = {}): Holding => ({
    stage: 'shipped',
    commit: 'one',
    ref: 'r',
    at: 0,
    files,
    ...more,
  });
  const shipped = (works: Work[], ...holdings: Holding[]) =>
    attribute(works, holdings).map(({ weighing }) => weighing.at.shipped);
  const found = ({ found: list }: Attribution) =>
    list.map(each => `${each.commit} ${each.path} ${each.lines}+${each.mixed}/${each.changed}`);

  it('lets a commit’s clock run ten minutes behind', () => {
    const at = (time: number) => shipped([work(1, { a: [edit(time, [1])] })], holding([change('a', [1])]));
    assert.deepEqual([at(10 * MINUTE), at(10 * MINUTE + 1)], [[1], [0]]);
  });

  it('pays for nothing that was written more than 120 days before', () => {
    const at = (time: number) =>
      shipped([work(1, { a: [edit(0, [1])] })], holding([change('a', [1])], { at: time }));
    assert.deepEqual([at(120 * DAY), at(120 * DAY + 1)], [[1], [0]]);
  });

  it('takes from somebody else’s change what two of its lines tell', () => {
    const lines = (added: number[], more: Partial<Holding> = { others: true }) =>
      shipped([work(1, { a: [edit(0, [1, 2, 3])] })], holding([change('a', added)], more));
    assert.deepEqual(lines([1]), [0]);
    assert.deepEqual(lines([1, 2]), [2]);
    assert.deepEqual(lines([1], {}), [1]);
    assert.deepEqual(lines([1], { others: false }), [1]);
  });

  it('finds each line at the furthest stage, in the oldest change there', () => {
    const stages: [Stage, number[]][] = [
      ['working', [1, 2, 3, 4]],
      ['committed', [1, 2, 3]],
      ['pushed', [1, 2]],
      ['shipped', [1]],
    ];
    const [one] = attribute(
      [work(1, { a: [edit(0, [1, 2, 3, 4, 5])] })],
      stages.map(([stage, added]) => holding([change('a', added)], { stage })),
    );
    assert.deepEqual(one?.all.at, { shipped: 1, pushed: 1, committed: 1, working: 1 });
    const [two] = attribute(
      [work(1, { a: [edit(0, [1])] })],
      [holding([change('a', [1])], { commit: 'x' }), holding([change('a', [1])], { commit: 'y' })],
    );
    assert.deepEqual(found(two!), ['x a 1+0/1']);
  });

  it('finds lines taken out, and does not hold it against a session where they are not', () => {
    const [one] = attribute(
      [work(1, { a: [edit(0, [1], [2, 3])] })],
      [holding([change('a', [], [2])]), holding([change('b', [], [3])])],
    );
    assert.deepEqual([one?.all.total, one?.all.uncertain, one?.all.at.shipped], [3, 1, 1]);
    assert.deepEqual(found(one!), ['one a 1+0/1']);
  });

  it('says of lines written over unseen text that they may have stood there', () => {
    const unseen = edit(0, [1, 2], [], { baseline: 'unknown' });
    const [one] = attribute([work(1, { a: [unseen] })], [holding([change('a', [1])])]);
    assert.deepEqual([one?.all.total, one?.all.uncertain, one?.all.at.shipped], [2, 1, 1]);
  });

  it('looks under the name of the change first, then under the one before, then under any other', () => {
    const works = [
      work(1, { c: [edit(1, [1])] }),
      work(2, { b: [edit(1, [1])] }),
      work(3, { a: [edit(1, [1])] }),
    ];
    const renames = [
      holding([change('b', [], [], { oldPath: 'a' })], { stage: 'committed', commit: 'x' }),
      holding([change('c', [], [], { oldPath: 'b' })], { stage: 'committed', commit: 'y' }),
    ];
    const by = (path: string, oldPath: string | null, copies: number) =>
      shipped(works, holding([change(path, Array(copies).fill(1), [], { oldPath })], { at: 10 }), ...renames);
    assert.deepEqual(by('c', null, 1), [1, 0, 0]);
    assert.deepEqual(by('b', null, 1), [0, 1, 0]);
    assert.deepEqual(by('a', null, 1), [0, 0, 1]);
    assert.deepEqual(by('a', 'b', 1), [0, 0, 1]);
    assert.deepEqual(by('c', 'a', 2), [1, 0, 1]);
    assert.deepEqual(by('a', 'b', 2), [0, 1, 1]);
    assert.deepEqual(by('b', 'c', 2), [1, 1, 0]);
    assert.deepEqual(by('b', 'a', 3), [1, 1, 1]);
  });

  it('follows lines into another file beside those that are found in their own', () => {
    const works = [work(1, { a: [edit(0, [1, 2, 3])] })];
    const [one] = attribute(works, [holding([change('a', [1]), change('b', [2, 7, 8, 9])])]);
    assert.deepEqual(found(one!), ['one a 1+0/1', 'one b 1+0/1']);
    const [alone] = attribute(works, [holding([change('b', [2, 7, 8, 9])])]);
    assert.deepEqual(found(alone!), []);
    // The own file of one stage says nothing of the next.
    const [apart] = attribute(works, [
      holding([change('a', [1])]),
      holding([change('b', [2, 7, 8, 9])], { stage: 'pushed', commit: 'two' }),
    ]);
    assert.deepEqual(found(apart!), ['one a 1+0/1']);
  });

  it('counts a line for one half that stands in the place of one', () => {
    const [one] = attribute(
      [work(1, { a: [edit(0, [1, 2, 3, 4])] })],
      [
        holding([change('a', [1, 91, 3, 92, 93, 4])]),
        holding([change('a', [2])], { stage: 'pushed', commit: 'two' }),
      ],
    );
    assert.deepEqual(found(one!), ['one a 3+1/4']);
    assert.deepEqual(
      [one?.weighing.at.shipped, one?.weighing.mixed.shipped, one?.all.at.pushed],
      [3.5, 1, 0],
    );
    assert.equal(one?.found[0]?.changedWeighing, 3, 'the line itself is somebody’s');
  });

  it('finds no place among the lines that a change took out', () => {
    const [one] = attribute(
      [work(1, { a: [edit(0, [1, 2, 3], [50, 51])] })],
      [holding([change('a', [1, 91, 3], [50, 51])])],
    );
    assert.deepEqual(found(one!), ['one a 4+1/5']);
  });

  it('leaves nobody a line in place of one', () => {
    const [one] = attribute(
      [work(1, { a: [edit(0, [1, 2, 3, 4, 5, 6])] })],
      [holding([change('a', [1, 91, 3, 4, 5])])],
    );
    assert.deepEqual([one?.all.at.shipped, one?.all.perhapsShipped], [4.5, 0]);
  });

  it('pays with no line in place of others that is one of several', () => {
    const [one] = attribute([work(1, { a: [edit(0, [1, 2, 3])] })], [holding([change('a', [1, 91, 92, 3])])]);
    assert.deepEqual(found(one!), ['one a 2+0/2']);
  });

  it('knows lines in place under whichever name the file has', () => {
    const [one] = attribute(
      [work(1, { other: [edit(0, [50])], a: [edit(0, [1, 2, 3])] })],
      [holding([change('other', [1, 91, 3], [], { oldPath: 'a' })])],
    );
    assert.deepEqual(found(one!), ['one other 2+1/3']);
  });

  it('counts what a write over unseen text took out, as the commit tells', () => {
    const unseen = edit(0, [1, 2], [], { baseline: 'unknown' });
    const [one] = attribute(
      [work(1, { a: [unseen] })],
      [holding([change('a', [1, 2], [8, { print: 9, flags: 1 }])])],
    );
    assert.deepEqual(found(one!), ['one a 4+0/4']);
    const { exact, changedWeighing, weighing } = one!.found[0]!;
    assert.deepEqual([exact, weighing, changedWeighing], [2, 3, 3]);
    assert.deepEqual([one?.all.total, one?.all.at.shipped, one?.all.exact.shipped], [4, 4, 2]);
  });

  it('leaves open what a person may have written anew of what shipped alone', () => {
    const perhaps = (stage: Stage) =>
      attribute(
        [work(1, { a: [edit(0, [1, 2, 3, 4, 5, 6, 7])] })],
        [holding([change('a', [1, 2, 3, 4, 5, 98, 99])], { stage })],
      )[0]!.weighing.perhapsShipped;
    assert.equal(perhaps('shipped'), 1);
    assert.equal(perhaps('pushed'), 0);
  });

  it('says something of each session, in their order', () => {
    const works = [work(7, {}), work(3, { a: [edit(0, [1])] })];
    assert.deepEqual(
      attribute(works, []).map(({ session }) => session),
      [7, 3],
    );
    assert.deepEqual(attribute([], [holding([change('a', [1])])]), []);
  });

  it('weighs nothing in a file that does not count', () => {
    const [one] = attribute(
      [work(1, { a: [edit(0, [1, 2])] }, { counts: false })],
      [holding([change('a', [1])])],
    );
    assert.deepEqual([one?.weighing.total, one?.all.total, one?.all.at.shipped], [0, 2, 1]);
    assert.deepEqual([one?.found[0]?.changed, one?.found[0]?.changedWeighing], [1, 0]);
  });

  it('takes a short line alone for chance, also where the file has no other', () => {
    const [one] = attribute(
      [work(1, { a: [edit(0, [short(1), 2, 3])] })],
      [holding([change('a', [short(1)])])],
    );
    assert.deepEqual(found(one!), []);
  });

  it('lets the caller do something else between its steps', () => {
    const many = Array.from({ length: 250 }, (_, n) => holding([change(`f${n}`, [n])], { commit: `c${n}` }));
    let steps = 0;
    const running = attributing([work(1, { f7: [edit(0, [7])] })], many);
    for (let step = running.next(); !step.done; step = running.next()) steps++;
    assert.ok(steps >= 6, `${steps}`);
  });
});

describe('insight/attribute by token runs', () => {
  /** Lines of eight tokens, set as two of four: runs of the same numbers. */
  const runs = (count: number) => Uint32Array.from({ length: count * 8 - 4 }, (_, n) => n + 1);
  const written = (count: number) => Array.from({ length: count }, (_, n) => 100 + n);
  const set = (count: number, flags = 0): Line[] =>
    Array.from({ length: count * 2 }, (_, n) => ({
      print: 200 + n,
      tokens: 4,
      flags: n % 2 === 0 ? flags : 0,
    }));
  const scene = (counts: boolean, files: FileChange[]) =>
    attribute(
      [
        {
          session: 1,
          files: new Map([['a', { net: net(edit(0, written(2), [], { grams: runs(2) })), counts }]]),
        },
      ],
      [{ stage: 'shipped', commit: 'one', ref: 'r', at: 0, files }],
    )[0]!;

  it('weighs lines of the change that do, in a file that counts', () => {
    const weighing = (counts: boolean, flags: number) => {
      const [entry] = scene(counts, [change('a', set(2, flags), [], { grams: runs(2) })]).found;
      return [entry?.lines, entry?.exact, entry?.changed, entry?.changedWeighing];
    };
    assert.deepEqual(weighing(true, 0), [2, 0, 4, 4]);
    assert.deepEqual(weighing(false, 0), [2, 0, 4, 0]);
    assert.deepEqual(weighing(true, 1), [0, 0, 2, 2], 'short and common ones are not recognised');
  });

  it('knows that a session has more in a change, and where', () => {
    const work: Work = {
      session: 1,
      files: new Map([
        ['a', { net: net(edit(0, written(2), [], { grams: runs(2) })), counts: true }],
        ['c', { net: net(edit(0, [1])), counts: true }],
      ]),
    };
    const files = [change('a', set(2), [], { grams: runs(2) }), change('b', [1, 7, 8])];
    const [one] = attribute([work], [{ stage: 'shipped', commit: 'one', ref: 'r', at: 0, files }]);
    assert.deepEqual(
      one?.found.map(({ path, lines }) => [path, lines]),
      [
        ['a', 2],
        ['b', 1],
      ],
    );
  });
});
