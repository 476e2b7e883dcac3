import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { netOfEdits, withoutMoves } from '../../src/insight/net.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import { EditChanged, EditReads } from '../../src/ledger/editReads.ts';
import { NO_LINES, packGrams, packLines } from '../../src/ledger/packed.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';

/** More than are held at once. */
const EDITS = 700;

function lines(...fingerprints: number[]) {
  return {
    fingerprints: Float64Array.from(fingerprints),
    tokens: Uint8Array.from(fingerprints, () => 7),
    flags: new Uint8Array(fingerprints.length),
  };
}

describe('ledger/editReads', () => {
  let database: DatabaseSync;
  let reads: EditReads;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    for (const migration of MIGRATIONS) database.exec(migration);
    reads = new EditReads(database);
    const put = database.prepare(`
      INSERT INTO edit (id, agent, session, at, path, baseline, added, removed, generated, normaliser, "key", lines, grams)
      VALUES (?, 1, 1, ?, ?, 'patch', ?, 1, 0, 1, 1, ?, ?)
    `);
    for (let n = 1; n <= EDITS; n++) {
      database.prepare('INSERT INTO path VALUES (?, ?)').run(n, `f${n}`);
      put.run(
        n,
        n,
        n,
        n % 3,
        packLines(madeBy(n).added, madeBy(n).removed),
        packGrams(Uint32Array.of(n, n + 1)),
      );
    }
  });
  afterEach(() => database.close());

  /** None where `n` is divisible by three. */
  const madeBy = (n: number) => ({
    added: lines(...Array.from({ length: n % 3 }, (_, i) => n * 10 + i)),
    removed: lines(n * 10 + 5),
  });

  it('give the lines of more edits than are held, the first as well as the last, again and again', () => {
    const edits = reads.all();
    for (const _ of [1, 2]) {
      for (const { id, added, removed, grams, before } of edits) {
        const made = madeBy(id);
        assert.deepEqual([...added.fingerprints], [...made.added.fingerprints]);
        assert.deepEqual([...removed.fingerprints], [...made.removed.fingerprints]);
        assert.deepEqual([...(grams ?? [])], [id, id + 1]);
        assert.equal(before, undefined);
      }
    }
  });

  it('make nets that are the same once the lines they were made of were let go', () => {
    const edits = reads.all();
    const nets = edits.map(edit => new PackedNet(netOfEdits([edit])));
    reads.rest();
    for (const [at, net] of nets.entries()) {
      const { added, removed } = madeBy(at + 1);
      const [kept] = withoutMoves(new Map([['f', net]])).values();
      assert.deepEqual(
        kept!.added.map(({ fingerprint, tokens }) => [fingerprint, tokens]),
        Array.from(added.fingerprints, fingerprint => [fingerprint, 7]),
      );
      assert.deepEqual(
        kept!.removed.map(({ fingerprint }) => fingerprint),
        [...removed.fingerprints],
      );
    }
  });

  it('give what a commit had before a write over all of it', () => {
    database.exec("UPDATE edit SET baseline = 'unknown' WHERE id = 4");
    database.prepare("INSERT INTO baseline VALUES (4, 'c', ?)").run(packLines(lines(1, 2, 3), NO_LINES));
    const [edit] = reads.all().filter(({ id }) => id === 4);
    for (const _ of [1, 2]) {
      assert.equal(edit?.baseline, 'commit');
      assert.deepEqual([...(edit?.before?.fingerprints ?? [])], [1, 2, 3]);
      reads.rest();
    }
  });

  it('say so where an edit was told anew meanwhile, and never mix the two', () => {
    const edits = reads.all();
    assert.equal(edits[0]!.added.fingerprints.length, 1);
    assert.equal(edits[1]!.added.fingerprints.length, 2);
    reads.rest();
    const change = database.prepare('UPDATE edit SET lines = ? WHERE id = ?');
    change.run(packLines(lines(77), lines(15)), 1);
    change.run(packLines(lines(21, 20), lines(25)), 2);
    assert.throws(() => edits[0]!.added, EditChanged);
    assert.throws(() => edits[1]!.removed, EditChanged, 'the same lines in another order');
    assert.deepEqual([...reads.all()[0]!.added.fingerprints], [77]);
  });
});
