import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { KeptUse } from '../../src/engine/keptUse.ts';
import type { PricedSum } from '../../src/engine/pricedSum.ts';
import { CALL_SUMS } from '../../src/ledger/callSums.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { MIGRATIONS } from '../../src/ledger/schema.ts';
import { SessionNews } from '../../src/ledger/sessionNews.ts';
import { SessionReads } from '../../src/ledger/sessionReads.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import { CREDIT_PARTS, isTold, quarterOf } from '../../src/ledger/useKey.ts';
import type { ActRecord, AgentRecord, CallRecord, SessionRecord } from '../../src/model/records.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';

const BEGIN = Date.UTC(2026, 2, 28, 23, 50);
const MINUTE = 60_000;
/** A book in which sums do not tell what their parts cost. */
class SinglePrices extends PriceBook {
  override priceSum(...of: Parameters<PriceBook['priceSum']>): number | null | 'by call' {
    const micros = super.priceSum(...of);
    return micros === null ? null : 'by call';
  }
}

const BOOKS = [new PriceBook(), new SinglePrices()];

const agent = fc.constantFrom('claude-code', 'codex');
const sessionId = fc.constantFrom('s1', 's2', 's3');
const at = fc.integer({ min: 0, max: 90 }).map(minute => BEGIN + minute * MINUTE);
const count = fc.option(fc.constantFrom(0, 1, 7, 3_001, 127_999, 200_000, 271_999, 600_000), { nil: null });

const session: fc.Arbitrary<SessionRecord> = fc.record({
  kind: fc.constant('session'),
  agent,
  id: sessionId,
  parent: fc.constant(null),
  forkedFrom: fc.constant(null),
  cwd: fc.constant(null),
  branch: fc.constant(null),
  commit: fc.constant(null),
  remote: fc.constant(null),
  startedAt: fc.option(at, { nil: null }),
  endedAt: fc.constant(null),
  log: fc.constant('/l'),
});
const call: fc.Arbitrary<CallRecord> = fc.record({
  kind: fc.constant('call'),
  agent,
  key: fc.constantFrom('m1|r1', 'm1|', 'm2|r2', 'm2|', 'm3|r3', 'm4|r4'),
  session: sessionId,
  at,
  model: fc.option(fc.constantFrom('claude-sonnet-4-5', 'gpt-5.5', 'deepseek-chat', 'nobody-knows'), {
    nil: null,
  }),
  tokens: fc.record({
    input: count,
    cacheRead: count,
    cacheWrite5m: count,
    cacheWrite1h: count,
    output: count,
    reasoning: count,
  }),
  loggedCost: fc.option(fc.constantFrom(0, 5), { nil: null }),
  credits: fc.option(
    fc.record({ unit: fc.constantFrom('credit', 'request'), amount: fc.constantFrom(0.1, 0.2, 1) }),
    { nil: null },
  ),
  sidechain: fc.boolean(),
  quality: fc.constantFrom('exact', 'lower bound', 'credits'),
  lesser: fc.option(fc.record({ rank: fc.constantFrom(1, 2), since: at, until: at }), { nil: null }),
});
const act: fc.Arbitrary<ActRecord> = fc.record({
  kind: fc.constant('act'),
  agent,
  key: fc.constantFrom('a1', 'a2', 'a3'),
  session: sessionId,
  at,
  act: fc.constantFrom('shell', 'read', 'web'),
  human: fc.constant(null),
  target: fc.constant(null),
  argsDigest: fc.constant(null),
  resultDigest: fc.constant(null),
  ok: fc.constant(null),
});
/** What comes to one transaction; some are rolled back. */
const batch = fc.record({
  records: fc.array(fc.oneof({ weight: 4, arbitrary: call }, session, act), { minLength: 1, maxLength: 6 }),
  fails: fc.constantFrom(null, null, 'before the end', 'at the end'),
  settles: fc.boolean(),
});

function emptyLedger(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) database.exec(migration);
  return database;
}

class Refused extends Error {}

