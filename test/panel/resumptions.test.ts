import assert from 'node:assert/strict';
import type { ListId } from '../../src/model/pieceLists.ts';
import type { PieceReport } from '../../src/model/report.ts';
import type { Resumptions } from '../../src/panel/protocol.ts';
import { ResumeShelf, wayBack } from '../../src/panel/view/resumptions.ts';
import { pieceOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

const ENDS: Readonly<Record<string, string>> = {
  's-0': '2025-11-20T10:00:00Z',
  's-1': '2025-11-22T10:00:00Z',
  's-2': '2025-11-21T10:00:00Z',
};

function withEnds(piece: PieceReport): PieceReport {
  return {
    ...piece,
    sessions: piece.sessions.map(session => ({ ...session, endedAt: ENDS[session.id] ?? null })),
  };
}

describe('panel/resumptions', () => {
  const piece = withEnds(
    pieceOf('s', 1, use(1, 1), {
      outcome: 'committed',
      agents: ['claude-code', 'codex', 'claude-code'],
    }),
  );
  const told = (list: ListId, states: readonly Resumptions[number]['state'][], by: string | null = null) => {
    const shelf = new ResumeShelf();
    shelf.put(piece.sessions.map((session, i) => ({ ...session, state: states[i]!, by })));
    return wayBack(list, piece, shelf, VOICE);
  };

  it('asks once of the last six sessions of each row', () => {
    const many = pieceOf('m', 1, use(1, 1), { outcome: 'committed', agents: Array(9).fill('codex') });
    const shelf = new ResumeShelf();
    assert.equal(shelf.wanted([piece])?.length, 3);
    assert.equal(shelf.wanted([piece]), null);
    assert.equal(shelf.wanted([many])?.length, 6);
  });

  it('leads to the session that ended last, and to the others behind "Why"', () => {
    const way = told('open', ['ready', 'ready', 'ready']);
    assert.deepEqual(way.session, { agent: 'codex', id: 's-1' });
    assert.equal(way.note, null);
    assert.deepEqual(way.others, [
      { text: 'Claude Code, Fri 21 Nov', session: { agent: 'claude-code', id: 's-2' } },
      { text: 'Claude Code, Thu 20 Nov', session: { agent: 'claude-code', id: 's-0' } },
    ]);
  });

  it('says what is gone and keeps the others', () => {
    const way = told('shipped', ['ready', 'gone', 'gone'], '2025-11-12T09:00:00Z');
    assert.equal(way.session, null);
    assert.equal(way.note, 'This conversation was deleted from the logs of Codex by Wed 12 Nov.');
    assert.deepEqual(
      way.others.map(({ text, session }) => [text, session?.id ?? null]),
      [
        ['Claude Code, Fri 21 Nov (deleted)', null],
        ['Claude Code, Thu 20 Nov', 's-0'],
      ],
    );
    assert.equal(
      told('open', ['ready', 'gone', 'ready']).note,
      'This conversation was deleted from the logs of Codex.',
    );
  });

  it('passes over sessions that nothing can go on with', () => {
    assert.equal(told('open', ['ready', 'cannot', 'cannot']).session?.id, 's-0');
    assert.deepEqual(told('open', ['cannot', 'cannot', 'cannot']), { session: null, note: null, others: [] });
  });

  it('leaves rows of other lists as they are', () => {
    const way = told('gone', ['ready', 'gone', 'ready']);
    assert.deepEqual([way.session, way.note, way.others.length], [null, null, 3]);
  });
});
