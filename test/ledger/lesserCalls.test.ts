import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import { SessionReads } from '../../src/ledger/sessionReads.ts';
import type { CallRecord, Lesser } from '../../src/model/records.ts';

/** A call that is told by its output alone. */
function call(
  key: string,
  at: number,
  output: number,
  lesser: Lesser | null = null,
  session = 's',
): CallRecord {
  return {
    kind: 'call',
    agent: 'made-up',
    key,
    session,
    at,
    model: null,
    tokens: { input: null, cacheRead: null, cacheWrite5m: null, cacheWrite1h: null, output, reasoning: null },
    loggedCost: null,
    credits: null,
    quality: lesser === null ? 'exact' : 'lower bound',
    lesser,
    sidechain: false,
  };
}

const between = (since: number, until: number, rank = 1): Lesser => ({ rank, since, until });
const always = (rank: number) => between(-8.64e15, 8.64e15, rank);

function counted(calls: readonly CallRecord[]): (number | null)[] {
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) database.exec(migration);
  const writer = new RecordWriter(database);
  for (const each of calls) writer.write(each, 1, 1);
  return [...new SessionReads(database).calls()].map(({ output }) => output).sort();
}

describe('ledger/lesserCalls', () => {
  const cases: [string, CallRecord[], number[]][] = [
    ['counts a lesser store where it alone tells', [call('a', 5, 1, between(5, 9))], [1]],
    [
      'does not count it where a fuller store tells of the same stretch',
      [call('a', 5, 1, between(5, 9)), call('b', 6, 20)],
      [20],
    ],
    [
      'counts what lies before and after the fuller store',
      [call('a', 5, 1, between(5, 9)), call('b', 12, 20), call('c', 15, 2, between(15, 19))],
      [1, 2, 20],
    ],
    ['takes the end of a stretch for outside', [call('a', 5, 1, between(5, 9)), call('b', 9, 20)], [1, 20]],
    ['does not mix up sessions', [call('a', 5, 1, between(5, 9)), call('b', 6, 20, null, 'other')], [1, 20]],
    [
      'has the least give way to the lesser one too',
      [call('a', 5, 1, always(2)), call('b', 6, 20, always(1)), call('c', 7, 30, always(1))],
      [20, 30],
    ],
    [
      'has both give way to the fullest',
      [call('a', 5, 1, always(2)), call('b', 6, 20, always(1)), call('c', 7, 300)],
      [300],
    ],
    [
      'takes a call that both stores give one name from the fuller',
      [call('a', 5, 99, always(1)), call('a', 5, 20)],
      [20],
    ],
  ];
  for (const [what, calls, outputs] of cases) {
    it(what, () => {
      assert.deepEqual(counted(calls), outputs);
      assert.deepEqual(counted(calls.toReversed()), outputs, 'in the other order');
    });
  }
});
