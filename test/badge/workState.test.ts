import assert from 'node:assert/strict';
import { badgeText } from '../../src/badge/badgeText.ts';
import { badgeCounts } from '../../src/engine/badgeCounts.ts';
import { badgeVoice, SUMMARY } from './summary.ts';

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const NOW = new Date(2025, 10, 23, 14, 0);
const at = (hour: number, minute: number, day = 23) => new Date(2025, 10, day, hour, minute).toISOString();

const CASES = [
  ['3 to push', { toPush: 3, pushed: true, shippedAt: at(10, 42), open: 2 }],
  ['pushed', { toPush: 0, pushed: true, shippedAt: at(10, 42), open: 2 }],
  ['shipped 10:42', { toPush: 0, pushed: false, shippedAt: at(10, 42), open: 2 }],
  ['2 open', { toPush: 0, pushed: false, shippedAt: at(23, 59, 22), open: 2 }],
  ['', { toPush: 0, pushed: false, shippedAt: at(10, 42, 22), open: 0 }],
] as const;

describe('badge/work state', () => {
  for (const [words, { open, ...facts }] of CASES) {
    it(`is "${words}" in the status bar and in the report alike`, () => {
      const summary = { ...SUMMARY, ...facts, openPieces: open };
      const shown = badgeText(
        { summary, enabled: true, trusted: true, roots: [], problem: null },
        'state',
        badgeVoice(NOW),
      );
      const told = badgeCounts({ ...facts, open, shipped: 9 }, NOW.getTime(), ZONE);
      assert.equal(shown?.text, words);
      assert.deepEqual(told, { text: words, shipped: 9, open, toPush: facts.toPush });
    });
  }

  it('tells the day and the hour of the report’s own time zone', () => {
    const now = Date.parse('2025-11-23T23:30:00Z');
    const counts = { toPush: 0, pushed: false, shippedAt: '2025-11-23T22:00:00.000Z', open: 0, shipped: 1 };
    const text = (zone: string) => badgeCounts(counts, now, zone).text;
    assert.equal(text('UTC'), 'shipped 22:00');
    assert.equal(text('Asia/Tokyo'), 'shipped 07:00');
    assert.equal(text('Europe/Helsinki'), 'shipped 00:00');
    assert.equal(text('Europe/Berlin'), '', 'there it is the day after');
  });
});
