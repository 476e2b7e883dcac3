import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { loadKey } from '../../src/ledger/keyFile.ts';
import { LEASE_LASTS, Lease } from '../../src/ledger/lease.ts';
import { LedgerError, openLedger } from '../../src/ledger/open.ts';
import { transaction } from '../../src/ledger/transaction.ts';

describe('ledger/open', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledger-'));
    file = join(folder, 'deep', 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a ledger with its folder, and opens it again', async () => {
    const first = await openLedger(file);
    assert.equal(first.writable, true);
    first.database.exec("INSERT INTO meta VALUES ('a', 'b')");
    first.database.close();
    const again = await openLedger(file);
    assert.equal(again.database.prepare('SELECT value FROM meta').get()?.value, 'b');
    again.database.close();
  });

  it('moves a damaged ledger aside, whole, and begins anew', async () => {
    (await openLedger(file)).database.close();
    writeFileSync(file, 'this is no database, but somebody may want it back'.repeat(100));
    const opened = await openLedger(file, { now: new Date('2026-11-23T10:00:00Z') });
    assert.equal(opened.writable, true);
    assert.match(opened.setAside ?? '', /ledger\.db\.damaged-2026-11-23T10-00-00-000Z$/);
    assert.match(readFileSync(opened.setAside!, 'utf8'), /somebody may want it back/);
    opened.database.close();
  });

  it('opens a newer ledger to read and leaves it as it is', async () => {
    const made = await openLedger(file);
    made.database.exec('PRAGMA user_version = 99');
    made.database.close();
    const opened = await openLedger(file);
    assert.deepEqual([opened.writable, opened.problem], [false, 'newer']);
    assert.throws(() => opened.database.exec("INSERT INTO meta VALUES ('a', 'b')"));
    opened.database.close();
  });

  it('says that a ledger to be read is not there', async () => {
    await assert.rejects(openLedger(file, { readOnly: true }), LedgerError);
    assert.equal(existsSync(file), false);
  });

  it('says which trouble it is when the disk is full', async () => {
    const { database } = await openLedger(file);
    database.exec('PRAGMA max_page_count = 40');
    assert.throws(
      () =>
        transaction(database, () =>
          database.exec(`INSERT INTO meta VALUES ('big', '${'x'.repeat(1_000_000)}')`),
        ),
      /full/,
    );
    assert.equal(database.prepare('SELECT count(*) AS n FROM meta').get()?.n, 0, 'nothing of it was written');
    database.exec("INSERT INTO meta VALUES ('small', 'x')");
    database.close();
  });

  it('refuses a stranger\u2019s database as no ledger, and keeps it', async () => {
    const strange = join(folder, 'strange.db');
    const database = new DatabaseSync(strange);
    database.exec('CREATE TABLE session (x)');
    database.close();
    const opened = await openLedger(strange);
    assert.ok(opened.setAside !== null && existsSync(opened.setAside));
    opened.database.close();
  });
});

describe('ledger/keyFile', () => {
  it('makes one key, readable by its owner alone, and reads it again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'key-'));
    const file = join(folder, 'key');
    const made = loadKey(file);
    assert.equal(made.bytes.length, 32);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(Buffer.from(loadKey(file).bytes), Buffer.from(made.bytes));
    assert.equal(loadKey(file).id, made.id);
    writeFileSync(file, 'short');
    chmodSync(file, 0o600);
    assert.throws(() => loadKey(file), /damaged: 5 bytes/);
    rmSync(folder, { recursive: true });
  });
});

describe('ledger/lease', () => {
  it('lets one worker collect, and the next when its heartbeat stops', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lease-'));
    const { database } = await openLedger(join(folder, 'ledger.db'));
    const one = new Lease(database, 'one');
    const two = new Lease(database, 'two');
    assert.equal(one.take('logs', 1000), true);
    assert.equal(two.take('logs', 2000), false);
    assert.equal(two.take('git', 2000), true, 'roles are apart');
    assert.equal(one.beat('logs', 10_000), true);
    assert.equal(two.take('logs', 10_000 + LEASE_LASTS), false);
    assert.equal(two.take('logs', 10_001 + LEASE_LASTS), true);
    assert.equal(one.beat('logs', 10_002 + LEASE_LASTS), false, 'the first one learns that it was replaced');
    two.drop('logs');
    assert.equal(one.take('logs', 11_000 + LEASE_LASTS), true);
    assert.equal(two.take('logs', 0), true, 'a clock set back keeps nobody out');
    database.close();
    rmSync(folder, { recursive: true });
  });
});
