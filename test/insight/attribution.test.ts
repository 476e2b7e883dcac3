import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attribute } from '../../src/insight/attribute.ts';
import type { Holding, Stage, Work } from '../../src/insight/attribution.ts';
import { NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import { type FileEdit, netOfEdits, withoutMoves } from '../../src/insight/net.ts';
import { decide, type SessionCase } from '../../src/insight/outcome.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import { shippingTimes } from '../../src/insight/shippingTimes.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { NOTHING_UNSEEN } from '../../src/insight/unseen.ts';
import type { PackedLines } from '../../src/model/editedLines.ts';
import type { RefMove } from '../../src/model/git.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-23T12:00:00Z');

function lines(...fingerprints: number[]): PackedLines {
  return {
    fingerprints: Float64Array.from(fingerprints),
    tokens: new Uint8Array(fingerprints.length).fill(8),
    // Fingerprints above 900 stand for braces and imports.
    flags: Uint8Array.from(fingerprints, fingerprint => (fingerprint > 900 ? 1 : 0)),
  };
}

function edit(
  at: number,
  added: number[],
  removed: number[] = [],
  baseline: FileEdit['baseline'] = 'patch',
): FileEdit {
  return { at, baseline, added: lines(...added), removed: lines(...removed) };
}

function work(session: number, files: Record<string, FileEdit[]>): Work {
  const nets = withoutMoves(new Map(Object.entries(files).map(([path, edits]) => [path, netOfEdits(edits)])));
  return {
    session,
    files: new Map([...nets].map(([path, net]) => [path, { net: new PackedNet(net), counts: true }])),
  };
}

function holding(stage: Stage, at: number, path: string, added: number[], removed: number[] = []): Holding {
  const change = { path, oldPath: null, unread: null, added: lines(...added), removed: lines(...removed) };
  return {
    stage,
    commit: stage === 'working' ? null : `${stage}-${at}`,
    ref: 'refs/heads/x',
    at,
    files: [change],
  };
}

describe('insight/net', () => {
  const prints = (list: readonly { fingerprint: number }[]) => list.map(({ fingerprint }) => fingerprint);

  it('counts a thing once that was written five times', () => {
    const net = netOfEdits([edit(1, [1]), edit(2, [2], [1]), edit(3, [3], [2]), edit(4, [4], [3])]);
    assert.deepEqual([prints(net.added), prints(net.removed)], [[4], []]);
  });

  it('comes to nothing when a session puts back what it took', () => {
    const net = netOfEdits([edit(1, [], [5, 6]), edit(2, [6, 5])]);
    assert.deepEqual([net.added, net.removed], [[], []]);
  });

  it('begins anew where it creates the file again', () => {
    const net = netOfEdits([edit(1, [1, 2], [], 'created'), edit(2, [3], [], 'created')]);
    assert.deepEqual(prints(net.added), [3]);
  });

  it('replaces what it wrote when it writes the whole file anew', () => {
    const net = netOfEdits([edit(1, [1, 2], [], 'created'), edit(2, [2, 3], [], 'unknown')]);
    assert.deepEqual(prints(net.added), [2, 3]);
  });

  it('takes what a person may have changed since the commit for another’s, where another says so', () => {
    const over = { ...edit(20, [1, 2, 7], [], 'commit'), before: lines(1, 3, 4) };
    const [first, second] = attribute(
      [work(1, { a: [edit(10, [2], [3])] }), work(2, { a: [over] })],
      [holding('shipped', 30, 'a', [2, 7], [3, 4])],
    );
    assert.equal(first?.all.at.shipped, 2);
    assert.equal(second?.all.at.shipped, 2);
  });

  it('counts of a write over a file that git had only what it changed there', () => {
    const over = { ...edit(2, [1, 2, 3, 3, 7], [], 'commit'), before: lines(1, 3, 4, 5) };
    const texts = (list: readonly { readonly fingerprint: number }[]) =>
      list.map(({ fingerprint }) => fingerprint);
    const alone = netOfEdits([over]);
    assert.deepEqual(
      [texts(alone.added), texts(alone.removed)],
      [
        [2, 3, 7],
        [4, 5],
      ],
    );
    // What the session had committed before is its own still; what it had taken out it takes out once.
    const after = netOfEdits([edit(1, [1, 6], [4]), over]);
    assert.deepEqual(
      [texts(after.added), texts(after.removed)],
      [
        [1, 2, 3, 7],
        [4, 5],
      ],
    );
  });

  it('gives no weight to lines moved from file to file', () => {
    const nets = withoutMoves(
      new Map([
        ['a', netOfEdits([edit(1, [], [1, 2])])],
        ['b', netOfEdits([edit(2, [1, 3])])],
      ]),
    );
    assert.deepEqual(prints(nets.get('a')!.removed), [2]);
    assert.deepEqual(prints(nets.get('b')!.added), [3]);
  });
});

