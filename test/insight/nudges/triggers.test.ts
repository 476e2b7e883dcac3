import assert from 'node:assert/strict';
import { bigForOneLook } from '../../../src/insight/nudges/bigForOneLook.ts';
import { cameBack } from '../../../src/insight/nudges/cameBack.ts';
import { nudgeCandidates } from '../../../src/insight/nudges/candidates.ts';
import { contextGrew } from '../../../src/insight/nudges/contextGrew.ts';
import type { LiveFacts, PieceFacts } from '../../../src/insight/nudges/facts.ts';
import { itHeld } from '../../../src/insight/nudges/itHeld.ts';
import { notPushed } from '../../../src/insight/nudges/notPushed.ts';
import { ownRule } from '../../../src/insight/nudges/ownRule.ts';
import { parked } from '../../../src/insight/nudges/parked.ts';
import { runningAlone } from '../../../src/insight/nudges/runningAlone.ts';
import { sameGround } from '../../../src/insight/nudges/sameGround.ts';
import { waitingInReview, workingDays } from '../../../src/insight/nudges/waitingInReview.ts';
import { OUTCOMES } from '../../../src/model/outcome.ts';
import { ago, live, NOW, piece } from './facts.ts';

const MINUTE = 60_000;

describe('insight/nudges', () => {
  it('not pushed: a commit older than three days, which the remote was heard from since', () => {
    const waiting = [
      { commit: 'old', at: ago(4) },
      { commit: 'young', at: ago(1) },
    ];
    assert.deepEqual(notPushed(piece({ waiting }), NOW)?.evidence, {
      counts: { commits: 2, old: 1, days: 4 },
      files: ['src/a.ts'],
      commits: ['old', 'young'],
    });
    const heard = (lastHeard: number | null) => notPushed(piece({ waiting, lastHeard }), NOW);
    assert.deepEqual(heard(ago(2))?.evidence.counts, { commits: 1, old: 1, days: 4 });
    assert.equal(heard(ago(5)), null, 'nobody has heard since');
    assert.equal(heard(null), null);
    assert.equal(notPushed(piece({ waiting: [{ commit: 'a', at: ago(3) }] }), NOW), null, 'not older than');
    assert.equal(notPushed(piece({ waiting: [] }), NOW), null);
    for (const outcome of OUTCOMES.filter(each => each !== 'committed'))
      assert.equal(notPushed(piece({ waiting, outcome }), NOW), null, outcome);
  });

  it('waiting in review: more than five working days, as the remote was last heard of', () => {
    // Wednesday to Wednesday a week on: five working days; one more makes six.
    assert.equal(workingDays(ago(7), NOW), 5);
    assert.equal(workingDays(ago(8), NOW), 6);
    assert.equal(workingDays(ago(4), ago(2)), 0, 'Saturday and Sunday');
    const waits = (given: Partial<PieceFacts>) => waitingInReview(piece({ outcome: 'in review', ...given }));
    const long = { reviewSince: ago(20), lastAt: ago(12) };
    assert.deepEqual(waits(long)?.evidence.counts, { days: 8 });
    assert.equal(waits({ ...long, lastHeard: ago(6) }), null, 'four working days when it was heard from');
    assert.equal(waits({ ...long, lastAt: ago(7) }), null, 'edited since');
    assert.equal(waits({ reviewSince: null }), null);
    assert.equal(waits({ ...long, lastHeard: null }), null);
    assert.equal(waitingInReview(piece({ ...long, outcome: 'pushed' })), null);
  });

  it('parked: lines in a working tree alone, untouched for more than seven days', () => {
    const trees = [
      { root: '/r', lines: 2, files: ['a'] },
      { root: '/w/agent-7', lines: 140, files: ['a', 'b'] },
    ];
    const lies = (given: Partial<PieceFacts>) =>
      parked(piece({ outcome: 'in progress', lastAt: ago(9), trees, ...given }), NOW);
    assert.deepEqual(lies({})?.evidence.counts, { lines: 140, files: 2, days: 9 });
    assert.equal(lies({})?.about.tree, '/w/agent-7');
    assert.equal(lies({ lastAt: ago(7) }), null);
    assert.equal(lies({ lastAt: null }), null);
    assert.equal(lies({ trees: [] }), null, 'not found anywhere is not parked');
    assert.equal(lies({ outcome: 'committed' }), null);
    const stash = [{ root: 'refs/stash', lines: 9, files: ['a'] }];
    assert.notEqual(lies({ trees: stash, id: 'p' })?.subject, lies({ trees: stash, id: 'q' })?.subject);
  });

  it('big for one look: before the push, above 600 lines and above the person’s own usual', () => {
    const big = (lines: number, usual: number | null, given: Partial<PieceFacts> = {}) =>
      bigForOneLook(piece({ lines, ...given }), usual, NOW);
    assert.deepEqual(big(1100, 400)?.evidence.counts, { lines: 1100, files: 1, usual: 400 });
    assert.equal(big(600, 400), null);
    assert.equal(big(1100, 1100), null);
    assert.equal(big(1100, null), null, 'too few to tell');
    assert.equal(big(1100, 400, { outcome: 'pushed' }), null);
  });

  it('it held: thirty days on the shipping ref with nine in ten lines, as far as was heard', () => {
    const held = (given: Partial<PieceFacts>) =>
      itHeld(
        piece({
          outcome: 'shipped',
          shippedAt: ago(31),
          mainCommit: 'c',
          standing: { shipped: 40, gone: 4 },
          ...given,
        }),
        NOW,
      );
    assert.deepEqual(held({})?.evidence, {
      counts: { days: 31, lines: 36 },
      files: ['src/a.ts'],
      commits: ['c'],
    });
    assert.equal(held({ standing: { shipped: 40, gone: 5 } }), null);
    assert.equal(held({ standing: { shipped: 0, gone: 0 } }), null);
    assert.equal(held({ living: 0 }), null, 'nothing of it was new');
    assert.equal(held({ shippedAt: ago(29) }), null);
    assert.equal(held({ shippedAt: ago(45) }), null, 'no news');
    assert.equal(held({ lastHeard: ago(2) }), null, 'nobody knows of the last days');
    assert.equal(held({ outcome: 'rolled back' }), null);
    assert.notEqual(held({ outcome: 'in production' }), null);
  });

  it('came back: taken out of the shipping ref within two weeks', () => {
    const back = (given: Partial<PieceFacts>) =>
      cameBack(
        piece({ outcome: 'rolled back', mainCommit: 'c', takenOut: { commit: 'r', at: ago(2) }, ...given }),
        NOW,
      );
    assert.deepEqual(back({})?.evidence.commits, ['c', 'r']);
    assert.deepEqual(back({ takenOut: { commit: null, at: ago(2) } })?.evidence.commits, ['c']);
    assert.equal(back({ takenOut: { commit: 'r', at: ago(15) } }), null);
    assert.equal(back({ takenOut: null }), null);
    assert.equal(back({ outcome: 'shipped' }), null);
  });

  it('running alone: twenty turns, no change, one call three times', () => {
    const runs = (turns: number, edits: number, alike: number) =>
      runningAlone(live({ alone: { since: NOW - 9 * MINUTE, turns, edits, alike } }));
    assert.deepEqual(runs(25, 0, 4)?.evidence.counts, { turns: 25, alike: 4 });
    assert.notEqual(runs(20, 0, 3), null);
    assert.equal(runs(19, 0, 3), null);
    assert.equal(runs(25, 1, 9), null);
    assert.equal(runs(99, 0, 2), null, 'long alone is no reason');
    assert.equal(runningAlone(live()), null);
  });

  it('same ground: half of the files of one of two sessions', () => {
    const at = (files: string[], first = 9, last = 2) => {
      return files.length === 0 ? null : { files, first: NOW - first * MINUTE, last: NOW - last * MINUTE };
    };
    const meet = (mine: string[], theirs: string[]) =>
      sameGround(live({ edits: at(mine) }), live({ id: 't', edits: at(theirs) }), NOW);
    assert.deepEqual(meet(['a', 'b', 'c'], ['b'])?.evidence.files, ['b']);
    assert.notEqual(meet(['a', 'b'], ['b', 'c', 'd']), null);
    assert.equal(meet(['a', 'b', 'c'], ['c', 'd', 'e']), null);
    assert.equal(meet([], []), null);
    const [one, other] = [live({ edits: at(['a']) }), live({ id: 't', edits: at(['a']) })];
    assert.equal(sameGround(one, other, NOW)?.subject, sameGround(other, one, NOW)?.subject);
    const then = (first: number, last: number) =>
      sameGround(one, live({ id: 't', edits: at(['a'], first, last) }), NOW);
    assert.equal(then(40, 10), null, 'it had ended when the other began');
    assert.notEqual(then(40, 9), null);
    assert.equal(sameGround(one, other, NOW + 15 * MINUTE), null, 'not any more');
  });

  it('context grew: half of ten turns read again, more than usual', () => {
    const grew = (tokens: number, share: number, usual: number | null) =>
      contextGrew(live({ rereads: { tokens, share } }), usual);
    assert.deepEqual(grew(400_000, 0.5, 90_000)?.evidence.counts, {
      tokens: 400_000,
      usual: 90_000,
      turns: 10,
    });
    assert.equal(grew(400_000, 0.49, 90_000), null);
    assert.equal(grew(90_000, 0.9, 90_000), null);
    assert.equal(grew(400_000, 0.9, null), null);
    assert.equal(contextGrew(live(), 1), null);
  });

  it('own rules: each condition from its number on', () => {
    const alone = (turns: number): LiveFacts['alone'] => ({ since: ago(0), turns, edits: 3, alike: 0 });
    const facts = {
      now: NOW,
      live: [live({ alone: alone(20) }), live({ id: 'b', alone: alone(19) }), live({ id: 'c' })],
      pieces: [
        piece({ waiting: [{ commit: 'a', at: ago(3) }], lines: 500 }),
        piece({ id: 'q', outcome: 'in progress', lines: 499 }),
        piece({ id: 'shipped', outcome: 'shipped', lines: 9000, waiting: [{ commit: 'z', at: ago(90) }] }),
      ],
    };
    const fires = (condition: Parameters<typeof ownRule>[0]['if'], than: number) =>
      ownRule({ if: condition, than }, facts).map(({ evidence }) => evidence.counts);
    assert.deepEqual(fires('agent turns without me', 20), [{ turns: 20, than: 20 }]);
    assert.deepEqual(fires('unpushed days', 3), [{ commits: 1, days: 3, than: 3 }]);
    assert.deepEqual(fires('unpushed days', 4), []);
    assert.deepEqual(fires('open pieces', 2), [{ pieces: 2, than: 2 }]);
    assert.deepEqual(fires('open pieces', 3), []);
    assert.deepEqual(fires('changed lines in one piece', 500), [{ lines: 500, files: 1, than: 500 }]);
  });

  it('finds nothing in nothing, and every pair of sessions once', () => {
    const none = { pieces: [], live: [], usual: { lines: null, rereads: null }, rules: [], now: NOW };
    assert.deepEqual(nudgeCandidates(none), []);
    const three = ['a', 'b', 'c'].map(id => live({ id, edits: { first: NOW, last: NOW, files: ['x'] } }));
    assert.equal(nudgeCandidates({ ...none, live: three }).length, 3);
  });
});
