import assert from 'node:assert/strict';
import type { PieceFinding } from '../../src/engine/findingTypes.ts';
import { pieceHeld } from '../../src/engine/pieceHeld.ts';

const finding = (more: Partial<PieceFinding>, counting: number, shipped: number): PieceFinding => ({
  id: 'one',
  repository: 1,
  branch: 'main',
  sessions: [1],
  outcome: 'shipped',
  counted: 'shipped',
  confidence: 'solid',
  chip: null,
  startedAt: 1,
  lastAt: 2,
  shippedAt: 3,
  commits: ['a'],
  mainCommit: 'a',
  files: [],
  lines: { counting, shipped },
  fresh: shipped,
  living: shipped,
  diagnosed: false,
  still: { oldEnough: 0, kept: 0 },
  ...more,
});

describe('engine/pieceHeld', () => {
  const before = finding({ commits: ['a', 'b'] }, 30, 24);

  it('stays as it was where less is seen of it', () => {
    assert.deepEqual(pieceHeld(before, finding({ confidence: 'fair' }, 30, 8), []), before);
    for (const outcome of ['unclear', 'in progress', 'pushed'] as const)
      assert.deepEqual(pieceHeld(before, finding({ outcome }, 30, 24), []), before);
  });

  it('takes in who came to it', () => {
    const now = finding({ sessions: [1, 2] }, 30, 8);
    assert.deepEqual(pieceHeld(before, now, []), { ...before, sessions: [1, 2] });
  });

  it('tells how fares what shipped, where all of that was read', () => {
    const now = finding({ living: 20, still: { oldEnough: 24, kept: 20 }, confidence: 'fair' }, 60, 24);
    const { living, still } = now;
    assert.deepEqual(pieceHeld(before, now, []), { ...before, living, still });
  });

  it('tells how fares what was read once that has come to an age', () => {
    const now = finding({ fresh: 5, living: 5, still: { oldEnough: 8, kept: 6 } }, 30, 8);
    assert.deepEqual(pieceHeld(before, now, []), { ...before, still: now.still });
  });

  it('is the new one where it fell apart, or where a commit was taken from what was read', () => {
    const of = { ...before, sessions: [1, 2] };
    const now = finding({}, 30, 8);
    assert.deepEqual(pieceHeld(of, now, []), now);
    const { outcome, counted, confidence, chip, shippedAt, still } = before;
    const whole = { outcome, counted, confidence, chip, shippedAt, still, rule: '' };
    const { commits, mainCommit, lines, fresh, living } = before;
    const plain = { ...whole, commits, mainCommit, lines, fresh, living };
    const heard = { ...now, unsaid: { plain, linked: plain, words: ['unlink a'] } };
    assert.deepEqual(pieceHeld(before, heard, []), heard);
  });

  it('goes on where more shipped, or something was done since, and keeps the commits of the rest', () => {
    for (const now of [finding({ confidence: 'fair' }, 40, 25), finding({ lastAt: 9 }, 40, 24)])
      assert.deepEqual(pieceHeld(before, now, []), { ...now, commits: ['a', 'b'] });
    const waiting = finding({ outcome: 'pushed', commits: [], shippedAt: null }, 30, 0);
    const now = finding({}, 30, 12);
    assert.deepEqual(pieceHeld(waiting, now, []), now);
  });

  it('keeps what had shipped where the read part is deployed, and not where the whole is taken out', () => {
    const deployed = finding({ outcome: 'in production', living: 7 }, 30, 8);
    const { commits, lines, fresh, living } = before;
    assert.deepEqual(pieceHeld(before, deployed, []), { ...deployed, commits, lines, fresh, living });
    const out = finding({ outcome: 'rolled back', living: 0 }, 30, 20);
    assert.deepEqual(pieceHeld(before, out, []), { ...out, commits });
  });
});