describe('insight/attribution', () => {
  it('lets one shipped line pay for one line only', () => {
    const works = [work(1, { a: [edit(1, [7])] }), work(2, { a: [edit(2, [7])] })];
    const [first, second] = attribute(works, [holding('shipped', 10, 'a', [7])]);
    assert.equal(first?.weighing.at.shipped, 0);
    assert.equal(second?.weighing.at.shipped, 1, 'the newest edit is paid first');
  });

  it('does not pay for a commit older than the edit', () => {
    const [found] = attribute([work(1, { a: [edit(NOW, [7])] })], [holding('shipped', NOW - DAY, 'a', [7])]);
    assert.equal(found?.weighing.at.shipped, 0);
  });

  it('does not look in other files for a line or two', () => {
    const [found] = attribute(
      [work(1, { a: [edit(1, [7, 8])] })],
      [holding('shipped', 10, 'b', [7, 8, 20, 21, 22])],
    );
    assert.equal(found?.weighing.at.shipped, 0);
  });

  it('follows a file that was moved whole after the edit', () => {
    const added = [1, 2, 3, 4, 5, 6];
    const [found] = attribute([work(1, { a: [edit(1, added)] })], [holding('shipped', 10, 'moved/b', added)]);
    assert.equal(found?.weighing.at.shipped, 6);
  });

  it('finds lines under the name that a file had before its change', () => {
    const change = holding('shipped', 10, 'new', [7, 8]);
    const renamed = { ...change, files: [{ ...change.files[0]!, oldPath: 'old' }] };
    const [found] = attribute([work(1, { old: [edit(1, [7, 8])] })], [renamed]);
    assert.equal(found?.weighing.at.shipped, 2);
  });

  it('does not hold lines against a session that it took out and that were never committed', () => {
    const [found] = attribute(
      [work(1, { a: [edit(2, [1, 2], [50, 51, 52, 53, 54, 55])] })],
      [holding('shipped', 9, 'a', [1, 2])],
    );
    assert.deepEqual(
      [found?.weighing.total, found?.weighing.uncertain, found?.weighing.at.shipped],
      [8, 6, 2],
    );
  });

  it('counts deletions, and follows a renamed file', () => {
    const change: Holding = holding('shipped', 10, 'new', [], [7, 8]);
    const renamed = { ...change, files: [{ ...change.files[0]!, oldPath: 'old' }] };
    const [found] = attribute([work(1, { old: [edit(1, [], [7, 8])] })], [renamed]);
    assert.equal(found?.weighing.at.shipped, 2);
  });

  it('never credits more lines than either side has, in any world', () => {
    const prints = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), prints), { maxLength: 5 }),
        fc.array(
          fc.tuple(fc.constantFrom<Stage>('shipped', 'pushed', 'working'), fc.constantFrom('a', 'b'), prints),
          { maxLength: 5 },
        ),
        (sessions, held) => {
          const works = sessions.map(([path, added], index) => work(index, { [path]: [edit(index, added)] }));
          const results = attribute(
            works,
            held.map(([stage, path, added]) => holding(stage, 100, path, added)),
          );
          for (const result of results) {
            const { total, at } = result.all;
            assert.ok(at.shipped + at.pushed + at.committed + at.working <= total);
            assert.equal(
              result.found.reduce((sum, { lines: count, mixed }) => sum + count + mixed / 2, 0),
              at.shipped + at.pushed + at.committed + at.working,
            );
          }
          for (const stage of ['shipped', 'pushed', 'working'] as const) {
            const there = held
              .filter(([s]) => s === stage)
              .reduce((sum, [, , added]) => sum + added.length, 0);
            const paid = results.reduce((sum, { all }) => sum + all.at[stage], 0);
            assert.ok(paid <= there);
          }
        },
      ),
    );
  });
});

