import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NudgeCandidate } from '../../../src/insight/nudges/candidate.ts';
import { nudgeCandidates } from '../../../src/insight/nudges/candidates.ts';
import { DAY, type LiveFacts, type PieceFacts } from '../../../src/insight/nudges/facts.ts';
import { endOf } from '../../../src/insight/nudges/lapse.ts';
import { type Breakpoint, mayNudge, nextNudge } from '../../../src/insight/nudges/policy.ts';
import { quietKinds } from '../../../src/insight/nudges/quiet.ts';
import type { NudgeEnd, ShownNudge } from '../../../src/insight/nudges/shown.ts';
import { NUDGE_KINDS, type NudgeKind } from '../../../src/model/nudge.ts';
import { OUTCOMES } from '../../../src/model/outcome.ts';
import { live, NOW, piece } from './facts.ts';

const HOUR = 3_600_000;
const WEEK = 7 * DAY;

function candidate(kind: NudgeKind, subject: string, given: Partial<NudgeCandidate> = {}): NudgeCandidate {
  return {
    kind,
    subject,
    about: { repo: null, branch: null, piece: null, sessions: [], tree: null },
    rule: 'r',
    since: 0,
    evidence: { counts: {}, files: [], commits: [] },
    confidence: 'fair',
    ...given,
  };
}

function shown(
  kind: NudgeKind,
  at: number,
  how: NudgeEnd | null,
  given: Partial<ShownNudge> = {},
): ShownNudge {
  const ended = how === null ? null : { how, at: at + HOUR };
  return { kind, subject: `${kind} ${at}`, shownAt: at, ended, lifted: false, ...given };
}

const next = (
  candidates: readonly NudgeCandidate[],
  history: readonly ShownNudge[],
  now: number,
  breakpoint: Breakpoint | null = 'commit',
) => nextNudge(candidates, history, { now, began: 0, breakpoint });

