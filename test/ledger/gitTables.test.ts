import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { formerPaths } from '../../src/ledger/formerPaths.ts';
import { GitTables } from '../../src/ledger/gitTables.ts';
import { renamesIn, withoutGrams } from '../../src/ledger/keptChanges.ts';
import { type OpenLedger, openLedger } from '../../src/ledger/open.ts';
import { NO_LINES, packGrams, packLines } from '../../src/ledger/packed.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import type { PackedLines } from '../../src/model/editedLines.ts';
import type { CommitChange, FileChange } from '../../src/model/git.ts';

const REPOSITORY = 1;

function file(path: string, grams?: readonly number[], oldPath: string | null = null): FileChange {
  const side = (...fingerprints: number[]) => ({
    fingerprints: Float64Array.from(fingerprints),
    tokens: Uint8Array.from(fingerprints, () => 6),
    flags: new Uint8Array(fingerprints.length),
  });
  const change = { path, oldPath, unread: null, added: side(1, 2), removed: side(3) };
  return grams === undefined ? change : { ...change, grams: Uint32Array.from(grams) };
}

function commit(id: string, at: number, ...files: FileChange[]): CommitChange {
  const mentions = {
    reverts: [],
    revertedPullRequests: [],
    pullRequest: null,
    coAuthors: [],
    trailers: [],
  };
  return {
    commit: id,
    parents: ['0'],
    authoredAt: at,
    committedAt: at,
    authorEmail: 'a@example.com',
    committerEmail: 'a@example.com',
    mentions,
    files,
  };
}

/** Its arrays by themselves: what makes them when they are asked for is equal to any other. */
const told = ({ fingerprints, tokens, flags }: PackedLines): PackedLines => ({ fingerprints, tokens, flags });

/** What the ledger reads when it is asked for, as it was told. */
function asTold({ path, oldPath, unread, added, removed, grams }: FileChange): FileChange {
  const change = { path, oldPath, unread, added: told(added), removed: told(removed) };
  return grams === undefined ? change : { ...change, grams };
}

