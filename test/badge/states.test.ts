import assert from 'node:assert/strict';
import type { BadgeState } from '../../src/badge/badgeState.ts';
import { badgeText } from '../../src/badge/badgeText.ts';
import type { Summary } from '../../src/model/summary.ts';
import { badgeVoice, SUMMARY } from './summary.ts';

const NOW = new Date('2025-11-23T14:00:00Z');
const PROGRESS = { filesDone: 120, filesTotal: 900, oldestDay: '2025-10-03' };
const EMPTY: Partial<Summary> = {
  openPieces: 0,
  shippedLast7Days: 0,
  callsLast7Days: 0,
  tokensLast7Days: 0,
};

function state(change: Partial<Summary> | null, other: Partial<BadgeState> = {}): BadgeState {
  const summary = change === null ? null : { ...SUMMARY, ...change };
  return { summary, enabled: true, trusted: true, roots: [], problem: null, ...other };
}

interface Row {
  readonly of: BadgeState;
  /** Beside the icon. */
  readonly text: string;
  /** Its first line and its last. */
  readonly tooltip: readonly [string, string];
}

const READ = 'Everything that was found could be read.';

const TABLE: Readonly<Record<string, Row>> = {
  'before anything is known': {
    of: state(null),
    text: '',
    tooltip: ['AI Impact is starting.', 'AI Impact is starting.'],
  },
  starting: { of: state({ phase: 'starting' }), text: '', tooltip: ['AI Impact is starting.', READ] },
  'first import, files not counted yet': {
    of: state({ ...EMPTY, phase: 'importing', progress: { filesDone: 0, filesTotal: 0, oldestDay: null } }),
    text: 'reading',
    tooltip: ['The logs of your agents are being read.', READ],
  },
  'first import': {
    of: state({ phase: 'importing', progress: PROGRESS }),
    text: 'reading 13 %',
    tooltip: ['The logs of your agents are being read: 120 of 900 files.', READ],
  },
  'nothing yet': {
    of: state({ toPush: null, openPieces: null, shippedLast7Days: null, callsLast7Days: null }),
    text: '',
    tooltip: ['No log of an AI agent was found on this machine yet.', 'Machine: lovelace.'],
  },
  'nothing this week': {
    of: state(EMPTY),
    text: '',
    tooltip: ['Nothing is waiting.', READ],
  },
  'some source unreadable': {
    of: state({ openPieces: 2, unreadableSources: ['codex', 'kiro'] }),
    text: '2 open',
    tooltip: ['2 changes are open.', 'Could not be read: Codex and Kiro.'],
  },
  unreadable: {
    of: state({ phase: 'unreadable' }),
    text: "can't read",
    tooltip: ['What was kept could not be read.', READ],
  },
  paused: {
    of: state({ phase: 'paused', toPush: 3 }),
    text: 'paused',
    tooltip: ['Reading is paused.', READ],
  },
  restricted: {
    of: state({ toPush: 3 }, { trusted: false }),
    text: '',
    tooltip: ['This window is in Restricted Mode, so no repository is read.', READ],
  },
  'a full disk': {
    of: state({ openPieces: 2 }, { problem: 'disk full' }),
    text: '2 open',
    tooltip: ['The disk is full, so nothing new is kept. Make room: it is tried again every minute.', READ],
  },
  'much spent and nothing shipped': {
    of: state({ ...EMPTY, callsLast7Days: 90_000, tokensLast7Days: 4_000_000_000 }),
    text: '',
    tooltip: ['Nothing is waiting.', READ],
  },
};

describe('badge/states', () => {
  for (const [name, { of, text, tooltip }] of Object.entries(TABLE)) {
    it(`says in words how it stands: ${name}`, () => {
      const shown = badgeText(of, 'state', badgeVoice(NOW))!;
      const lines = shown.tooltip.filter(line => line !== '');
      assert.equal(shown.text, text);
      assert.deepEqual([lines[0], lines.at(-1)], tooltip);
      assert.ok(lines.length <= 5);
      assert.ok(lines.every(line => /^\S.*\.$/.test(line)));
      assert.equal(shown.spoken, `AI Impact: ${lines.join(' ')}`);
    });

    it(`stays as still and plain as ever: ${name}`, () => {
      const shown = badgeText(of, 'state', badgeVoice(NOW))!;
      // Nothing but a fixed icon and words: no colour, and no icon that spins.
      assert.deepEqual(Object.keys(shown).sort(), ['icon', 'spoken', 'text', 'tooltip']);
      assert.equal(shown.icon, 'milestone');
      assert.ok(shown.text.length <= 14, shown.text);
      assert.doesNotMatch(shown.text, /\$\(|token|M\b/);
      assert.equal(badgeText(of, 'icon', badgeVoice(NOW))!.text, '');
      assert.deepEqual(badgeText(of, 'icon', badgeVoice(NOW))!.tooltip, shown.tooltip);
      assert.equal(badgeText(of, 'none', badgeVoice(NOW)), null);
    });
  }

  it('has no item at all where it is switched off, in this window or by the collector', () => {
    for (const off of [
      state({}, { enabled: false }),
      state({ phase: 'off' }),
      state(null, { enabled: false }),
    ]) {
      for (const form of ['state', 'counts', 'icon'] as const) {
        assert.equal(badgeText(off, form, badgeVoice(NOW)), null);
      }
    }
  });
});