function put(database: DatabaseSync, writer: RecordWriter, { records, fails, settles }: Batch): void {
  try {
    transaction(database, () => {
      for (const record of records) writer.write(record, 1, 1);
      if (settles) writer.settle();
      if (fails === 'before the end') throw new Refused();
      writer.finish();
      if (fails !== null) throw new Refused();
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    writer.forget();
  }
}

interface Batch {
  readonly records: readonly AgentRecord[];
  readonly fails: 'before the end' | 'at the end' | null;
  readonly settles: boolean;
}

/** By session, model, quarter of an hour and unit: what calls add up to, and how many they are. */
type Added = Record<string, { calls: number; micros: number; counts: Record<string, number> }>;

function addTo(
  added: Added,
  key: string,
  calls: number,
  micros: number | null,
  counts: readonly (number | null)[],
): void {
  added[key] ??= { calls: 0, micros: 0, counts: {} };
  const into = added[key];
  into.calls += calls;
  into.micros += micros ?? 0;
  for (const [place, each] of counts.entries()) {
    // What is not told leaves no trace, what is told as 0 does.
    if (each !== null) into.counts[place] = (into.counts[place] ?? 0) + each;
  }
}

function recounted(database: DatabaseSync, prices: PriceBook, since = -8.64e15, until = 8.64e15): Added {
  const added: Added = {};
  for (const each of new SessionReads(database).calls()) {
    if (each.at < since || each.at >= until) continue;
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning, creditUnit, credit } = each;
    const micros = each.loggedCost ?? prices.price(each.model, each.at, each);
    const key = `${each.session} ${quarterOf(each.at)} ${each.model} ${each.quality} ${creditUnit ?? ''} ${micros === null}`;
    addTo(added, key, 1, micros, [
      input,
      cacheRead,
      cacheWrite5m,
      cacheWrite1h,
      output,
      reasoning,
      credit === null ? null : Math.round(credit * CREDIT_PARTS),
    ]);
  }
  return added;
}

function summed(parts: Iterable<PricedSum>): Added {
  const added: Added = {};
  const qualities = ['exact', 'lower bound', 'estimated', 'credits', 'none'];
  for (const { sum, model, micros } of parts) {
    const { session: of, quarter, kind, unit } = sum;
    const told = (place: number, value: number) => (isTold(kind, place) ? value : null);
    addTo(
      added,
      `${of} ${quarter} ${model} ${qualities[kind & 7]} ${unit} ${micros === null}`,
      sum.calls,
      micros,
      [
        told(0, sum.input),
        told(1, sum.cacheRead),
        told(2, sum.cacheWrite5m),
        told(3, sum.cacheWrite1h),
        told(4, sum.output),
        told(5, sum.reasoning),
        unit === '' ? null : sum.credit,
      ],
    );
  }
  return added;
}

/** Equal but for what rounding each call's price for itself makes. */
function assertSame(actual: Added, expected: Added): void {
  const bare = (added: Added) =>
    Object.fromEntries(Object.entries(added).map(([key, { calls, counts }]) => [key, { calls, counts }]));
  assert.deepEqual(bare(actual), bare(expected));
  for (const [key, { micros, calls }] of Object.entries(expected)) {
    assert.ok(Math.abs(actual[key]!.micros - micros) <= calls, `${key}: ${actual[key]!.micros}, ${micros}`);
  }
}

function rows(database: DatabaseSync, sql: string): unknown[] {
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  return statement.all();
}

describe('engine/keptUse', () => {
  it('keeps the sums that a recount gives, whatever comes in whatever transactions, rolled back or not', () => {
    fc.assert(
      fc.property(
        fc.array(batch, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 90 }),
        fc.constantFrom(...BOOKS),
        (batches, since, until, prices) => {
          const database = emptyLedger();
          const writer = new RecordWriter(database);
          const news = new SessionNews(database);
          // One reader for all that comes, as in a panel that stays open.
          const kept = new KeptUse(database, prices);
          kept.refresh(null);
          for (const each of batches) {
            const change = news.lastChange()!;
            put(database, writer, each);
            kept.refresh(news.writtenSince(change));
            assert.deepEqual(
              rows(database, 'SELECT * FROM call_sum ORDER BY 1, 2, 3, 4, 5'),
              rows(database, `SELECT * FROM (${CALL_SUMS}) ORDER BY 1, 2, 3, 4, 5`),
            );
            assertSame(
              summed([...kept.all.values()].flatMap(({ sums }) => sums)),
              recounted(database, prices),
            );
            const window = [BEGIN + since * MINUTE, BEGIN + (since + until) * MINUTE] as const;
            assertSame(
              summed([...kept.within(...window)].flatMap(([, { sums }]) => sums)),
              recounted(database, prices, ...window),
            );
          }
          const acts = news.acts(null).map(({ session: of, act: kind, total }) => `${of} ${kind} ${total}`);
          assert.deepEqual(
            acts.sort(),
            new SessionReads(database)
              .acts()
              .map(row => `${row.session} ${row.act} ${row.total}`)
              .sort(),
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is filled from the calls of a ledger that had no sums', () => {
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 4 }), batches => {
        const [prices] = BOOKS as [PriceBook];
        const database = emptyLedger();
        const writer = new RecordWriter(database);
        for (const each of batches) put(database, writer, { ...each, fails: null, settles: true });
        const tables = ['call_sum', 'act_sum'];
        const before = tables.map(table => rows(database, `SELECT * FROM ${table}`));
        const sessions = rows(database, 'SELECT session FROM session_change');
        database.exec(`
          DROP TABLE call_sum; DROP TABLE act_sum; DROP TABLE session_change; DROP INDEX call_sidechain;
          DROP INDEX finding_change; ALTER TABLE finding DROP COLUMN change;
        `);
        const old = new KeptUse(database, prices);
        old.refresh(null);
        assertSame(summed([...old.all.values()].flatMap(({ sums }) => sums)), recounted(database, prices));
        database.exec(MIGRATIONS.find(migration => migration.includes('CREATE TABLE call_sum'))!);
        assert.deepEqual(
          tables.map(table => rows(database, `SELECT * FROM ${table}`)),
          before,
        );
        assert.deepEqual(rows(database, 'SELECT session FROM session_change'), sessions);
      }),
      { numRuns: 100 },
    );
  });
});