describe('ledger/gitTables', () => {
  let folder: string;
  let ledger: OpenLedger;
  let tables: GitTables;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'git-tables-'));
    ledger = await openLedger(join(folder, 'ledger.db'));
    tables = new GitTables(ledger.database);
  });
  afterEach(() => {
    ledger.database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('gives back what commits changed as it was told', async () => {
    const changes = [
      commit('a', 10, file('x', [7, 8, 2 ** 32 - 1]), file('y')),
      commit('b', 20, file('z', [], 'x')),
      { ...commit('c', 30), parents: [] },
      { ...commit('d', 40), parents: ['a', 'b'] },
    ];
    tables.putCommits(REPOSITORY, changes);
    const given = [...(await tables.commits(REPOSITORY)).values()];
    assert.deepEqual(
      given.map(change => ({ ...change, parents: change.parents, files: change.files.map(asTold) })),
      changes,
    );
    assert.deepEqual(renamesIn(changes), [['x', 'z']]);
  });

  it('gives lines of more commits than it holds at once', async () => {
    const MANY = 700;
    const large = (at: number): FileChange => ({
      ...file('x'),
      added: {
        fingerprints: new Float64Array(1000).fill(at),
        tokens: new Uint8Array(1000),
        flags: new Uint8Array(1000),
      },
    });
    for (let at = 0; at < MANY; at++) tables.putCommits(REPOSITORY, [commit(`c${at}`, at, large(at))]);
    const changes = await tables.commits(REPOSITORY);
    for (const look of ['first', 'second']) {
      const seen = [...changes.values()].map(({ committedAt, files }) => {
        const { fingerprints } = files[0]!.added;
        return fingerprints.length === 1000 && fingerprints[999] === committedAt;
      });
      assert.equal(seen.length, MANY, look);
      assert.ok(!seen.includes(false), look);
    }
  });

  it('reads a commit once, and what is new beside it', async () => {
    tables.putCommits(REPOSITORY, [commit('b', 10, file('x')), commit('d', 10, file('x'))]);
    const first = await tables.commits(REPOSITORY);
    const lines = () => first.get('b')!.files[0]!.added;
    const before = lines();
    assert.equal(lines(), before);
    // Somebody else's connection wrote them as well.
    tables.putCommits(REPOSITORY, [commit('a', 20, file('y')), commit('c', 30, file('z'))]);
    const second = await new GitTables(ledger.database).commits(REPOSITORY);
    const again = await tables.commits(REPOSITORY);
    assert.deepEqual([...again.keys()], ['a', 'b', 'c', 'd']);
    assert.deepEqual([...second.keys()], ['a', 'b', 'c', 'd']);
    assert.equal(again.get('b'), first.get('b'));
    assert.equal(again.get('c')?.files[0]?.path, 'z');
    assert.equal(first.size, 2);
    tables.rest();
    assert.notEqual(lines(), before);
    assert.deepEqual(told(lines()), told(before));
  });

  it('knows of which commits token runs are still to be read', async () => {
    tables.putCommits(REPOSITORY, [
      commit('a', 10, file('x'), file('y', [1])),
      commit('b', 20, file('x')),
      commit('c', 30, file('new', undefined, 'x'), file('z')),
      commit('d', 40, file('z')),
      commit('e', 50, file('x', [])),
    ]);
    assert.deepEqual(
      [...withoutGrams(await tables.commits(REPOSITORY), new Set(['x', 'y']), 20)],
      ['b', 'c'],
    );
    tables.putGrams(REPOSITORY, [commit('b', 20, file('x', [5, 6]))]);
    assert.deepEqual([...withoutGrams(await tables.commits(REPOSITORY), new Set(['x', 'y']), 20)], ['c']);
    const files = (await tables.commits(REPOSITORY)).get('b')?.files;
    assert.deepEqual(files?.map(asTold), [file('x', [5, 6])]);
  });

  it('keeps a merge’s own changes apart from all that it brought', async () => {
    tables.putCommits(REPOSITORY, [commit('m', 10, file('x'), file('y'))]);
    tables.putCommits(REPOSITORY, [commit('m', 10, file('x', [9]))], true);
    const given = await Promise.all([false, true].map(own => tables.commits(REPOSITORY, own)));
    assert.deepEqual(
      given.map(changes => changes.get('m')?.files.length),
      [2, 1],
    );
    assert.deepEqual([...tables.knownCommits(REPOSITORY, true)], ['m']);
    assert.deepEqual([...withoutGrams(given[0]!, new Set(['x']), 0)], ['m']);
    assert.deepEqual([...withoutGrams(given[1]!, new Set(['x']), 0)], []);
  });

  it('has all that a ledger of version 6 had, where lines lay within the keys', async () => {
    const path = join(folder, 'older.db');
    const older = new DatabaseSync(path);
    for (const migration of MIGRATIONS.slice(0, 6)) older.exec(migration);
    older.exec('PRAGMA user_version = 6');
    const given = [
      commit('a', 1, file('one.ts', [7, 8]), file('two.ts', undefined, 'old.ts')),
      commit('b', 2, file('one.ts')),
    ];
    for (const { commit: id, files, mentions } of given) {
      older
        .prepare("INSERT INTO commit_change VALUES (?, ?, '0', 1, 1, 'a', 'a', ?, 1)")
        .run(REPOSITORY, id, JSON.stringify(mentions));
      older
        .prepare('INSERT INTO file_change VALUES (?, ?, ?, NULL, NULL, ?, NULL, 0)')
        .run(REPOSITORY, id, files[0]!.path, packLines(file('not its own').removed, NO_LINES));
      for (const { path, oldPath, unread, added, removed, grams } of files) {
        const runs = grams === undefined ? null : packGrams(grams);
        older
          .prepare('INSERT INTO file_change VALUES (?, ?, ?, ?, ?, ?, ?, 1)')
          .run(REPOSITORY, id, path, oldPath, unread, packLines(added, removed), runs);
      }
    }
    older.close();
    const read = await openLedger(path, { readOnly: true });
    assert.deepEqual(new GitTables(read.database).repositories(), [], 'what is the same in both can be read');
    assert.deepEqual(formerPaths(read.database, REPOSITORY, 'two.ts'), ['old.ts']);
    read.database.close();
    const { database, writable } = await openLedger(path);
    assert.equal(writable, true);
    const changes = await new GitTables(database).commits(REPOSITORY, true);
    assert.deepEqual(
      [...changes.values()].map(({ files }) => files.map(asTold)),
      given.map(({ files }) => files),
    );
    assert.deepEqual(formerPaths(database, REPOSITORY, 'two.ts'), ['old.ts']);
    database.close();
  });
});
