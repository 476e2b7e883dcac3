import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { PieceSession } from '../../src/model/report.ts';
import { stripOf } from '../../src/panel/view/strip.ts';
import { VOICE } from './voice.ts';

const SHIPPED = '2025-11-18T10:00:00Z';

function session(id: string, startedAt: string | null, endedAt: string | null): PieceSession {
  return { agent: 'codex', id, startedAt, endedAt, outcome: 'shipped' };
}

describe('panel/strip', () => {
  it('lays sessions along the time until the change shipped, the first one first', () => {
    const strip = stripOf(
      {
        sessions: [
          { ...session('b', '2025-11-17T10:00:00Z', '2025-11-17T22:00:00Z'), outcome: 'set aside' },
          { ...session('a', '2025-11-16T10:00:00Z', '2025-11-16T16:00:00Z'), agent: 'claude-code' },
        ],
        shippedAt: SHIPPED,
      },
      VOICE,
    )!;
    assert.deepEqual(
      strip.marks.map(({ outcome, from, width, label }) => [outcome, from, width, label]),
      [
        ['shipped', 0, 12.5, 'Claude Code: shipped'],
        ['set aside', 50, 25, 'Codex: set aside'],
      ],
    );
    assert.equal(strip.shippedAt, 100);
    assert.equal(strip.begins, 'Sun 16 Nov 10:00');
    assert.equal(strip.shipped, 'shipped Tue 18 Nov 10:00');
    assert.equal(
      strip.spoken,
      '2 sessions, until this shipped on Tue 18 Nov 10:00; the arrow keys go from one to the next',
    );
    assert.equal(strip.marks[1]!.spoken, 'Codex, from Mon 17 Nov 10:00 to Mon 17 Nov 22:00: set aside');
  });

  it('goes on where work went on after it had shipped', () => {
    const strip = stripOf(
      { sessions: [session('a', '2025-11-18T08:00:00Z', '2025-11-18T12:00:00Z')], shippedAt: SHIPPED },
      VOICE,
    )!;
    assert.equal(strip.shippedAt, 50);
    assert.equal(strip.marks[0]!.width, 100);
  });

  it('keeps a session whose time is unknown in the table alone, and says unknown', () => {
    const strip = stripOf(
      {
        sessions: [session('a', null, null), session('b', '2025-11-18T08:00:00Z', null)],
        shippedAt: SHIPPED,
      },
      VOICE,
    )!;
    assert.deepEqual(
      strip.marks.map(({ key }) => key),
      ['codex b'],
    );
    assert.deepEqual(strip.all.at(-1), {
      agent: 'Codex',
      began: 'unknown',
      ended: 'unknown',
      became: 'shipped',
    });
    assert.equal(strip.note, 'The last 1 of 2 sessions; all are in the table.');
    assert.equal(stripOf({ sessions: [session('a', null, null)], shippedAt: SHIPPED }, VOICE), null);
    assert.equal(stripOf({ sessions: [session('a', SHIPPED, SHIPPED)], shippedAt: null }, VOICE), null);
  });

  it('draws the last eight of many', () => {
    const at = (hour: number) =>
      new Date(Date.parse('2025-11-17T00:00:00Z') + hour * 3_600_000).toISOString();
    const sessions = Array.from({ length: 11 }, (_, n) => session(`s${n}`, at(n), at(n + 1)));
    const strip = stripOf({ sessions, shippedAt: SHIPPED }, VOICE)!;
    assert.deepEqual(
      strip.marks.map(({ key }) => key),
      sessions.slice(3).map(({ id }) => `codex ${id}`),
    );
    assert.equal(strip.all.length, 11);
    assert.equal(strip.note, 'The last 8 of 11 sessions; all are in the table.');
  });

  it('never draws outside, whatever the clocks said', () => {
    const time = fc.option(fc.integer({ min: 0, max: 1e9 }).map(at => new Date(1.7e12 + at).toISOString()));
    fc.assert(
      fc.property(fc.array(fc.tuple(time, time)), time, (times, shippedAt) => {
        const sessions = times.map(([from, to], n) => session(`s${n}`, from, to));
        const strip = stripOf({ sessions, shippedAt }, VOICE);
        if (strip === null) return;
        assert.ok(strip.shippedAt >= 0 && strip.shippedAt <= 100);
        for (const { from, width } of strip.marks) {
          assert.ok(from >= 0 && width >= 1 && from + width <= 100 + 1e-9, `${from} ${width}`);
        }
      }),
    );
  });
});
