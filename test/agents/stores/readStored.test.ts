import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseStore, DocumentStore, ReadContext } from '../../../src/agents/agent.ts';
import { AGENTS } from '../../../src/agents/registry.ts';
import { readDocument } from '../../../src/agents/stores/readDocument.ts';
import { isUnchanged } from '../../../src/agents/stores/readStored.ts';
import {
  describeFile,
  Merged,
  PACKER,
  readInto,
  readOnce,
  temporaryFolder,
  writeFile,
} from '../readingLogs.ts';

const place = { roots: () => [], isLog: () => true, copyKey: () => null };

/** A list of outputs, one for each call. */
const list: DocumentStore = {
  ...place,
  form: 'document',
  read(context, bytes, state) {
    let outputs: unknown;
    try {
      outputs = JSON.parse(bytes.toString('utf8'));
    } catch {
      return null;
    }
    if (!Array.isArray(outputs)) {
      context.skip('newer format', '9');
      return state ?? 0;
    }
    for (const [n, output] of outputs.entries()) call(context, `c${n}`, output);
    return outputs.length;
  },
};

const rows: DatabaseStore = {
  ...place,
  form: 'database',
  *read(context, database, state) {
    let last = (state as number | null) ?? 0;
    for (const { id, output } of database.rows(
      'SELECT id, output FROM reply WHERE id > ? ORDER BY id',
      last,
    )) {
      call(context, `c${id}`, Number(output));
      last = Number(id);
      if (context.hasEnough()) break;
      yield;
    }
    return last;
  },
};

function call(context: ReadContext, key: string, output: number): void {
  const tokens = {
    input: 1,
    cacheRead: null,
    cacheWrite5m: null,
    cacheWrite1h: null,
    output,
    reasoning: null,
  };
  context.emit({
    kind: 'call',
    agent: 'made-up',
    key,
    session: 's',
    at: 1,
    model: null,
    tokens,
    loggedCost: null,
    credits: null,
    quality: 'exact',
    lesser: null,
    sidechain: false,
  });
}

