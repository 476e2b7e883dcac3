import assert from 'node:assert/strict';
import type { Correction } from '../../src/model/correction.ts';
import { sayingsOf } from '../../src/panel/view/sayings.ts';
import { pieceOf, READY, use } from './sample.ts';
import { VOICE } from './voice.ts';

const COMMIT = '4c1d9e2a0b3c4d5e6f708192a3b4c5d6e7f80912';

function sayings(outcome: Parameters<typeof pieceOf>[3]['outcome'], corrections: Correction[] = []) {
  const piece = pieceOf('x', 3, use(1, 1), { outcome, agents: ['codex', 'codex'] });
  return sayingsOf(piece, { ...READY.report!, corrections }, VOICE);
}

function said(id: number, session: string, what: Correction['said'], target: string | null): Correction {
  return { id, agent: 'codex', session, said: what, target, at: '2025-11-20T10:00:00.000Z' };
}

describe('panel/sayings', () => {
  it('offers of a shipped piece to take its commit away, and of an open one to link one', () => {
    const texts = (outcome: Parameters<typeof sayings>[0]) => sayings(outcome).offers.map(({ text }) => text);
    assert.deepEqual(texts('shipped'), ['4c1d9e2 is not from this', 'Not AI work']);
    assert.deepEqual(texts('in progress'), ['Link a commit…', 'This was research']);
    assert.deepEqual(texts('unclear'), ['Link a commit…', 'This was research', 'Not AI work']);
  });

  it('says it of all sessions of the piece', () => {
    const [unlink] = sayings('shipped').offers;
    assert.deepEqual(unlink?.message, {
      type: 'say',
      sessions: [
        { agent: 'codex', id: 'x-0' },
        { agent: 'codex', id: 'x-1' },
      ],
      said: 'unlink',
      target: COMMIT,
    });
  });

  it('tells what was said once, with one way to take all of it back', () => {
    const corrections = [
      said(1, 'x-0', 'research', null),
      said(2, 'x-1', 'research', null),
      said(3, 'y-0', 'research', null),
      said(4, 'x-0', 'link', COMMIT),
    ];
    assert.deepEqual(sayings('explored', corrections).said, [
      { text: 'You said: this was research.', takeBack: { type: 'takeBack', corrections: [1, 2] } },
      { text: 'You said: 4c1d9e2 is from this.', takeBack: { type: 'takeBack', corrections: [4] } },
    ]);
  });
});
