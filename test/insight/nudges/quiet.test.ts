import assert from 'node:assert/strict';
import { DAY } from '../../../src/insight/nudges/facts.ts';
import { nextNudge } from '../../../src/insight/nudges/policy.ts';
import { quietKinds } from '../../../src/insight/nudges/quiet.ts';
import type { NudgeEnd, ShownNudge } from '../../../src/insight/nudges/shown.ts';
import type { NudgeKind } from '../../../src/model/nudge.ts';

describe('insight/nudges/quiet', () => {
  const shown = (day: number, how: NudgeEnd | null, more: Partial<ShownNudge> = {}): ShownNudge => ({
    kind: 'parked',
    subject: `${day}`,
    shownAt: day * DAY,
    ended: how === null ? null : { how, at: day * DAY },
    lifted: false,
    ...more,
  });
  /** Why and until which day it is quiet, as asked on a day. */
  const quiet = (day: number, ...ends: readonly [number, NudgeEnd][]) => {
    const found = quietKinds(
      ends.map(([at, how]) => shown(at, how)),
      day * DAY,
    ).get('parked');
    return found && `${found.why} ${found.until === null ? 'for good' : found.until / DAY}`;
  };

  it('is put off for a week', () => {
    assert.equal(quiet(2, [1, 'snooze']), 'snoozed 8');
    assert.equal(quiet(7.99, [1, 'snooze']), 'snoozed 8');
    assert.equal(quiet(8, [1, 'snooze']), undefined);
    assert.equal(quiet(5, [1, 'snooze'], [3, 'snooze']), 'snoozed 10');
  });

  it('is retired for ninety days where it was not useful twice, or passed over three times', () => {
    assert.equal(quiet(5, [1, 'not useful']), undefined);
    assert.equal(quiet(5, [1, 'not useful'], [2, 'not useful']), 'not useful 92');
    assert.equal(quiet(92, [1, 'not useful'], [2, 'not useful']), undefined);
    assert.equal(quiet(5, [1, 'ignored'], [2, 'ignored']), undefined);
    assert.equal(
      quiet(5, [3, 'ignored'], [1, 'ignored'], [2, 'ignored']),
      'ignored 93',
      'by the last of them',
    );
    assert.equal(quiet(5, [1, 'ignored'], [2, 'past'], [3, 'ignored']), undefined);
  });

  it('is counted anew after that', () => {
    const three: [number, NudgeEnd][] = [
      [1, 'ignored'],
      [2, 'ignored'],
      [3, 'ignored'],
    ];
    assert.equal(quiet(9, ...three, [4, 'ignored'], [5, 'ignored']), 'ignored 93');
    assert.equal(quiet(9, ...three, [4, 'ignored'], [5, 'ignored'], [6, 'ignored']), 'ignored 96');
    const twice: [number, NudgeEnd][] = [
      [1, 'ignored'],
      [2, 'ignored'],
      [3, 'not useful'],
      [4, 'not useful'],
    ];
    assert.equal(quiet(9, ...twice, [5, 'ignored']), 'not useful 94');
    assert.equal(quiet(9, ...twice, [5, 'not useful']), 'not useful 94');
  });

  it('is quiet as long as the longest says', () => {
    assert.equal(quiet(9, [1, 'not useful'], [2, 'not useful'], [3, 'snooze']), 'not useful 92');
    assert.equal(quiet(99, [1, 'not useful'], [2, 'not useful'], [95, 'snooze']), 'snoozed 102');
    assert.equal(quiet(9, [1, 'snooze'], [2, 'not useful'], [3, 'not useful']), 'not useful 93');
    assert.equal(quiet(999, [1, 'never']), 'never for good');
    assert.equal(quiet(9, [1, 'snooze'], [2, 'never'], [3, 'snooze']), 'never for good');
  });

  it('hears nothing of what is open or was lifted', () => {
    const history = [shown(1, 'never', { lifted: true }), shown(2, null)];
    assert.equal(quietKinds(history, 3 * DAY).size, 0);
  });
});

describe('insight/nudges/policy', () => {
  const candidate = (kind: NudgeKind, subject: string, since = 0) => ({
    kind,
    subject,
    since,
    about: { repo: null, branch: null, piece: null, sessions: [], tree: null },
    rule: 'r',
    evidence: { counts: {}, files: [], commits: [] },
    confidence: 'fair' as const,
  });

  const said = (kind: NudgeKind, ...daysAgo: number[]): ShownNudge[] =>
    daysAgo.map(ago => {
      const at = (100 - ago) * DAY;
      return { kind, subject: `${kind} ${ago}`, shownAt: at, ended: { how: 'past', at }, lifted: false };
    });
  const next = (kind: NudgeKind, history: readonly ShownNudge[]) =>
    nextNudge([candidate(kind, 'new')], history, { now: 100 * DAY, began: 0, breakpoint: 'commit' })?.subject;

  it('says four things a week, beside what the person has planned', () => {
    assert.equal(next('parked', said('not pushed', 1, 2, 3)), 'new');
    assert.equal(next('parked', said('not pushed', 1, 2, 3, 4)), undefined);
    assert.equal(next('parked', said('not pushed', 1, 2, 3, 7)), 'new');
    assert.equal(next('parked', [...said('not pushed', 1, 2, 3), ...said('own rule', 4, 5)]), 'new');
  });

  it('says no more of a kind than its own limit', () => {
    assert.equal(next('came back', said('came back', 2)), 'new');
    assert.equal(next('came back', said('came back', 2, 3)), undefined);
    assert.equal(next('came back', said('came back', 2, 7)), 'new');
    assert.equal(next('context grew', said('context grew', 2, 3)), 'new');
    assert.equal(next('context grew', said('context grew', 2, 3, 4)), undefined);
    assert.equal(next('parked', said('context grew', 2, 3, 4)), 'new');
    assert.equal(next('it held', said('it held', 6)), undefined);
    assert.equal(next('it held', said('it held', 7)), 'new');
  });

  it('orders in the same way however candidates are given', () => {
    const given = [
      candidate('own rule', 'mine', 9),
      candidate('came back', 'back', 5),
      candidate('came back', 'later', 6),
      candidate('it held', 'held', 1),
    ];
    const order = (list: typeof given): string[] => {
      const next = nextNudge(list, [], { now: 100 * DAY, began: 0, breakpoint: 'commit' });
      if (next === null) return [];
      return [next.subject, ...order(list.filter(each => each !== next))];
    };
    const expected = ['mine', 'back', 'later', 'held'];
    assert.deepEqual(order(given), expected);
    assert.deepEqual(order(given.toReversed()), expected);
    assert.deepEqual(order([given[1]!, given[0]!, given[3]!, given[2]!]), expected);
  });
});