describe('agents/readStored', () => {
  const folder = temporaryFolder();

  it('reads a document whole, and again when it has changed', async () => {
    const path = join(folder(), 'list.json');
    const merged = new Merged();
    const first = await readOnce(list, writeFile(path, '[3, 4]'), null, merged);
    assert.equal(merged.tokens().output, 7);
    assert.equal(isUnchanged(list, describeFile(path), first.cursor), true);
    const grown = writeFile(path, '[3, 5, 6]');
    assert.equal(isUnchanged(list, grown, first.cursor), false);
    const second = await readOnce(list, grown, first.cursor, merged);
    assert.equal(merged.tokens().output, 14);
    assert.deepEqual([second.code, second.bytes, second.restarted], ['read', 9, true]);
  });

  it('keeps what was known of a document that is half written, and comes back to it', async () => {
    const path = join(folder(), 'torn.json');
    const merged = new Merged();
    const first = await readOnce(list, writeFile(path, '[3, 4]'), null, merged);
    const torn = await readOnce(list, writeFile(path, '[3, 4, '), first.cursor, merged);
    assert.equal(torn.code, 'damaged');
    assert.equal(merged.tokens().output, 7);
    appendFileSync(path, '5]');
    assert.equal((await readOnce(list, describeFile(path), torn.cursor, merged)).code, 'read');
    assert.equal(merged.tokens().output, 12);
  });

  it('counts what it does not understand, with the version that it has', async () => {
    const path = join(folder(), 'newer.json');
    const read = await readOnce(list, writeFile(path, '{"version": 9}'), null, new Merged());
    assert.equal(read.skipped['newer format'], 1);
    assert.equal(read.version, '9');
  });

  it('takes no document that is too long to be held', () => {
    const path = join(folder(), 'long.json');
    const merged = new Merged();
    const read = readDocument(list, writeFile(path, '[1, 2, 3, 4]'), null, PACKER, merged.add, 8);
    assert.equal(read.skipped['too long'], 1);
    assert.equal(merged.calls.size, 0);
    assert.equal(isUnchanged(list, describeFile(path), read.cursor), true);
  });

  it('says that a file is gone', async () => {
    const path = join(folder(), 'gone.json');
    const file = writeFile(path, '[]');
    rmSync(path);
    assert.equal((await readOnce(list, file, null, new Merged())).code, 'gone');
    assert.equal((await readOnce(rows, file, null, new Merged())).code, 'gone');
  });

  it('stops in a database that has much to tell, and goes on from there', async () => {
    const path = join(folder(), 'large.db');
    const writer = new DatabaseSync(path);
    writer.exec('CREATE TABLE reply (id INTEGER PRIMARY KEY, output)');
    for (let id = 1; id <= 7; id++) writer.exec(`INSERT INTO reply VALUES (${id}, 1)`);
    writer.close();
    const merged = new Merged();
    const reads: (readonly [number, boolean])[] = [];
    let cursor: unknown = null;
    for (let done = false; !done; ) {
      const read = await readInto(rows, describeFile(path), cursor, merged.add, 3);
      ({ cursor, done } = read);
      reads.push([merged.calls.size, done]);
    }
    assert.deepEqual(reads, [
      [3, false],
      [6, false],
      [7, true],
    ]);
  });

  it('reads what an agent that died left once, and again when its bytes have changed', async () => {
    const path = join(folder(), 'died', 'agent.db');
    writeFile(path, '');
    const writer = new DatabaseSync(path);
    writer.exec('PRAGMA journal_mode = wal; CREATE TABLE reply (id INTEGER PRIMARY KEY, output)');
    writer.exec('INSERT INTO reply VALUES (1, 5)');
    const left = join(folder(), 'left.db');
    const leave = () => {
      for (const end of ['', '-wal']) copyFileSync(path + end, left + end);
    };
    leave();
    let asked = 0;
    const counting: DatabaseStore = {
      ...rows,
      *read(context, database, state) {
        asked++;
        return yield* rows.read(context, database, state);
      },
    };
    const merged = new Merged();
    const first = await readInto(counting, describeFile(left), null, merged.add, 1);
    const second = await readInto(counting, describeFile(left), first.cursor, merged.add);
    assert.deepEqual([asked, first.done, second.code, second.cursor], [1, true, 'read', first.cursor]);
    writer.exec('INSERT INTO reply VALUES (2, 6)');
    leave();
    await readInto(counting, describeFile(left), second.cursor, merged.add);
    assert.deepEqual([asked, merged.tokens().output], [2, 11]);
    writer.close();
  });

  it('tells nothing of a database that it could not read to the end, and says what is too large for a number', async () => {
    const path = join(folder(), 'broken.db');
    const writer = new DatabaseSync(path);
    writer.exec('CREATE TABLE reply (id INTEGER PRIMARY KEY, output)');
    writer.exec('INSERT INTO reply VALUES (1, 5), (2, 9223372036854775807)');
    const merged = new Merged();
    const read = await readOnce(rows, describeFile(path), null, merged);
    writer.close();
    assert.deepEqual([read.code, read.cursor, merged.calls.size], ['newer format', null, 0]);
  });

  for (const agent of AGENTS) {
    for (const store of agent.stores) {
      if (store.form !== 'database') continue;
      it(`says a newer format of a database of ${agent.id} that has none of its tables, and not that it is empty`, async () => {
        const path = join(folder(), `${crypto.randomUUID()}.db`);
        const writer = new DatabaseSync(path);
        writer.exec("CREATE TABLE moved_v9 (id TEXT); INSERT INTO moved_v9 VALUES ('a')");
        writer.close();
        const read = await readOnce(store, describeFile(path), null, new Merged());
        assert.ok(read.code === 'newer format' || read.skipped['newer format'] > 0, JSON.stringify(read));
      });
    }
  }

  for (const agent of AGENTS) {
    for (const store of agent.stores) {
      if (store.form === 'database' || agent.closed !== undefined) continue;
      // Rollouts of its first months have no types, and Droid's settings no tokens before the first reply.
      if (agent.id === 'codex' || (agent.id === 'droid' && store.form === 'document')) continue;
      it(`says a newer format of ${store.form} of ${agent.id} in which nothing is where it was`, async () => {
        const text = store.form === 'lines' ? '{"v":9,"spent":{"in":1}}\n{"v":9}\n' : '{"v":9,"turns":[]}';
        const path = join(folder(), crypto.randomUUID(), 'projects', 'x.jsonl');
        const read = await readOnce(store, writeFile(path, text), null, new Merged());
        assert.ok(read.code === 'newer format' || read.skipped['newer format'] > 0, JSON.stringify(read));
      });
    }
  }

  it('asks a database for what is new, however old it looks', async () => {
    const path = join(folder(), 'replies.db');
    const writer = new DatabaseSync(path);
    writer.exec('PRAGMA journal_mode = wal; CREATE TABLE reply (id INTEGER PRIMARY KEY, output)');
    writer.exec('INSERT INTO reply VALUES (1, 5), (2, 6)');
    const merged = new Merged();
    const first = await readOnce(rows, describeFile(path), null, merged);
    assert.deepEqual(first.cursor, { state: 2 });
    assert.equal(isUnchanged(rows, describeFile(path), first.cursor), false);
    writer.exec('INSERT INTO reply VALUES (3, 7)');
    const second = await readOnce(rows, describeFile(path), first.cursor, merged);
    assert.equal(merged.tokens().output, 18);
    assert.deepEqual(second.cursor, { state: 3 });
    writer.exec('DROP TABLE reply');
    const third = await readOnce(rows, describeFile(path), second.cursor, merged);
    assert.deepEqual([third.code, third.cursor], ['newer format', { state: 3 }]);
    writer.close();
  });
});
