import assert from 'node:assert/strict';
import { NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import { sumAttributions, sumCases } from '../../src/insight/pieceCase.ts';
import { sumCounts } from '../../src/insight/stageCounts.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { attributed, sessionCase, stageCounts } from './cases.ts';

describe('insight/pieceCase', () => {
  const after = {
    standing: { ...NOTHING_SHIPPED, shipped: 3 },
    deployed: { ...NOTHING_DEPLOYED, confirmed: 2 },
    files: { total: 5, reached: 4 },
  };
  const entry = (path: string) => ({
    stage: 'pushed' as const,
    commit: 'a',
    ref: 'r',
    path,
    lines: 1,
    weighing: 1,
    exact: 1,
    exactWeighing: 1,
    mixed: 0,
    mixedWeighing: 0,
    changed: 1,
    changedWeighing: 1,
  });
  const link = (commit: string) => ({ commit, stage: null, review: false });

  it('judges several sessions by all that they left', () => {
    const one = { ...attributed(10, { shipped: 2 }, stageCounts(12, { shipped: 3 })), found: [entry('a')] };
    const two = { ...attributed(5, { pushed: 1 }, stageCounts(6, { pushed: 2 })), found: [entry('b')] };
    const sum = sumCases(
      [
        sessionCase({
          lastEditAt: 7,
          edits: { inGit: 1, outsideGit: 2, unplaced: 3 },
          peak: 4,
          shellChanges: 5,
          links: [link('a')],
          attribution: one,
          unseen: { counting: 1, lines: 2, files: 3 },
          repetition: 6,
        }),
        sessionCase({
          lastEditAt: 6,
          edits: { inGit: 10, outsideGit: 20, unplaced: 30 },
          peak: 40,
          shellChanges: 50,
          links: [link('b')],
          attribution: two,
          unseen: { counting: 10, lines: 20, files: 30 },
          repetition: 7,
        }),
        sessionCase({ deployed: { ...NOTHING_DEPLOYED, confirmed: 99 } }),
      ],
      after,
    );
    assert.deepEqual(sum, {
      lastEditAt: 7,
      edits: { inGit: 11, outsideGit: 22, unplaced: 33 },
      peak: 44,
      shellChanges: 55,
      links: [link('a'), link('b')],
      attribution: {
        session: -1,
        weighing: sumCounts([one.weighing, two.weighing]),
        all: sumCounts([one.all, two.all]),
        found: [entry('a'), entry('b')],
      },
      ...after,
      repetition: 0,
      resolved: false,
      diagnosed: false,
      unread: false,
      unseen: { counting: 11, lines: 22, files: 33 },
      logCut: false,
    });
    assert.equal(sumAttributions(9, [one]).session, 9);
  });

  it('says nothing where no session does', () => {
    const sum = sumCases([sessionCase(), sessionCase()], after);
    assert.deepEqual([sum.lastEditAt, sum.attribution], [null, null]);
  });

  it('has what one of its sessions has', () => {
    for (const key of ['resolved', 'diagnosed', 'unread', 'logCut'] as const) {
      const sum = sumCases([sessionCase({ [key]: true }), sessionCase()], after);
      assert.deepEqual(
        [sum.resolved, sum.diagnosed, sum.unread, sum.logCut],
        ['resolved', 'diagnosed', 'unread', 'logCut'].map(each => each === key),
      );
    }
  });

  it('keeps the story of one alone', () => {
    assert.equal(sumCases([sessionCase({ repetition: 6 })], after).repetition, 6);
    assert.equal(sumCases([sessionCase({ repetition: 6 }), sessionCase()], after).repetition, 0);
  });
});
