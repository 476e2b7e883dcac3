import assert from 'node:assert/strict';
import type { PieceReport } from '../../src/model/report.ts';
import type { Plan } from '../../src/panel/protocol.ts';
import { type PieceList, pieceLists } from '../../src/panel/view/rows.ts';
import { pieceOf, READY, reportOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

function rows(pieces: readonly PieceReport[], plan: Plan = 'unknown') {
  return pieceLists(reportOf(pieces), plan, VOICE).flatMap(list => list.rows(99));
}

const spaced = (text: string | undefined) => text?.replace(/\u00a0/g, ' ');

describe('panel/rows', () => {
  const lists = new Map(
    pieceLists(READY.report!, 'unknown', VOICE).map((list): [string, PieceList] => [list.id, list]),
  );
  const ids = (id: string) => lists.get(id)?.pieces.map(piece => piece.id);

  it('lists open work oldest first and the rest newest first', () => {
    assert.deepEqual(ids('open'), ['old', 'importer', 'retry', 'fixtures']);
    assert.deepEqual(ids('shipped'), ['reftable', 'focus', 'exporter']);
    assert.deepEqual(ids('explored'), ['reaper', 'auth']);
    assert.deepEqual(ids('outside'), ['notes']);
    assert.deepEqual(ids('gone'), ['poll', 'flags', 'cache']);
    assert.deepEqual(ids('unclear'), ['gateway']);
  });

  it('tells the age of open work', () => {
    assert.deepEqual(
      lists
        .get('open')
        ?.rows(99)
        .map(row => row.label),
      ['committed 19 days ago', 'in review 6 days', 'committed 4 days', 'in progress today'],
    );
    const labels = (outcome: PieceReport['outcome'], ...ages: number[]) =>
      ages.map(age => rows([pieceOf('x', age, use(1, 1), { outcome })])[0]?.label);
    assert.deepEqual(labels('committed', 1, 13, 14), [
      'committed 1 day',
      'committed 13 days',
      'committed 14 days ago',
    ]);
    assert.deepEqual(labels('in progress', 6, 7), [
      'in progress 6 days',
      'in progress, last edit 7 days ago',
    ]);
    assert.equal(rows([pieceOf('x', 1, use(1, 1), { outcome: 'pushed', lastAt: null })])[0]?.label, 'pushed');
  });

  it('puts what has no known time last', () => {
    const unknown = pieceOf('unknown', 1, use(1, 1), { outcome: 'committed', lastAt: null });
    const broken = pieceOf('broken', 1, use(1, 1), { outcome: 'committed', lastAt: 'not a time' });
    const old = pieceOf('old', 9, use(1, 1), { outcome: 'committed' });
    assert.deepEqual(
      rows([unknown, broken, old]).map(row => row.piece.id),
      ['old', 'unknown', 'broken'],
    );
  });

  it('names a session without a title by its day', () => {
    assert.equal(
      rows([pieceOf('x', 5, use(1, 1), { outcome: 'explored' })])[0]?.untitled,
      'Session of Mon 17 Nov',
    );
    const lastYear = pieceOf('x', 400, use(1, 1), { outcome: 'explored' });
    assert.equal(rows([lastYear])[0]?.untitled, 'Session of Fri 18 Oct 2024');
    const dateless = pieceOf('x', 5, use(1, 1), { outcome: 'explored', startedAt: null, lastAt: null });
    assert.equal(rows([dateless])[0]?.untitled, 'Session of an unknown day');
  });

  it('shows tokens, else credits, else that it is unknown; dollars only where each use is paid', () => {
    const amount = (of: PieceReport['use'], plan: Plan = 'unknown') =>
      spaced(rows([pieceOf('x', 1, of, { outcome: 'shipped' })], plan)[0]?.amount);
    assert.equal(amount(use(900_000, 0.9)), '900 K tokens');
    assert.equal(amount(use(null, null, { credit: 31.4 })), '31.4 credits');
    assert.equal(amount(use(null, null)), 'unknown');
    assert.equal(amount(use(0, 0)), '0 tokens');
    for (const plan of ['flat', 'unknown'] as const)
      assert.doesNotMatch(amount(use(900_000, 0.9), plan)!, /\$/);
    assert.equal(amount(use(900_000, 0.9), 'per use'), '900 K tokens · $0.90');
    assert.equal(amount(use(900_000, null), 'per use'), '900 K tokens');
  });

  it('says where a landing is and who worked on it', () => {
    const [first] = lists.get('shipped')!.rows(1);
    assert.equal(
      first?.meta,
      'reached origin/main on Tue 18 Nov · 4c1d9e2 · api · Claude Code, Codex, two sessions',
    );
    const [open] = lists.get('open')!.rows(1);
    assert.equal(open?.meta, 'spike/cache · api · Claude Code');
  });

  it('gives an explored session what it read', () => {
    assert.deepEqual(
      lists
        .get('explored')
        ?.rows(99)
        .map(row => row.label),
      ['read 6 files', 'read 6 files'],
    );
  });
});
