import assert from 'node:assert/strict';
import type { BadgeState } from '../../src/badge/badgeState.ts';
import { BADGE_FORMS, type BadgeForm, badgeText } from '../../src/badge/badgeText.ts';
import { NUDGE_KINDS } from '../../src/model/nudge.ts';
import type { Summary } from '../../src/model/summary.ts';
import { badgeVoice, SUMMARY } from './summary.ts';

const NOW = new Date(2025, 10, 23, 14, 0);
const at = (hour: number, minute: number, day = 23) => new Date(2025, 10, day, hour, minute).toISOString();

function badge(change: Partial<Summary>, form: BadgeForm = 'state', state: Partial<BadgeState> = {}) {
  const summary = { ...SUMMARY, collectorAlive: at(13, 59), ...change };
  return badgeText(
    { summary, enabled: true, trusted: true, roots: [], problem: null, ...state },
    form,
    badgeVoice(NOW),
  );
}

describe('badge/text', () => {
  it('says the state of the work, the nearest step first', () => {
    const all = { toPush: 3, pushed: true, shippedAt: at(10, 42), openPieces: 2 };
    assert.equal(badge(all)?.text, '3 to push');
    assert.equal(badge({ ...all, toPush: 0 })?.text, 'pushed');
    assert.equal(badge({ ...all, toPush: 0, pushed: false })?.text, 'shipped 10:42');
    assert.equal(badge({ openPieces: 2 })?.text, '2 open');
    assert.equal(badge({})?.text, '');
  });

  it('speaks of a shipping on its own day only', () => {
    assert.equal(badge({ shippedAt: at(23, 59, 22), openPieces: 1 })?.text, '1 open');
    assert.equal(badge({ shippedAt: at(0, 1) })?.text, 'shipped 00:01');
    assert.equal(badge({ shippedAt: 'not a time' })?.text, '');
  });

  it('takes unknown as unknown', () => {
    const unknown = {
      toPush: null,
      openPieces: null,
      shippedLast7Days: null,
      callsLast7Days: null,
      tokensLast7Days: null,
      unreadableSources: ['codex'],
    };
    const shown = badge(unknown);
    assert.equal(shown?.text, '');
    assert.deepEqual(shown?.tooltip, [
      'The state of the work is not known yet.',
      'Last 7 days: unknown shipped; unknown open now.',
      'How many tokens that took is unknown.',
      'Machine: lovelace.',
      'Could not be read: Codex.',
    ]);
    assert.equal(badge(unknown, 'counts')?.text, '');
    assert.equal(
      badge({ callsLast7Days: 0, tokensLast7Days: 0 })?.tooltip[2],
      'No AI use was seen in the last 7 days.',
    );
  });

  it('has a form for counts, for the icon alone, and none', () => {
    assert.equal(badge({ openPieces: 2, toPush: 3 }, 'counts')?.text, '4 shipped · 2 open');
    assert.equal(badge({ toPush: 3 }, 'icon')?.text, '');
    assert.equal(badge({ toPush: 3 }, 'none'), null);
  });

  it('tells what keeps it from reading', () => {
    const progress = { filesDone: 120, filesTotal: 900, oldestDay: null };
    assert.equal(badge({ phase: 'importing', progress })?.text, 'reading 13 %');
    assert.equal(
      badge({ phase: 'importing', progress: { ...progress, filesDone: 900 } })?.text,
      'reading 99 %',
    );
    assert.equal(badge({ phase: 'importing' })?.text, 'reading');
    const begun = badge({ phase: 'importing', progress, openPieces: null, callsLast7Days: null });
    assert.deepEqual(begun?.tooltip, [
      'The logs of your agents are being read: 120 of 900 files.',
      '',
      '',
      'Machine: lovelace.',
      '',
    ]);
    assert.equal(badge({ phase: 'paused', toPush: 3 })?.text, 'paused');
    assert.equal(badge({ phase: 'unreadable' })?.text, "can't read");
    assert.equal(badge({ phase: 'starting' })?.text, '');
    assert.equal(badge({ phase: 'off' }), null);
    assert.equal(badge({}, 'state', { enabled: false }), null);
    const restricted = badge({ toPush: 3 }, 'state', { trusted: false });
    assert.equal(restricted?.text, '');
    assert.match(restricted!.spoken, /Restricted Mode/);
    assert.match(badge({}, 'state', { summary: null })!.spoken, /^AI Impact: AI Impact is starting\.$/);
  });

  it('names the sources that could not be read, and a reader that has gone silent', () => {
    assert.equal(
      badge({ unreadableSources: ['codex', 'kiro'] })?.tooltip[4],
      'Could not be read: Codex and Kiro.',
    );
    assert.equal(badge({ collectorAlive: at(11, 0) })?.tooltip[4], 'Logs were last looked at 3 hours ago.');
  });

  it('speaks in full sentences, and of tokens only with what became of them', () => {
    const shown = badge({ toPush: 1, openPieces: 2 });
    assert.equal(
      shown?.spoken,
      'AI Impact: One commit here is not pushed. Last 7 days: 4 shipped; 2 open now. ' +
        'It took 3.2\u00a0M tokens in 412 calls, questions and reviews among them. Machine: lovelace. ' +
        'Everything that was found could be read.',
    );
    assert.match(badge({ callsLast7Days: 1 })!.tooltip[2]!, /tokens in one call, questions/);
  });

  it('says of a nudge that there is one, without names, in the line that it has', () => {
    for (const kind of NUDGE_KINDS) {
      const shown = badge({ openPieces: 2, nudge: { id: 1, kind } })!;
      assert.equal(shown.tooltip.length, 5);
      assert.match(shown.tooltip[0]!, /^2 changes are open\. [A-Z][^.]+\.$/, kind);
    }
    assert.equal(
      badge({ phase: 'paused', nudge: { id: 1, kind: 'parked' } })?.tooltip[0],
      'Reading is paused.',
    );
  });

  it('keeps one icon, five lines and a calm tone in every state', () => {
    const phases = ['starting', 'importing', 'ready', 'paused', 'restricted', 'unreadable'] as const;
    for (const phase of phases) {
      for (const form of BADGE_FORMS.filter(each => each !== 'none')) {
        const shown = badge({ phase }, form)!;
        assert.equal(shown.icon, 'milestone');
        assert.equal(shown.tooltip.length, 5);
        assert.doesNotMatch(shown.spoken, /!|\$|wasted|abandoned|score|streak|rank|productiv/i);
      }
    }
  });
});
