import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GitTables } from '../../src/ledger/gitTables.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { ProductionWords } from '../../src/ledger/productionWords.ts';
import { MIGRATIONS, SCHEMA_VERSION } from '../../src/ledger/schema.ts';
import type { ProductionSign } from '../../src/model/production.ts';

const TAGS: ProductionSign = { kind: 'release tags', branch: null };
const LIVE: ProductionSign = { kind: 'deploy branch', branch: 'live' };

describe('ledger/productionWords', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'words-'));
    file = join(folder, 'ledger.db');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A ledger as version 5 left it. */
  function older(): void {
    const database = new DatabaseSync(file);
    for (const migration of MIGRATIONS.slice(0, 5)) database.exec(migration);
    database.exec("PRAGMA user_version = 5; INSERT INTO meta VALUES ('kept', 'yes')");
    database.close();
  }

  const put = (database: DatabaseSync, root: string, remoteIdentity: string | null) =>
    new GitTables(database).putRepository({
      commonDir: `${root}/.git`,
      root,
      remote: null,
      remoteIdentity,
      shippingRef: null,
      lastHeard: null,
      shallow: false,
    });
  const held = (words: ProductionWords, repository: number) =>
    words.of(repository).map(({ kind, branch, said }) => [kind, branch, said]);

  it('are added to a ledger of version 5, which loses nothing', async () => {
    older();
    const { database, writable } = await openLedger(file);
    assert.equal(writable, true);
    assert.equal(database.prepare('PRAGMA user_version').get()?.user_version, SCHEMA_VERSION);
    assert.equal(database.prepare("SELECT value FROM meta WHERE name = 'kept'").get()?.value, 'yes');
    const shop = put(database, '/shop', null);
    const words = new ProductionWords(database);
    assert.notEqual(words.say('/shop', TAGS, 'production', 1), null);
    assert.deepEqual(held(words, shop), [['release tags', null, 'production']]);
    database.close();
  });

  it('are none in a ledger of version 5 that is only read', async () => {
    older();
    const { database } = await openLedger(file, { readOnly: true });
    const words = new ProductionWords(database);
    assert.deepEqual([words.of(1), words.count()], [[], 0]);
    database.close();
  });

  it('hold of each kind by its last, and are undone, not deleted', async () => {
    const { database } = await openLedger(file);
    const shop = put(database, '/shop', null);
    const words = new ProductionWords(database);
    words.say('/shop', TAGS, 'production', 1);
    words.say('/shop', LIVE, 'production', 2);
    const last = words.say('/shop', TAGS, 'not production', 3);
    assert.deepEqual(held(words, shop), [
      ['deploy branch', 'live', 'production'],
      ['release tags', null, 'not production'],
    ]);
    const before = words.count();
    words.takeBack(last!, 4);
    words.takeBack(last!, 9);
    assert.deepEqual(held(words, shop), [['deploy branch', 'live', 'production']]);
    assert.equal(words.count(), before + 1);
    const rows = database.prepare('SELECT at, undone FROM production_word ORDER BY id').all();
    assert.deepEqual(
      rows.map(({ at, undone }) => [at, undone]),
      [
        [1, 3],
        [2, null],
        [3, 4],
      ],
    );
    assert.equal(words.say('/elsewhere', TAGS, 'production', 5), null);
    database.close();
  });

  it('go with the repository where its folder is moved or it is cloned again, and not to others', async () => {
    const { database } = await openLedger(file);
    put(database, '/old/shop', 'forge.example/team/shop');
    const other = put(database, '/api', 'forge.example/team/api');
    const alone = put(database, '/alone', null);
    const words = new ProductionWords(database);
    words.say('/old/shop', TAGS, 'production', 1);
    words.say('/alone', LIVE, 'production', 1);
    const moved = put(database, '/new/shop', 'forge.example/team/shop');
    assert.deepEqual(held(words, moved), [['release tags', null, 'production']]);
    assert.deepEqual(held(words, other), []);
    words.say('/new/shop', TAGS, 'not production', 2);
    assert.deepEqual(held(words, moved), [['release tags', null, 'not production']]);
    assert.deepEqual(held(words, alone), [['deploy branch', 'live', 'production']]);
    database.close();
  });
});