describe('insight/outcome', () => {
  const base: SessionCase = {
    lastEditAt: NOW - DAY,
    edits: { inGit: 1, outsideGit: 0, unplaced: 0 },
    peak: 10,
    shellChanges: 0,
    links: [],
    attribution: null,
    standing: NOTHING_SHIPPED,
    repetition: 0,
    resolved: false,
    diagnosed: false,
    deployed: NOTHING_DEPLOYED,
    files: { total: 0, reached: 0 },
    unread: false,
    unseen: NOTHING_UNSEEN,
    logCut: false,
  };
  const found = (holdings: Holding[], added = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) =>
    attribute([work(1, { a: [edit(0, added)] })], holdings)[0]!;
  const outcomeOf = (facts: Partial<SessionCase>, now = NOW) => {
    const { outcome, rule } = decide({ ...base, ...facts }, now);
    return `${outcome} (${rule})`;
  };

  const table: [string, Partial<SessionCase>, number?][] = [
    ['shipped (shipped-by-lines)', { attribution: found([holding('shipped', 1, 'a', [1, 2, 3])]) }],
    [
      'pushed (pushed-by-lines)',
      { attribution: found([holding('shipped', 1, 'a', [1]), holding('pushed', 1, 'a', [2, 3])]) },
    ],
    ['committed (committed-by-lines)', { attribution: found([holding('committed', 1, 'a', [1, 2, 3, 4])]) }],
    ['in progress (in-working-tree)', { attribution: found([holding('working', 1, 'a', [1, 2, 3])]) }],
    ['in progress (not-found-yet)', { attribution: found([]) }],
    ['in progress (not-found-yet)', { attribution: found([holding('working', 1, 'a', [1, 2])]) }],
    ['set aside (found-nowhere)', { attribution: found([]), lastEditAt: NOW - 15 * DAY }],
    [
      'unclear (too-few-lines)',
      { attribution: found([], [1, 2, 3, 4]), peak: 4, lastEditAt: NOW - 15 * DAY },
    ],
    ['set aside (taken-back)', { attribution: found([], []), lastEditAt: NOW - 15 * DAY }],
    ['in progress (not-found-yet)', { attribution: found([], []) }],
    ['unclear (nothing-left)', { attribution: found([], []), peak: 0 }],
    // Braces and imports alone decide where there is nothing else.
    ['shipped (shipped-by-lines)', { attribution: found([holding('shipped', 1, 'a', [901])], [901, 902]) }],
    [
      'shipped (shipped-by-link)',
      { attribution: found([]), links: [{ commit: 'abc1234', stage: 'shipped', review: false }] },
    ],
    [
      'pushed (pushed-by-link)',
      {
        edits: { inGit: 0, outsideGit: 0, unplaced: 0 },
        links: [{ commit: 'abc1234', stage: 'pushed', review: false }],
      },
    ],
    ['outside git (outside-git)', { edits: { inGit: 0, outsideGit: 2, unplaced: 0 } }],
    ['unclear (repository-unknown)', { edits: { inGit: 0, outsideGit: 0, unplaced: 2 } }],
    ['unclear (changed-by-shell)', { edits: { inGit: 0, outsideGit: 0, unplaced: 0 }, shellChanges: 1 }],
    [
      'unclear (link-not-found)',
      {
        edits: { inGit: 0, outsideGit: 0, unplaced: 0 },
        links: [{ commit: 'abc1234', stage: null, review: false }],
      },
    ],
    ['unclear (repository-unread)', { unread: true }],
    ['unclear (log-cut)', { edits: { inGit: 0, outsideGit: 0, unplaced: 0 }, logCut: true }],
    ['explored (no-edits)', { edits: { inGit: 0, outsideGit: 0, unplaced: 0 } }],
  ];
  for (const [expected, facts, now] of table) {
    it(`${expected} for ${JSON.stringify({ ...facts, attribution: facts.attribution?.weighing })}`, () =>
      assert.equal(outcomeOf(facts, now), expected));
  }

  it('says a range where a whole file was written over text that nobody saw', () => {
    const attribution = attribute(
      [work(1, { a: [edit(0, [1, 2, 3, 4], [], 'unknown')] })],
      [holding('shipped', 1, 'a', [1, 2])],
    )[0]!;
    const { shipped, outcome } = decide({ ...base, attribution }, NOW);
    assert.deepEqual(shipped, { low: 0.5, mid: 0.75, high: 1 });
    assert.equal(outcome, 'shipped');
  });
});

describe('insight/shippingTimes', () => {
  const step = (commit: string, committedAt: number) => ({ commit, committedAt });
  const move = (
    to: string,
    at: number,
    from: string | null = 'x',
    kind: RefMove['kind'] = 'push',
  ): RefMove => ({
    ref: 'refs/remotes/origin/main',
    from,
    to,
    at,
    kind,
    forced: false,
    actor: null,
    logged: true,
    backfilled: false,
  });

  it('dates each commit by the first move that brought it', () => {
    const times = shippingTimes(
      [step('d', 40), step('c', 30), step('b', 20), step('a', 10)],
      [move('d', 400, 'b', 'fetch'), move('b', 200)],
    );
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map(commit => times.get(commit)?.at),
      [200, 200, 400, 400],
    );
  });

  it('does not date old history by the clone that brought it', () => {
    const times = shippingTimes([step('b', 20), step('a', 10)], [move('b', 999, null, 'fetch')]);
    assert.deepEqual(
      ['a', 'b'].map(commit => times.get(commit)?.at),
      [10, 20],
    );
  });
});
