import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { makeDemo } from '../../scripts/demo/makeDemo.ts';
import { Days } from '../../src/engine/days.ts';
import { Families } from '../../src/engine/families.ts';
import { KeptFacts } from '../../src/engine/keptFacts.ts';
import { buildReport, reportOf } from '../../src/engine/reportBuilder.ts';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { type CallFacts, SessionReads } from '../../src/ledger/sessionReads.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import type { CallRecord } from '../../src/model/records.ts';
import type { Report, Usage } from '../../src/model/report.ts';
import { addCounts, cacheWrite, type Quality, worseQuality } from '../../src/model/tokens.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';

const NOW = Date.parse('2026-11-23T15:40:00Z');
const at = (time: string) => Date.parse(time);
/** At odd moments, at moments that part a quarter of an hour of work, and at its edges. */
const WINDOWS: readonly (readonly [number | null, number | null])[] = [
  [null, null],
  [NOW - 7 * 86_400_000, null],
  [at('2026-10-26T00:00:00Z'), null],
  [at('2026-11-02T10:07:13Z'), at('2026-11-20T09:52:01Z')],
  [at('2026-11-20T09:07:13.250Z'), at('2026-11-20T09:08:01Z')],
  [null, at('2026-11-11T11:11:11Z')],
];
const ZONES = ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const prices = new PriceBook();

/** What is added up call by call. */
class Sum {
  calls = 0;
  unpriced = 0;
  micros: number | null = null;
  quality: Quality | null = null;
  parts: (number | null)[] = [null, null, null, null, null];
  readonly models = new Set<string>();

  add(call: CallFacts): void {
    const micros = call.loggedCost ?? prices.price(call.model, call.at, call);
    this.calls++;
    if (micros === null) this.unpriced++;
    this.micros = addCounts(this.micros, micros);
    this.quality = this.quality === null ? call.quality : worseQuality(this.quality, call.quality);
    const { input, cacheRead, output, reasoning, model } = call;
    this.parts = [input, cacheRead, cacheWrite(call), output, reasoning].map((part, n) =>
      addCounts(this.parts[n]!, part),
    );
    if (model !== null) this.models.add(model);
  }
}

function assertUse(what: string, use: Partial<Usage>, sum: Sum): void {
  const { calls, input, cacheRead, cacheWrite: written, output, reasoning, quality } = use;
  const parts = reasoning === undefined ? sum.parts.slice(0, 4) : sum.parts;
  const told = [input, cacheRead, written, output, ...(reasoning === undefined ? [] : [reasoning])];
  assert.deepEqual([what, calls, told], [what, sum.calls, parts]);
  if (quality !== undefined) assert.equal(quality, sum.quality, what);
  if (use.unpricedCalls !== undefined) assert.equal(use.unpricedCalls, sum.unpriced, what);
  const usd = sum.micros === null ? null : sum.micros / 1e6;
  // A sum is rounded once to the micro-dollar, calls are rounded each.
  if (usd === null || use.costUsd === null || use.costUsd === undefined) assert.equal(use.costUsd, usd, what);
  else assert.ok(Math.abs(use.costUsd - usd) <= sum.calls * 0.5e-6 + 1e-9, `${what}: ${use.costUsd} ${usd}`);
}

function assertSums(of: string, uses: Readonly<Record<string, Usage>>, sums: ReadonlyMap<string, Sum>): void {
  assert.deepEqual([of, Object.keys(uses)], [of, [...sums.keys()].sort()]);
  for (const [name, use] of Object.entries(uses)) assertUse(`${of} ${name}`, use, sums.get(name)!);
}

function entry<Name>(sums: Map<Name, Sum>, name: Name): Sum {
  const sum = sums.get(name) ?? new Sum();
  sums.set(name, sum);
  return sum;
}

