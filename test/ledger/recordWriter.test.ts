import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { EditReads } from '../../src/ledger/editReads.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import { SessionReads } from '../../src/ledger/sessionReads.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import type {
  ActRecord,
  AgentRecord,
  CallRecord,
  EditRecord,
  SessionRecord,
} from '../../src/model/records.ts';

function emptyLedger(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) database.exec(migration);
  return database;
}

/** What a reader of the ledger can see, whatever the order of the rows. */
function contents(database: DatabaseSync): unknown {
  const reads = new SessionReads(database);
  const names = new Map(reads.sessions().map(session => [session.id, `${session.agent} ${session.name}`]));
  const sorted = (rows: Iterable<object>) =>
    [...rows]
      .map(row =>
        JSON.stringify({ ...row, id: null, session: names.get((row as { session: number }).session) }),
      )
      .sort();
  return {
    sessions: sorted(reads.sessions()),
    calls: sorted(new SessionReads(database).calls()),
    edits: sorted(new EditReads(database).all()),
    acts: sorted(reads.acts()),
    links: sorted(reads.links()),
  };
}

function written(records: readonly AgentRecord[], batches = 1): unknown {
  const database = emptyLedger();
  const writer = new RecordWriter(database);
  const size = Math.max(1, Math.ceil(records.length / batches));
  for (let i = 0; i < records.length; i += size) {
    for (const record of records.slice(i, i + size)) writer.write(record, 1, 1);
    writer.settle();
  }
  return contents(database);
}

const agent = fc.constantFrom('claude-code', 'codex');
const sessionId = fc.constantFrom('s1', 's2', 's3');
const at = fc.integer({ min: 1, max: 9 }).map(n => 1_790_000_000_000 + n);
const count = fc.option(fc.integer({ min: 0, max: 3 }), { nil: null });

const session: fc.Arbitrary<SessionRecord> = fc.record({
  kind: fc.constant('session'),
  agent,
  id: sessionId,
  parent: fc.option(fc.constantFrom('s1', 's2'), { nil: null }),
  forkedFrom: fc.option(fc.constantFrom('s1', 's2'), { nil: null }),
  cwd: fc.option(fc.constantFrom('/a', '/b'), { nil: null }),
  branch: fc.option(fc.constantFrom('main', 'feat'), { nil: null }),
  commit: fc.option(fc.constantFrom('abc', 'def'), { nil: null }),
  remote: fc.option(fc.constantFrom('https://u:p@h/o/r.git', 'git@h:o/r.git'), { nil: null }),
  startedAt: fc.option(at, { nil: null }),
  endedAt: fc.option(at, { nil: null }),
  log: fc.constantFrom('/l/1', '/l/2'),
});
const call: fc.Arbitrary<CallRecord> = fc.record({
  kind: fc.constant('call'),
  agent,
  key: fc.constantFrom('m1|r1', 'm1|', 'm2|r2', 'm3|r3'),
  session: sessionId,
  at,
  model: fc.option(fc.constantFrom('x', 'y'), { nil: null }),
  tokens: fc.record({
    input: count,
    cacheRead: count,
    cacheWrite5m: count,
    cacheWrite1h: count,
    output: count,
    reasoning: count,
  }),
  loggedCost: count,
  credits: fc.option(fc.record({ unit: fc.constantFrom('credit'), amount: fc.constantFrom(0.5, 1) }), {
    nil: null,
  }),
  sidechain: fc.boolean(),
  quality: fc.constantFrom('exact', 'lower bound', 'credits'),
  lesser: fc.option(fc.record({ rank: fc.constantFrom(1, 2), since: at, until: at }), { nil: null }),
});
const act: fc.Arbitrary<ActRecord> = fc.record({
  kind: fc.constant('act'),
  agent,
  key: fc.constantFrom('a1', 'a2'),
  session: sessionId,
  at,
  act: fc.constantFrom('shell', 'read'),
  human: fc.option(fc.boolean(), { nil: null }),
  target: fc.constantFrom(null, '/a/x.ts'),
  argsDigest: count,
  resultDigest: count,
  ok: fc.option(fc.boolean(), { nil: null }),
});

