import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LinkTable, type ToldBy } from '../../src/ledger/linkTable.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/ledger/schema.ts';
import { SessionReads } from '../../src/ledger/sessionReads.ts';

describe('ledger/linkTable', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'links-'));
    file = join(folder, 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const told = (database: DatabaseSync) =>
    new SessionReads(database).links().map(({ target, at, toldBy }) => [target, at, toldBy]);

  it('keeps the first time, and the log’s word before a repository’s, in any order', async () => {
    const { database } = await openLedger(file);
    const links = new LinkTable(database);
    const put = (target: string, ...by: ToldBy[]) => {
      for (const [i, each] of by.entries()) links.put(1, 'commit', target, 9 - i, each);
    };
    put('a', 'log');
    put('b', 'repository');
    put('c', 'log', 'repository');
    put('d', 'repository', 'log');
    put('e', 'repository', 'repository');
    const byTarget = told(database).sort(([a], [b]) => (a! < b! ? -1 : 1));
    assert.deepEqual(byTarget, [
      ['a', 9, 'log'],
      ['b', 9, 'repository'],
      ['c', 8, 'log'],
      ['d', 8, 'log'],
      ['e', 8, 'repository'],
    ]);
    database.close();
  });

  /** A ledger as version 7 left it. */
  function older(): void {
    const database = new DatabaseSync(file);
    for (const migration of MIGRATIONS.slice(0, 7)) database.exec(migration);
    database.exec("PRAGMA user_version = 7; INSERT INTO link VALUES (1, 'commit', 'a', 5)");
    database.close();
  }

  it('has all links of a ledger of version 7, which a log may have told of, and learns of that', async () => {
    older();
    const { database, writable } = await openLedger(file);
    assert.equal(writable, true);
    assert.equal(database.prepare('PRAGMA user_version').get()?.user_version, SCHEMA_VERSION);
    assert.deepEqual(told(database), [['a', 5, null]]);
    const links = new LinkTable(database);
    links.put(1, 'commit', 'a', 6, 'repository');
    assert.deepEqual(told(database), [['a', 5, null]]);
    links.put(1, 'commit', 'a', 6, 'log');
    assert.deepEqual(told(database), [['a', 5, 'log']]);
    database.close();
  });

  it('tells the links of a ledger of version 7 that is only read', async () => {
    older();
    const { database } = await openLedger(file, { readOnly: true });
    assert.deepEqual(told(database), [['a', 5, null]]);
    database.close();
  });
});