/** Holds a report to the calls in the ledger. */
function assertReport(report: Report, database: DatabaseSync, days: Days): void {
  const families = new Families(new SessionReads(database).sessions());
  const [since, until] = [report.window.since, report.window.until].map(time =>
    time === null ? null : Date.parse(time),
  );
  const total = new Sum();
  const [byAgent, byModel, byDay] = [1, 2, 3].map(() => new Map<string, Sum>()) as [
    Map<string, Sum>,
    Map<string, Sum>,
    Map<string, Sum>,
  ];
  const sessions = new Map<string, Sum>();
  const ever = new Map<string, Sum>();
  for (const call of new SessionReads(database).calls()) {
    const root = families.session(families.rootOf(call.session))!;
    const name = `${root.agent} ${root.name}`;
    entry(ever, name).add(call);
    if ((since != null && call.at < since) || (until != null && call.at >= until)) continue;
    for (const sum of [
      total,
      entry(byAgent, call.agent),
      entry(byModel, call.model ?? 'unknown'),
      entry(byDay, days.dayOf(call.at)),
      entry(sessions, name),
    ]) {
      sum.add(call);
    }
  }
  if (total.calls > 0) assertUse('total', report.usage.total, total);
  assertSums('agent', report.usage.byAgent, byAgent);
  assertSums('model', report.usage.byModel, byModel);
  assertSums('day', report.usage.byDay, byDay);
  const told = report.sessions.filter(({ calls }) => calls > 0);
  assert.deepEqual(told.map(({ agent, id }) => `${agent} ${id}`).sort(), [...sessions.keys()].sort());
  for (const session of told) {
    const sum = sessions.get(`${session.agent} ${session.id}`)!;
    assertUse(session.id, session, sum);
    assert.deepEqual(session.models, [...sum.models].sort());
  }
  const listed = new Map(report.sessions.map(session => [`${session.agent} ${session.id}`, session]));
  for (const piece of report.pieces) {
    for (const session of piece.sessions) {
      const known = listed.get(`${session.agent} ${session.id}`);
      if (known === undefined) continue;
      const { agent, id, startedAt, endedAt, outcome } = known;
      assert.deepEqual(session, { agent, id, startedAt, endedAt, outcome });
    }
    const [only] = piece.sessions;
    if (piece.sessions.length !== 1 || only === undefined || piece.use.calls === 0) continue;
    assertUse(piece.id, piece.use, ever.get(`${only.agent} ${only.id}`)!);
  }
}

describe('engine: the report from sums is the report from calls', function () {
  this.timeout(120_000);
  let root: string;
  let database: DatabaseSync;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'ai-impact-sums-'));
    const demo = await makeDemo(join(root, 'demo'), { now: new Date(NOW) });
    const ledger = join(root, 'ledger.db');
    await makeReport(
      {
        home: demo.home,
        otherHome: true,
        repositories: [],
        ledger,
        now: NOW,
        since: null,
        until: null,
        json: true,
        help: false,
      },
      line => assert.fail(line),
    );
    database = (await openLedger(ledger)).database;
  });
  after(() => {
    database.close();
    rmSync(root, { recursive: true, force: true });
  });

  const optionsOf = (zone: string, [since, until]: readonly [number | null, number | null]) => {
    return { now: NOW, since, until, days: new Days(zone), prices, damaged: [] };
  };

  for (const zone of ZONES) {
    it(`in every window, in ${zone}`, () => {
      for (const window of WINDOWS) {
        assertReport(buildReport(database, optionsOf(zone, window)), database, new Days(zone));
      }
    });
  }

  it('is the same from facts that were kept while calls came, moved and changed', () => {
    const kept = new KeptFacts(database, prices);
    const writer = new RecordWriter(database);
    const before = buildReport(database, optionsOf('UTC', [null, null]));
    const [first = '', second = ''] = before.pieces.flatMap(({ outcome, sessions: [session] }) =>
      outcome === 'shipped' && session?.agent === 'claude-code' ? session.id : [],
    );
    const call = (
      key: string,
      session: string,
      output: number,
      more: Partial<CallRecord> = {},
    ): CallRecord => ({
      kind: 'call',
      agent: 'claude-code',
      key,
      session,
      at: NOW - 86_400_000,
      model: 'claude-sonnet-4-5',
      tokens: { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output, reasoning: null },
      loggedCost: null,
      credits: null,
      quality: 'exact',
      lesser: null,
      sidechain: false,
      ...more,
    });
    const steps: readonly (readonly CallRecord[])[] = [
      [],
      [call('n1|r', first, 10), call('n2|r', 'new-one', 20)],
      [call('n1|r', first, 3_000_000)],
      [call('n1|', first, 99, { sidechain: true })],
      [call('n3|', second, 5, { sidechain: true })],
      [call('n3|r', 'another', 5)],
      [call('n2|r', second, 25), call('n4|r', 'sub', 7)],
    ];
    for (const [n, records] of steps.entries()) {
      transaction(database, () => {
        for (const record of records) writer.write(record, 1, 1);
        if (n === steps.length - 1) {
          const none = { forkedFrom: null, cwd: null, branch: null, commit: null, remote: null, log: '/l' };
          const span = { startedAt: NOW - 86_400_000, endedAt: NOW };
          writer.write(
            { kind: 'session', agent: 'claude-code', id: 'sub', parent: 'new-one', ...none, ...span },
            1,
            1,
          );
        }
        writer.settle();
        writer.finish();
      });
      kept.refresh();
      for (const window of WINDOWS) {
        const options = optionsOf('Europe/Berlin', window);
        const report = reportOf(database, kept, options);
        assertReport(report, database, options.days);
        assert.deepEqual(report, buildReport(database, options));
      }
    }
  });
});
