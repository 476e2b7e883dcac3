import assert from 'node:assert/strict';
import { bigForOneLook } from '../../../src/insight/nudges/bigForOneLook.ts';
import { cameBack } from '../../../src/insight/nudges/cameBack.ts';
import { contextGrew } from '../../../src/insight/nudges/contextGrew.ts';
import { aboutLive, DAY, wholeDays } from '../../../src/insight/nudges/facts.ts';
import { itHeld } from '../../../src/insight/nudges/itHeld.ts';
import { notPushed } from '../../../src/insight/nudges/notPushed.ts';
import { ownRule } from '../../../src/insight/nudges/ownRule.ts';
import { parked } from '../../../src/insight/nudges/parked.ts';
import { runningAlone } from '../../../src/insight/nudges/runningAlone.ts';
import { sameGround } from '../../../src/insight/nudges/sameGround.ts';
import { waitingInReview } from '../../../src/insight/nudges/waitingInReview.ts';
import { ago, live, NOW, piece } from './facts.ts';

describe('insight/nudges tell', () => {
  const about = {
    repo: '/r',
    branch: 'feat/x',
    piece: 'p',
    sessions: [{ agent: 'codex', id: 's' }],
    tree: null,
  };
  const detached = { branch: null, confidence: 'fair' } as const;
  const files = ['src/a.ts'];

  it('what is big for one look', () => {
    const big = { lines: 601, confidence: 'fair' } as const;
    assert.deepEqual(bigForOneLook(piece(big), 600, NOW), {
      kind: 'big for one look',
      rule: 'above-600-lines-and-own-usual',
      subject: '/r feat/x',
      about,
      since: ago(4),
      evidence: { counts: { lines: 601, files: 1, usual: 600 }, files, commits: [] },
      confidence: 'fair',
    });
    const bare = bigForOneLook(piece({ ...big, ...detached, lastAt: null, outcome: 'in progress' }), 1, NOW);
    assert.deepEqual([bare?.subject, bare?.since], ['/r p', NOW]);
    assert.equal(bigForOneLook(piece({ lines: 600 }), 1, NOW), null);
    assert.equal(bigForOneLook(piece({ lines: 700 }), 700, NOW), null);
  });

  it('what came back', () => {
    const back = (takenOut: { commit: string | null; at: number }, mainCommit: string | null) =>
      cameBack(piece({ outcome: 'rolled back', takenOut, mainCommit, confidence: 'fair' }), NOW);
    assert.deepEqual(back({ commit: 'x', at: ago(2.5) }, 'm'), {
      kind: 'came back',
      rule: 'rolled-back-within-14-days',
      subject: 'p x',
      about,
      since: ago(2.5),
      evidence: { counts: { days: 2 }, files, commits: ['m', 'x'] },
      confidence: 'fair',
    });
    const forced = back({ commit: null, at: ago(14) }, null);
    assert.deepEqual([forced?.subject, forced?.evidence.commits], [`p ${ago(14)}`, []]);
    assert.equal(back({ commit: 'x', at: ago(14) - 1 }, null), null);
  });

  it('what held', () => {
    const held = (days: number, heard: number, mainCommit: string | null = 'm') =>
      itHeld(
        piece({
          outcome: 'shipped',
          shippedAt: ago(days),
          lastHeard: ago(heard),
          standing: { shipped: 20, gone: 2 },
          mainCommit,
          confidence: 'fair',
        }),
        NOW,
      );
    assert.deepEqual(held(31.5, 0), {
      kind: 'it held',
      rule: 'intact-after-30-days',
      subject: 'p',
      about,
      since: ago(31.5),
      evidence: { counts: { days: 31, lines: 18 }, files, commits: ['m'] },
      confidence: 'fair',
    });
    assert.deepEqual(held(44, 14, null)?.evidence.commits, []);
    assert.equal(held(44 + 1e-6, 1), null);
    assert.equal(held(31, 1 + 1e-6), null);
  });

  it('what is not pushed', () => {
    const waiting = [
      { commit: 'b', at: ago(4) },
      { commit: 'a', at: ago(6.5) },
    ];
    assert.deepEqual(notPushed(piece({ waiting, confidence: 'fair', lastHeard: ago(4) }), NOW), {
      kind: 'not pushed',
      rule: 'not-pushed-for-3-days',
      subject: '/r feat/x',
      about,
      since: ago(6.5),
      evidence: { counts: { commits: 2, old: 2, days: 6 }, files, commits: ['b', 'a'] },
      confidence: 'fair',
    });
    assert.equal(notPushed(piece({ waiting, ...detached }), NOW)?.subject, '/r p');
  });

  it('what is parked', () => {
    const tree = (root: string, lines: number) => ({ root, lines, files: ['a', 'b'] });
    const lies = (root: string, more = {}) =>
      parked(
        piece({
          outcome: 'in progress',
          lastAt: ago(8.5),
          trees: [tree(root, 9)],
          confidence: 'fair',
          ...more,
        }),
        NOW,
      );
    assert.deepEqual(lies('/w'), {
      kind: 'parked',
      rule: 'uncommitted-for-7-days',
      subject: '/w',
      about: { ...about, tree: '/w' },
      since: ago(8.5),
      evidence: { counts: { lines: 9, files: 2, days: 8 }, files: ['a', 'b'], commits: [] },
      confidence: 'fair',
    });
    assert.equal(lies('refs/stash')?.subject, '/r p');
    assert.equal(lies('/w', { trees: [tree('/a', 1), tree('/b', 5), tree('/c', 3)] })?.subject, '/b');
    assert.equal(lies('/w', { trees: [tree('/a', 1)] })?.subject, '/a');
    assert.equal(lies('/w', { trees: [tree('/a', 0)] }), null);
    assert.equal(lies('/w', { lastAt: ago(7) }), null);
  });

  it('what waits in review', () => {
    const waits = { outcome: 'in review', reviewSince: ago(20), lastAt: ago(12) } as const;
    assert.deepEqual(waitingInReview(piece({ ...waits, confidence: 'fair' })), {
      kind: 'waiting in review',
      rule: 'in-review-for-5-working-days',
      subject: '/r feat/x',
      about,
      since: ago(12),
      evidence: { counts: { days: 8 }, files, commits: [] },
      confidence: 'fair',
    });
    const bare = waitingInReview(piece({ ...waits, ...detached, lastAt: null }));
    assert.deepEqual([bare?.subject, bare?.since], ['/r p', ago(20)]);
  });

  it('a context that grew', () => {
    const grew = (tokens: number, share: number) => contextGrew(live({ rereads: { tokens, share } }), 100);
    assert.deepEqual(grew(101, 0.5), {
      kind: 'context grew',
      rule: 'half-of-ten-turns-read-again',
      subject: 'codex s',
      about,
      since: NOW - 60_000,
      evidence: { counts: { tokens: 101, usual: 100, turns: 10 }, files: [], commits: [] },
      confidence: 'fair',
    });
    assert.deepEqual([grew(100, 0.9), grew(101, 0.499)], [null, null]);
  });

  it('an agent that runs alone', () => {
    assert.deepEqual(runningAlone(live({ alone: { since: 7, turns: 20, edits: 0, alike: 3 } })), {
      kind: 'running alone',
      rule: '20-turns-without-a-change',
      subject: 'codex s',
      about,
      since: 7,
      evidence: { counts: { turns: 20, alike: 3 }, files: [], commits: [] },
      confidence: 'solid',
    });
  });

  it('two on the same ground', () => {
    const edits = (first: number, last: number, ...names: string[]) => ({
      edits: { first, last, files: names },
    });
    const one = live({ id: 't', ...edits(NOW - 50, NOW - 10, 'a', 'b', 'c', 'd') });
    const two = live({ id: 's', agent: 'pi', ...edits(NOW - 40, NOW, 'b', 'x', 'c', 'y') });
    assert.deepEqual(sameGround(one, two, NOW), {
      kind: 'same ground',
      rule: 'half-of-the-files-in-common',
      subject: 'codex t pi s',
      about: {
        ...about,
        sessions: [
          { agent: 'codex', id: 't' },
          { agent: 'pi', id: 's' },
        ],
      },
      since: NOW - 40,
      evidence: { counts: { files: 2 }, files: ['b', 'c'], commits: [] },
      confidence: 'solid',
    });
    assert.equal(sameGround(two, one, NOW)?.subject, 'codex t pi s');
    // The one that was heard of longer ago must have been within a quarter of an hour.
    const MINUTES = 60_000;
    for (const [ago, is] of [
      [15 * MINUTES, true],
      [15 * MINUTES + 1, false],
    ] as const) {
      const older = live({ id: 't', ...edits(NOW - 20 * MINUTES, NOW - ago, 'a') });
      const newer = live({ id: 's', ...edits(NOW - 20 * MINUTES, NOW, 'a') });
      assert.equal(sameGround(older, newer, NOW) !== null, is);
      assert.equal(sameGround(newer, older, NOW) !== null, is);
    }
    const names = Array.from({ length: 20 }, (_, n) => `f${n}`);
    const shared = (count: number) =>
      sameGround(
        live({ id: 't', ...edits(NOW - 9, NOW, ...names) }),
        live({ id: 's', ...edits(NOW - 9, NOW, ...names.map((name, n) => (n < count ? name : `g${n}`))) }),
        NOW,
      );
    assert.deepEqual([shared(9), shared(10)?.evidence.counts], [null, { files: 10 }]);
    const apart = live({ id: 's', ...edits(NOW - 9, NOW - 5, 'a') });
    assert.ok(sameGround(live({ id: 't', ...edits(NOW - 5, NOW, 'a') }), apart, NOW));
    assert.equal(sameGround(live({ id: 't', ...edits(NOW - 4, NOW, 'a') }), apart, NOW), null);
    assert.equal(sameGround(apart, live({ id: 't', ...edits(NOW - 4, NOW, 'a') }), NOW), null);
    assert.equal(sameGround(apart, live({ id: 't' }), NOW), null);
    assert.equal(sameGround(live({ id: 't' }), apart, NOW), null);
  });

  describe('a person’s own rule', () => {
    const told = (rule: Parameters<typeof ownRule>[0], given: Partial<Parameters<typeof ownRule>[1]>) =>
      ownRule(rule, { pieces: [], live: [], now: NOW, ...given });

    it('of agents that turn without them', () => {
      const [found] = told(
        { if: 'agent turns without me', than: 5 },
        {
          live: [live({ alone: { since: 7, turns: 5, edits: 3, alike: 0 } })],
        },
      );
      assert.deepEqual(found?.evidence, { counts: { turns: 5, than: 5 }, files: [], commits: [] });
      assert.deepEqual([found?.kind, found?.since, found?.confidence], ['own rule', 7, 'solid']);
      assert.equal(found?.subject, `${found?.rule} codex s`);
    });

    it('of what waits, as far as the remote was heard of', () => {
      const waiting = [
        { commit: 'a', at: ago(3.5) },
        { commit: 'b', at: ago(5) },
        { commit: 'c', at: ago(1) },
      ];
      const rule = { if: 'unpushed days', than: 5 } as const;
      const waits = (lastHeard: number | null) =>
        told(rule, { pieces: [piece({ waiting, lastHeard, confidence: 'fair' })] });
      const [found] = waits(ago(3.5));
      assert.deepEqual(found?.evidence, {
        counts: { commits: 2, days: 5, than: 5 },
        files,
        commits: ['a', 'b'],
      });
      assert.deepEqual([found?.since, found?.confidence, found?.about], [ago(5), 'fair', about]);
      assert.equal(found?.subject, `${found?.rule} p`);
      assert.deepEqual([waits(null), waits(ago(6)), told(rule, { pieces: [piece()] })], [[], [], []]);
    });

    it('of open pieces', () => {
      const pieces = [
        piece({ lastAt: 5 }),
        piece({ lastAt: 9 }),
        piece({ lastAt: null }),
        piece({ outcome: 'shipped' }),
      ];
      const [found] = told({ if: 'open pieces', than: 3 }, { pieces });
      assert.deepEqual(found?.evidence, { counts: { pieces: 3, than: 3 }, files: [], commits: [] });
      assert.deepEqual([found?.since, found?.confidence, found?.about.piece], [9, 'solid', null]);
      assert.equal(found?.subject, `${found?.rule} `);
      assert.deepEqual(told({ if: 'open pieces', than: 4 }, { pieces }), []);
    });

    it('of changed lines', () => {
      const rule = { if: 'changed lines in one piece', than: 40 } as const;
      const [found] = told(rule, { pieces: [piece({ confidence: 'fair' })] });
      assert.deepEqual(found?.evidence, { counts: { lines: 40, files: 1, than: 40 }, files, commits: [] });
      assert.deepEqual([found?.since, found?.confidence], [ago(4), 'fair']);
      assert.equal(told(rule, { pieces: [piece({ lastAt: null })] })[0]?.since, NOW);
      assert.deepEqual(told(rule, { pieces: [piece({ lines: 39 })] }), []);
    });
  });

  it('days that are whole, and of whom it is', () => {
    assert.deepEqual([0, DAY - 1, DAY, 2.5 * DAY].map(wholeDays), [0, 0, 1, 2]);
    assert.equal(DAY, 24 * 60 * 60_000);
    assert.deepEqual(aboutLive(), { repo: null, branch: null, piece: null, sessions: [], tree: null });
  });
});
