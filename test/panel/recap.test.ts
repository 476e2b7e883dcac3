import assert from 'node:assert/strict';
import type { PieceReport } from '../../src/model/report.ts';
import type { PanelState } from '../../src/panel/protocol.ts';
import { type Recap, recapMarkdown, recapOf } from '../../src/panel/view/recap.ts';
import { pieceOf, READY, reportOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

/** A Monday; the week before is 17 to 23 November. */
const MONDAY = new Date('2025-11-24T09:00:00Z');

function recap(pieces: readonly PieceReport[], change: Partial<PanelState> = {}, now = MONDAY, zone = 'UTC') {
  const report = { ...reportOf(pieces), timeZone: zone };
  return recapOf({ ...READY, report, ...change }, { ...VOICE, now, timeZone: zone });
}

function shippedAt(at: string): PieceReport {
  return pieceOf(at, 1, use(1, 1), { outcome: 'shipped', shippedAt: at });
}

function names(of: Recap | null, part = 0): string[] | undefined {
  return of?.parts[part]?.items.map(item => (typeof item === 'string' ? item : item.piece.id));
}

describe('panel/recap', () => {
  it('stands on Mondays alone, by the clock of where the person is', () => {
    const pieces = [shippedAt('2025-11-20T10:00:00Z')];
    assert.equal(recap(pieces)?.heading, 'Last week, 17 Nov to 23 Nov');
    for (const [now, zone, there] of [
      ['2025-11-23T23:30:00Z', 'UTC', false],
      ['2025-11-23T23:30:00Z', 'Europe/Berlin', true],
      ['2025-11-24T23:30:00Z', 'UTC', true],
      ['2025-11-24T23:30:00Z', 'Europe/Berlin', false],
      ['2025-11-24T03:00:00Z', 'America/New_York', false],
      ['2025-11-25T03:00:00Z', 'America/New_York', true],
    ] as const) {
      assert.equal(recap(pieces, {}, new Date(now), zone) !== null, there, `${now} ${zone}`);
    }
  });

  it('is of the seven days before, no more and no less', () => {
    const days = ['16T23:59', '17T00:00', '20T12:00', '23T23:59', '24T00:00'];
    const pieces = days.map(day => shippedAt(`2025-11-${day}:00Z`));
    assert.deepEqual(names(recap(pieces)), [
      '2025-11-23T23:59:00Z',
      '2025-11-20T12:00:00Z',
      '2025-11-17T00:00:00Z',
    ]);
  });

  it('counts what counts as a change alone, and nothing that was rolled back', () => {
    const at = '2025-11-20T12:00:00Z';
    const pieces = [
      shippedAt(at),
      { ...shippedAt(at), id: 'small', countsAsShipped: false },
      pieceOf('back', 1, use(1, 1), { outcome: 'rolled back', shippedAt: at }),
    ];
    assert.deepEqual(names(recap(pieces)), [at]);
  });

  it('tells what waits for the person, the oldest first, and what held', () => {
    const pieces = [
      pieceOf('new', 1, use(1, 1), { outcome: 'committed' }),
      pieceOf('old', 9, use(1, 1), { outcome: 'in progress' }),
      pieceOf('review', 9, use(1, 1), { outcome: 'in review' }),
    ];
    assert.deepEqual(names(recap(pieces)), ['old', 'new']);
    const report = reportOf(pieces);
    const held = (kept: number) =>
      recap(pieces, {
        report: { ...report, figures: { ...report.figures, stillThere14: { kept, oldEnough: 8 } } },
      });
    assert.deepEqual(names(held(7), 1), [
      '7 of 8 changes that shipped at least 14 days ago are still there.',
    ]);
    assert.deepEqual(names(held(8), 1), ['All 8 changes that shipped at least 14 days ago are still there.']);
  });

  it('is gone for the week once it is put away, and back on the next Monday', () => {
    const pieces = [shippedAt('2025-11-20T10:00:00Z')];
    assert.equal(recap(pieces)?.monday, '2025-11-24');
    assert.equal(recap(pieces, { recapPutOff: '2025-11-24' }), null);
    assert.notEqual(recap(pieces, { recapPutOff: '2025-11-17' }), null);
  });

  it('says nothing where it cannot know, where nothing is to tell, and of a sample', () => {
    const pieces = [shippedAt('2025-11-20T10:00:00Z')];
    assert.equal(recap([]), null);
    assert.equal(recap(pieces, { phase: 'importing' }), null);
    assert.equal(recap(pieces, { sample: true }), null);
    const window = { since: '2025-11-18T00:00:00Z', until: null };
    assert.equal(recap(pieces, { report: { ...reportOf(pieces), window } }), null);
    const whole = { since: '2025-11-17T00:00:00Z', until: null };
    assert.notEqual(recap(pieces, { report: { ...reportOf(pieces), window: whole } }), null);
  });

  it('becomes Markdown in which a title is only text, and what is left out is counted', () => {
    const pieces = [1, 2, 3, 4, 5, 6, 7].map(hour => shippedAt(`2025-11-20T0${hour}:00:00Z`));
    const titles = { of: ({ id }: PieceReport) => (id.includes('T07') ? '# <b>*a*</b>\n[x](y)' : null) };
    assert.equal(
      recapMarkdown(recap(pieces)!, titles),
      [
        '## Last week, 17 Nov to 23 Nov',
        '',
        '### Shipped',
        '',
        '- \\# \\<b\\>\\*a\\*\\</b\\> \\[x\\](y)',
        ...Array.from({ length: 4 }, () => '- Session of Fri 21 Nov'),
        '- and 2 more',
        '',
      ].join('\n'),
    );
  });
});
