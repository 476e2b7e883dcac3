import assert from 'node:assert/strict';
import type { PieceReport } from '../../src/model/report.ts';
import type { Plan } from '../../src/panel/protocol.ts';
import { openLabel } from '../../src/panel/view/ages.ts';
import { type PieceList, pieceLists, type Row } from '../../src/panel/view/rows.ts';
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

  it('says in hours how old the work of an evening is, looked at past midnight', () => {
    const evening = new Date(2025, 10, 23, 21, 30).toISOString();
    const at = (...now: [day: number, hour: number, minute: number]) =>
      openLabel('committed', evening, { ...VOICE, now: new Date(2025, 10, ...now) });
    assert.equal(at(23, 23, 30), 'committed today');
    assert.equal(at(24, 0, 10), 'committed 2 hours ago');
    assert.equal(at(24, 8, 0), 'committed 10 hours ago');
    assert.equal(at(24, 9, 30), 'committed 1 day ago');
  });

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
      ['committed 19 days ago', 'in review, edited 6 days ago', 'committed 4 days ago', 'in progress today'],
    );
    const labels = (outcome: PieceReport['outcome'], ...ages: number[]) =>
      ages.map(age => rows([pieceOf('x', age, use(1, 1), { outcome })])[0]?.label);
    assert.deepEqual(labels('committed', 0, 1, 16), [
      'committed today',
      'committed 1 day ago',
      'committed 16 days ago',
    ]);
    assert.deepEqual(labels('pushed', 11), ['pushed 11 days ago']);
    assert.deepEqual(labels('in progress', 0, 9), ['in progress today', 'last edited 9 days ago']);
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
    const amount = (of: PieceReport['use'], plan: Plan = 'unknown') => {
      const [{ amount: shown }] = rows([pieceOf('x', 1, of, { outcome: 'shipped' })], plan) as [Row];
      return [spaced(shown.text), shown.unit, shown.paid];
    };
    assert.deepEqual(amount(use(900_000, 0.9)), ['0.9 M', 'tokens', null]);
    assert.deepEqual(amount(use(null, null, { credit: 31.4 })), ['31.4 credits', null, null]);
    assert.deepEqual(amount(use(null, null, { credit: 1.02 })), ['1 credit', null, null]);
    assert.deepEqual(amount(use(0, 0, { credit: 31.4 })), ['31.4 credits', null, null]);
    assert.deepEqual(amount(use(null, null)), ['unknown', null, null]);
    assert.deepEqual(amount(use(0, 0)), ['0', 'tokens', null]);
    for (const plan of ['flat', 'unknown'] as const) assert.equal(amount(use(900_000, 0.9), plan)[2], null);
    assert.deepEqual(amount(use(900_000, 0.9), 'per use'), ['0.9 M', 'tokens', '$0.90']);
    assert.deepEqual(amount(use(900_000, null), 'per use'), ['0.9 M', 'tokens', null]);
  });

  it('says where a landing is and who worked on it', () => {
    const [first] = lists.get('shipped')!.rows(1);
    assert.equal(
      first?.meta,
      'reached origin/main on Tue 18 Nov · 4c1d9e2 · api · Claude Code, Codex, two sessions',
    );
    const { evidence, mainCommit } = pieceOf('x', 5, use(1, 1), { outcome: 'shipped' });
    const on = (ref: string | null, commit = mainCommit) =>
      rows([
        pieceOf('x', 5, use(1, 1), {
          outcome: 'shipped',
          evidence: evidence.map(each => ({ ...each, ref, commit })),
        }),
      ])[0]?.meta?.replace(/ on .*/, '');
    assert.equal(on('refs/remotes/origin/release/1'), 'reached origin/release/1');
    assert.equal(on('refs/remotes/origin/release/1', 'f'.repeat(40)), 'reached origin/main');
    assert.equal(on(null), 'reached origin/main');
    const [open] = lists.get('open')!.rows(1);
    assert.equal(open?.meta, 'spike/cache · api · Claude Code');
  });

  it('names neither the default branch nor a repository that the files are not in', () => {
    const where = (outcome: PieceReport['outcome'], branch: string | null, repo = '/home/ada/code/api') =>
      rows([pieceOf('x', 5, use(1, 1), { outcome, branch, repo })])[0]?.meta;
    assert.equal(where('explored', 'main'), 'api · Claude Code · Tue 18 Nov');
    assert.equal(where('set aside', 'refs/heads/main'), 'api · Claude Code · Tue 18 Nov');
    assert.equal(where('committed', 'main'), 'api · Claude Code');
    assert.equal(where('committed', 'fix/main'), 'fix/main · api · Claude Code');
    assert.equal(where('committed', 'master', '/elsewhere'), 'elsewhere · Claude Code');
    assert.equal(where('outside git', 'main'), 'Claude Code · Tue 18 Nov');
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
