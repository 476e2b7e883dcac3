import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ForeignDatabase, ForeignDatabaseError } from '../../../src/agents/stores/foreignDatabase.ts';
import { temporaryFolder } from '../readingLogs.ts';

describe('agents/foreignDatabase', () => {
  const folder = temporaryFolder();
  let home = '';
  let path = '';
  let writer: DatabaseSync;
  beforeEach(() => {
    home = join(folder(), crypto.randomUUID());
    mkdirSync(home);
    path = join(home, 'agent.db');
    writer = new DatabaseSync(path);
  });
  afterEach(() => {
    if (writer.isOpen) writer.close();
  });
  const numbers = () =>
    ForeignDatabase.with(path, async database =>
      [...database.rows('SELECT x FROM t ORDER BY x')].map(row => row.x),
    );

  function fill(mode: 'wal' | 'delete'): void {
    writer.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE t (x); INSERT INTO t VALUES (1), (2)`);
  }

  for (const mode of ['wal', 'delete'] as const) {
    it(`reads what a running agent wrote, and leaves nothing beside it: ${mode}`, async () => {
      fill(mode);
      const beside = readdirSync(home);
      assert.deepEqual(await numbers(), [1, 2]);
      writer.exec('INSERT INTO t VALUES (3)');
      assert.deepEqual(await numbers(), [1, 2, 3]);
      assert.deepEqual(readdirSync(home), beside);
    });

    it(`reads what an agent that has ended left, and adds no file: ${mode}`, async () => {
      fill(mode);
      writer.close();
      assert.deepEqual(await numbers(), [1, 2]);
      assert.deepEqual(readdirSync(home), ['agent.db']);
    });
  }

  it('reads what an agent that died left in its log, from a copy', async () => {
    fill('wal');
    const died = join(home, 'died.db');
    copyFileSync(path, died);
    copyFileSync(`${path}-wal`, `${died}-wal`);
    writer.close();
    path = died;
    const beside = readdirSync(home);
    assert.deepEqual(await numbers(), [1, 2]);
    assert.deepEqual(readdirSync(home), beside);
  });

  it('waits for a writer and then says that it is locked', async () => {
    fill('delete');
    writer.exec('BEGIN EXCLUSIVE');
    await assert.rejects(numbers(), { problem: 'locked' });
    writer.exec('COMMIT');
    assert.deepEqual(await numbers(), [1, 2]);
  });

  it('says what is wrong with a file', async () => {
    fill('delete');
    await assert.rejects(
      ForeignDatabase.with(path, async database => [...database.rows('SELECT gone FROM t')]),
      { problem: 'newer format' },
    );
    writer.close();
    writeFileSync(path, Buffer.alloc(8192, 'no database'));
    await assert.rejects(numbers(), { problem: 'damaged' });
    rmSync(path);
    await assert.rejects(numbers(), ForeignDatabaseError);
  });

  it('says that a cut database is damaged, or reads what is there', async () => {
    writer.exec('CREATE TABLE t (x)');
    const add = writer.prepare('INSERT INTO t VALUES (?)');
    writer.exec('BEGIN');
    for (let i = 0; i < 3000; i++) add.run(i);
    writer.exec('COMMIT');
    writer.close();
    truncateSync(path, 12_288);
    await assert.rejects(numbers(), { problem: 'damaged' });
  });

  it('knows which columns there are', async () => {
    fill('wal');
    await ForeignDatabase.with(path, async database => {
      assert.equal(database.has('t', 'x'), true);
      assert.equal(database.has('t', 'x', 'y'), false);
      assert.equal(database.has('none'), false);
      assert.equal(database.row('SELECT x FROM t WHERE x > ?', 9), null);
    });
  });

  it('asks for no column that it does not name, and writes nothing', async () => {
    fill('wal');
    await ForeignDatabase.with(path, async database => {
      for (const sql of [
        'SELECT * FROM t',
        'select t.* from t',
        'SELECT x, * FROM t',
        'SELECT DISTINCT * FROM t',
      ]) {
        assert.throws(() => database.rows(sql), RangeError);
      }
      assert.equal(database.row('SELECT count(*) AS n, 2 * x AS d FROM t')?.n, 2);
    });
    await assert.rejects(ForeignDatabase.with(path, async database => [...database.rows('DELETE FROM t')]));
    assert.deepEqual(await numbers(), [1, 2]);
  });
});
