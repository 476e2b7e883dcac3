import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Nudges } from '../../src/ledger/nudges.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/ledger/schema.ts';
import type { Nudge } from '../../src/model/nudge.ts';

const NUDGE: Nudge = {
  kind: 'not pushed',
  about: { repo: '/r', branch: 'feat/x', piece: 'p', sessions: [], tree: null },
  rule: 'not-pushed-for-3-days',
  since: 1,
  evidence: { counts: { commits: 1 }, files: ['a.ts'], commits: [] },
  confidence: 'solid',
};

describe('ledger/nudges', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nudges-'));
    file = join(folder, 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A ledger as version 2 left it. */
  function older(): DatabaseSync {
    const database = new DatabaseSync(file);
    for (const migration of MIGRATIONS.slice(0, 2)) database.exec(migration);
    database.exec("PRAGMA user_version = 2; INSERT INTO meta VALUES ('kept', 'yes')");
    return database;
  }

  it('are added to a ledger of version 2, which loses nothing', async () => {
    older().close();
    const { database, writable } = await openLedger(file);
    assert.equal(writable, true);
    assert.equal(database.prepare('PRAGMA user_version').get()?.user_version, SCHEMA_VERSION);
    assert.equal(database.prepare("SELECT value FROM meta WHERE name = 'kept'").get()?.value, 'yes');
    const nudges = new Nudges(database);
    nudges.show(NUDGE, 'feat/x', 10);
    assert.deepEqual(
      nudges.all().map(({ nudge }) => nudge),
      [NUDGE],
    );
    database.close();
  });

  it('are none in a ledger of version 2 that is only read', async () => {
    older().close();
    const { database } = await openLedger(file, { readOnly: true });
    const nudges = new Nudges(database);
    assert.deepEqual([nudges.all(), nudges.open(), nudges.count()], [[], [], 0]);
    database.close();
  });

  it('outlive the process that wrote them, answers and all', async () => {
    const first = (await openLedger(file)).database;
    const writing = new Nudges(first);
    writing.show(NUDGE, 'feat/x', 10);
    writing.show({ ...NUDGE, kind: 'parked' }, 'tree', 20);
    writing.see(25);
    assert.equal(writing.answer(1, 'not useful', 30), true);
    first.close();
    const { database } = await openLedger(file);
    const rows = new Nudges(database).all();
    assert.deepEqual(
      rows.map(({ kind, subject, shownAt, seenAt, how, endedAt, lifted }) => {
        return [kind, subject, shownAt, seenAt, how, endedAt, lifted];
      }),
      [
        ['not pushed', 'feat/x', 10, 25, 'not useful', 30, false],
        ['parked', 'tree', 20, 25, null, null, false],
      ],
    );
    database.close();
  });

  it('are answered once, ended once, and lifted for all of their kind', async () => {
    const { database } = await openLedger(file);
    const nudges = new Nudges(database);
    nudges.show(NUDGE, 'a', 10);
    assert.equal(nudges.answer(7, 'never', 11), false, 'there is none');
    assert.equal(nudges.answer(1, 'never', 12), true);
    assert.equal(nudges.answer(1, 'snooze', 13), false);
    nudges.end(1, 'past', 14);
    assert.equal(nudges.all()[0]?.how, 'never');
    nudges.show(NUDGE, 'b', 20);
    const counted = nudges.count();
    assert.equal(nudges.answer(1, 'lift', 21), true);
    assert.ok(nudges.count() > counted, 'a window learns of it');
    assert.deepEqual(
      nudges.all().map(({ lifted }) => lifted),
      [true, false],
    );
    database.close();
  });

  it('are told in a notification once, whichever window asks', async () => {
    const one = new Nudges((await openLedger(file)).database);
    const { database } = await openLedger(file);
    const two = new Nudges(database);
    assert.equal(one.take(5), null);
    one.show(NUDGE, 'a', 10);
    assert.equal(two.take(11)?.id, 1);
    assert.equal(one.take(12), null);
    assert.equal(one.all()[0]?.seenAt, 11);
    database.close();
  });
});