describe('insight/nudge policy', () => {
  const late = 100 * DAY;

  it('waits for a pause, for the first week to go by, and for enough evidence', () => {
    const one = [candidate('not pushed', 'a')];
    assert.equal(next(one, [], late)?.subject, 'a');
    assert.equal(next(one, [], late, null), null);
    assert.equal(next(one, [], WEEK - 1), null);
    assert.notEqual(next(one, [], WEEK), null);
    assert.equal(nextNudge(one, [], { now: late, began: null, breakpoint: 'push' }), null, 'not begun');
    assert.equal(next([candidate('not pushed', 'a', { confidence: 'thin' })], [], late), null);
  });

  it('lets a person’s own rule speak first, in the first week too, and twice a day', () => {
    const both = [candidate('came back', 'a'), candidate('own rule', 'b')];
    assert.equal(next(both, [], DAY)?.kind, 'own rule');
    const once = [shown('own rule', late, 'snooze', { lifted: true })];
    assert.equal(next(both, once, late + HOUR)?.kind, 'own rule');
    const twice = [...once, shown('own rule', late + HOUR, 'not useful')];
    assert.equal(next(both, twice, late + 3 * HOUR), null, 'and of the others nothing on that day');
    assert.equal(next(both, twice, late + DAY)?.kind, 'own rule');
  });

  it('takes the kind that has been silent for longest, and its oldest', () => {
    const history = [
      shown('came back', late - 9 * DAY, 'past'),
      shown('not pushed', late - 20 * DAY, 'past'),
    ];
    const candidates = [
      candidate('came back', 'a'),
      candidate('not pushed', 'young', { since: 2 }),
      candidate('not pushed', 'old', { since: 1 }),
    ];
    assert.equal(next(candidates, history, late)?.subject, 'old');
    assert.equal(next([...candidates, candidate('it held', 'h')], history, late)?.kind, 'it held');
  });

  it('says nothing more of a kind of which one is open, nor again of its subject', () => {
    const open = [shown('not pushed', late - 2 * DAY, null)];
    assert.equal(next([candidate('not pushed', 'b')], open, late), null);
    const ended = [shown('not pushed', late - 2 * DAY, 'past', { subject: 'b' })];
    assert.equal(next([candidate('not pushed', 'b')], ended, late), null);
    assert.notEqual(next([candidate('not pushed', 'c')], ended, late), null);
    assert.notEqual(next([candidate('not pushed', 'b')], ended, late + 5 * DAY), null);
    const parked = [shown('parked', late - 300 * DAY, 'past', { subject: 'w' })];
    assert.equal(next([candidate('parked', 'w')], parked, late), null, 'once and for all');
  });

  it('is quiet for a week, for 90 days or for good, as it was told', () => {
    const quiet = (history: ShownNudge[], now: number) => quietKinds(history, now).get('parked')?.why ?? null;
    const snoozed = [shown('parked', 0, 'snooze')];
    assert.equal(quiet(snoozed, HOUR + WEEK - 1), 'snoozed');
    assert.equal(quiet(snoozed, HOUR + WEEK), null);
    const told = [shown('parked', 0, 'not useful'), shown('parked', 40 * DAY, 'not useful')];
    assert.equal(quiet(told.slice(0, 1), 2 * HOUR), null);
    assert.equal(quiet(told, 129 * DAY), 'not useful');
    assert.equal(quiet(told, 131 * DAY), null);
    assert.equal(quiet([...told, shown('parked', 140 * DAY, 'not useful')], 150 * DAY), null, 'counted anew');
    const ignored = [0, 10, 20].map(day => shown('parked', day * DAY, 'ignored'));
    assert.equal(quiet(ignored.slice(1), 21 * DAY), null);
    assert.equal(quiet(ignored, 109 * DAY), 'ignored');
    assert.equal(quiet([shown('parked', 0, 'never')], 9999 * DAY), 'never');
    assert.equal(quiet([shown('parked', 0, 'never', { lifted: true })], DAY), null);
    assert.equal(quiet([shown('parked', 0, 'unseen'), shown('parked', 0, 'past')], DAY), null);
  });

  it('ends what is over, and after a week what was seen and not answered', () => {
    const open = { shownAt: 0, seenAt: 0 };
    assert.equal(endOf(open, false, HOUR), 'past');
    assert.equal(endOf(open, true, WEEK - 1), null);
    assert.equal(endOf(open, true, WEEK), 'ignored');
    assert.equal(endOf({ ...open, seenAt: DAY }, true, WEEK), null, 'a week from when it was seen');
    assert.equal(endOf({ ...open, seenAt: null }, true, WEEK), 'unseen');
  });

  /** What a person and their work may do at a moment. */
  const kinds = fc.constantFrom(...NUDGE_KINDS);
  const step = fc.record({
    hours: fc.double({ min: 0.05, max: 30, noNaN: true }),
    breakpoint: fc.constantFrom<Breakpoint | null>(
      'commit',
      'push',
      'turn end',
      'focus',
      'day end',
      'panel',
      null,
    ),
    candidates: fc.array(
      fc.record({
        kind: kinds,
        subject: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
        confidence: fc.constantFrom('solid' as const, 'fair' as const, 'thin' as const),
        since: fc.nat(),
      }),
      { maxLength: 12 },
    ),
    answer: fc.constantFrom<NudgeEnd | 'lift' | null>(
      'not useful',
      'snooze',
      'never',
      'past',
      'lift',
      null,
      null,
    ),
    seen: fc.boolean(),
  });

  interface Life {
    readonly history: readonly (ShownNudge & {
      readonly candidate: NudgeCandidate;
      readonly quietThen: boolean;
    })[];
    readonly began: number;
  }

  /** Months of moments, as the collector lives through them. */
  function liveThrough(
    steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
  ): Life {
    const began = 3 * DAY;
    let now = 0;
    let history: Life['history'] = [];
    for (const { hours, breakpoint, candidates, answer, seen } of steps) {
      now += hours * HOUR;
      const all = candidates.map(({ kind, subject, ...given }) => candidate(kind, subject, given));
      history = history.map(each => {
        if (answer === 'lift' && each.ended !== null) return { ...each, lifted: true };
        if (each.ended !== null || answer === 'lift') return each;
        const how = answer ?? endOf({ shownAt: each.shownAt, seenAt: seen ? each.shownAt : null }, true, now);
        return how === null ? each : { ...each, ended: { how, at: now } };
      });
      const quiet = quietKinds(history, now);
      const moment = { now, began: now < began ? null : began, breakpoint };
      const found = nextNudge(all, history, moment);
      if (found !== null && found.kind !== 'own rule') assert.ok(mayNudge(history, moment));
      if (found !== null)
        history = [
          ...history,
          {
            kind: found.kind,
            subject: found.subject,
            shownAt: now,
            ended: null,
            lifted: false,
            candidate: found,
            quietThen: quiet.has(found.kind),
          },
        ];
    }
    return { history, began };
  }

  const life = fc.array(step, { minLength: 200, maxLength: 300 }).map(liveThrough);
  const most = (times: readonly number[], within: number) =>
    Math.max(0, ...times.map(from => times.filter(at => at >= from && at - from < within).length));

  it('never exceeds a limit, whatever comes and whatever is answered', () => {
    fc.assert(
      fc.property(life, ({ history, began }) => {
        const offered = history.filter(({ kind }) => kind !== 'own rule').map(({ shownAt }) => shownAt);
        assert.ok(most(offered, DAY) <= 1, 'one a day');
        assert.ok(most(offered, WEEK) <= 4, 'four a week');
        assert.ok(most(offered, 4 * HOUR) <= 1, 'four hours apart');
        assert.ok(
          offered.every(at => at - began >= WEEK),
          'none in the first week',
        );
        for (const kind of NUDGE_KINDS) {
          const own = history.filter(each => each.kind === kind);
          const times = own.map(({ shownAt }) => shownAt);
          assert.ok(own.filter(({ ended }) => ended === null).length <= 1, 'one open of a kind');
          for (const subject of new Set(own.map(each => each.subject))) {
            const same = own.filter(each => each.subject === subject).map(({ shownAt }) => shownAt);
            const again = { 'own rule': DAY, 'not pushed': WEEK, 'waiting in review': WEEK } as const;
            const apart = kind in again ? again[kind as keyof typeof again] : Number.POSITIVE_INFINITY;
            assert.ok(most(same, apart) <= 1, `${kind} of one subject`);
          }
          if (kind === 'own rule') assert.ok(most(times, DAY) <= 2);
          if (kind === 'it held') assert.ok(most(times, WEEK) <= 1);
          if (kind === 'came back') assert.ok(most(times, WEEK) <= 2);
          if (kind === 'context grew') assert.ok(most(times, WEEK) <= 3);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never shows a kind that was snoozed, retired or told never, nor what is too thin to say', () => {
    fc.assert(
      fc.property(life, ({ history }) => {
        for (const [at, each] of history.entries()) {
          assert.equal(each.quietThen, false);
          assert.notEqual(each.candidate.confidence, 'thin');
          // Said again of the answers alone, without the policy's own reckoning.
          const before = history.slice(0, at).filter(({ kind, lifted }) => kind === each.kind && !lifted);
          for (const { ended } of before) {
            if (ended === null || ended.at > each.shownAt) continue;
            assert.notEqual(ended.how, 'never');
            if (ended.how === 'snooze') assert.ok(each.shownAt - ended.at >= WEEK);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does say something: in some months all kinds have their turn', () => {
    const said = new Set<NudgeKind>();
    const [sample] = fc.sample(fc.array(step, { minLength: 300, maxLength: 300 }), { numRuns: 1, seed: 7 });
    const steps = sample!.map(each => ({
      ...each,
      answer: 'past' as const,
      candidates: each.candidates.filter(({ kind }) => kind !== 'own rule'),
    }));
    for (const { kind } of liveThrough(steps).history) said.add(kind);
    assert.deepEqual([...said].sort(), NUDGE_KINDS.filter(kind => kind !== 'own rule').sort());
  });

  const pieces = fc.array(
    fc.record({
      outcome: fc.constantFrom(...OUTCOMES),
      age: fc.nat(60),
      lines: fc.nat(2000),
      gone: fc.nat(40),
    }),
    { maxLength: 8 },
  );
  const sessions = fc.array(
    fc.record({
      turns: fc.nat(60),
      edits: fc.nat(2),
      alike: fc.nat(6),
      tokens: fc.nat(900_000),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 4 },
  );

  it('has nothing good to say for spending more: turns, calls and tokens bring only more of what asks for a look', () => {
    fc.assert(
      fc.property(pieces, sessions, fc.nat(100), (given, talks, more) => {
        const work = given.map(({ outcome, age, lines, gone }, i): PieceFacts => {
          const at = NOW - age * DAY;
          return piece({
            id: `p${i}`,
            outcome,
            lines,
            lastAt: at,
            waiting: [{ commit: `c${i}`, at }],
            trees: [{ root: `/w${i}`, lines, files: ['a'] }],
            reviewSince: at,
            shippedAt: at,
            standing: { shipped: 40, gone },
            takenOut: { commit: 'r', at },
          });
        });
        const talk = (extra: number) =>
          talks.map(
            ({ turns, edits, alike, tokens, share }, i): LiveFacts =>
              live({
                id: `s${i}`,
                alone: { since: NOW, turns: turns + extra, edits, alike: alike + extra },
                rereads: { tokens: tokens + extra * 1000, share: Math.min(1, share + extra / 100) },
              }),
          );
        const say = (extra: number) =>
          nudgeCandidates({
            pieces: work,
            live: talk(extra),
            usual: { lines: 300, rereads: 90_000 },
            rules: [{ if: 'agent turns without me', than: 20 }],
            now: NOW,
          }).map(({ kind, subject }) => `${kind}: ${subject}`);
        const [less, after] = [say(0), say(more)];
        assert.deepEqual(
          after.filter(each => each.startsWith('it held')),
          less.filter(each => each.startsWith('it held')),
          'no more of what is good',
        );
        for (const each of less) assert.ok(after.includes(each), `${each} went away by spending`);
      }),
      { numRuns: 200 },
    );
  });
});