describe('ledger/recordWriter', () => {
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32).fill(7));
  });

  const editArbitrary = (): fc.Arbitrary<EditRecord> =>
    fc.record({
      kind: fc.constant('edit'),
      agent,
      key: fc.constantFrom('e1', 'e2'),
      session: sessionId,
      at,
      path: fc.constantFrom('/a/x.ts', '/a/y.ts'),
      lines: fc
        .constantFrom(['one = 1;'], ['one = 1;', 'two = 2;'], ['two = 2;'])
        .map(added => packer.patch('/a/x.ts', added, ['old = 0;'])),
      baseline: fc.constantFrom('patch', 'created', 'unknown'),
    });

  it('holds the same whatever the order, the repetitions and the batches', () => {
    const records = fc.array(fc.oneof(session, call, act, editArbitrary()), { minLength: 1, maxLength: 14 });
    fc.assert(
      fc.property(
        records,
        fc.infiniteStream(fc.nat()),
        fc.integer({ min: 1, max: 5 }),
        (once, random, batches) => {
          const twice = [...once, ...once.slice(0, 3)]
            .map(record => ({ record, place: random.next().value as number }))
            .sort((a, b) => a.place - b.place)
            .map(({ record }) => record);
          assert.deepEqual(written(twice, batches), written(once));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('gives a call that stands in two sessions to the one that started first', () => {
    const sessionAt = (id: string, startedAt: number): SessionRecord => ({
      kind: 'session',
      agent: 'codex',
      id,
      parent: null,
      forkedFrom: null,
      cwd: null,
      branch: null,
      commit: null,
      remote: null,
      startedAt,
      endedAt: null,
      log: '/l',
    });
    const callIn = (id: string): CallRecord => ({
      kind: 'call',
      agent: 'codex',
      key: 'k',
      session: id,
      at: 5,
      model: null,
      loggedCost: null,
      credits: null,
      tokens: { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 1, reasoning: null },
      sidechain: false,
      quality: 'exact',
      lesser: null,
    });
    const database = emptyLedger();
    const writer = new RecordWriter(database);
    for (const record of [callIn('late'), sessionAt('late', 20), callIn('early')]) writer.write(record, 1, 1);
    writer.settle();
    writer.write(sessionAt('early', 10), 1, 1);
    writer.settle();
    const reads = new SessionReads(database);
    const owner = reads.sessions().find(found => found.name === 'early');
    assert.deepEqual(
      [...new SessionReads(database).calls()].map(found => found.session),
      [owner?.id],
    );
  });

  it('drops a side chain\u2019s copy of a reply for the main chain\u2019s, and keeps a reply of its own', () => {
    const database = emptyLedger();
    const writer = new RecordWriter(database);
    const base: CallRecord = {
      kind: 'call',
      agent: 'claude-code',
      key: 'm1|r1',
      session: 's',
      at: 1,
      model: 'x',
      loggedCost: null,
      credits: null,
      sidechain: false,
      quality: 'exact',
      lesser: null,
      tokens: { input: 1, cacheRead: 1, cacheWrite5m: 1, cacheWrite1h: 0, output: 9, reasoning: null },
    };
    writer.write({ ...base, key: 'm1|', sidechain: true, tokens: { ...base.tokens, output: 99 } }, 1, 1);
    writer.write(base, 1, 1);
    writer.write({ ...base, key: 'm2|', sidechain: true, tokens: { ...base.tokens, output: 5 } }, 1, 1);
    assert.deepEqual([...new SessionReads(database).calls()].map(found => found.output).sort(), [5, 9]);
  });

  it('keeps no password of a remote', () => {
    const database = emptyLedger();
    new RecordWriter(database).write(
      {
        kind: 'session',
        agent: 'codex',
        id: 's',
        parent: null,
        forkedFrom: null,
        cwd: null,
        branch: null,
        commit: null,
        remote: 'https://someone:hunter2@example.com/o/r.git',
        startedAt: 1,
        endedAt: 1,
        log: '/l',
      },
      1,
      1,
    );
    assert.equal(new SessionReads(database).sessions()[0]?.remote, 'https://example.com/o/r.git');
  });

  it('keeps the key of the fingerprints that stay, when an edit is told again under another', () => {
    const database = emptyLedger();
    const writer = new RecordWriter(database);
    const edit: EditRecord = {
      kind: 'edit',
      agent: 'codex',
      key: 'e',
      session: 's',
      at: 9,
      path: '/a',
      baseline: 'patch',
      lines: packer.patch('/a', ['one = 1;'], []),
    };
    writer.write(edit, 11, 1);
    writer.write({ ...edit, at: 5, baseline: 'unknown' }, 22, 1);
    assert.deepEqual(
      new EditReads(database).all().map(({ at, key }) => [at, key]),
      [[5, 11]],
    );
  });
});
