import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { ArrivalTable } from '../../src/ledger/arrivalTable.ts';
import { RemoteTable } from '../../src/ledger/remoteTable.ts';
import { Restatements } from '../../src/ledger/restatements.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import type { Arrival } from '../../src/model/git.ts';

describe('ledger: what is kept of shippings', () => {
  let database: DatabaseSync;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    for (const migration of MIGRATIONS) database.exec(migration);
  });
  afterEach(() => database.close());

  const arrival: Arrival = {
    ref: 'refs/remotes/origin/main',
    commit: 'a'.repeat(40),
    at: 5,
    source: 'reflog',
    forced: true,
    actor: 'dev@example.com',
    backfilled: false,
    goneAt: null,
  };

  it('keeps an arrival as it was told first, and whether the ref still has it', () => {
    const table = new ArrivalTable(database);
    table.put(1, [arrival]);
    table.put(1, [{ ...arrival, at: 9, actor: null }]);
    assert.deepEqual(
      table.of(1).map(row => ({ ...row })),
      [arrival],
    );
    table.setGone(1, arrival.ref, [arrival.commit], 7);
    assert.equal(table.of(1)[0]?.goneAt, 7);
    table.setGone(1, arrival.ref, [arrival.commit], null);
    assert.equal(table.of(1)[0]?.goneAt, null);
    assert.deepEqual(table.of(2), []);
  });

  it('moves what it keeps to the new name of a remote with the same address', () => {
    const arrivals = new ArrivalTable(database);
    const remotes = new RemoteTable(database);
    const remote = (name: string, identity: string) => ({ name, identity, url: identity });
    remotes.update(1, [remote('origin', 'host/a'), remote('other', 'host/b')]);
    arrivals.put(1, [arrival, { ...arrival, ref: 'refs/remotes/other/main' }]);
    arrivals.put(2, [arrival]);
    remotes.update(1, [remote('forge', 'host/a'), remote('another', 'host/c')]);
    assert.deepEqual(
      arrivals
        .of(1)
        .map(({ ref }) => ref)
        .sort(),
      ['refs/remotes/forge/main', 'refs/remotes/other/main'],
    );
    assert.equal(arrivals.of(2)[0]?.ref, arrival.ref);
  });

  it('keeps every restatement with its date', () => {
    const notes = new Restatements(database);
    notes.put('session', '1', { from: 'shipped', to: 'rolled back', at: 3 });
    notes.put('session', '1', { from: 'rolled back', to: 'shipped', at: 8 });
    notes.put('piece', '1', { from: 'set aside', to: 'shipped', at: 8 });
    assert.deepEqual(
      notes
        .of('session')
        .get('1')
        ?.map(({ from, to, at }) => `${from} > ${to} ${at}`),
      ['shipped > rolled back 3', 'rolled back > shipped 8'],
    );
  });
});
