import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LEASE_LASTS } from '../../src/ledger/lease.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { ClaudeSession } from '../support/claudeSession.ts';
import { Desk, feature } from './desk.ts';
import { RunningWorker } from './runningWorker.ts';

const SESSIONS = 6;
const CALLS = 40;
/** Of which a call is an edit, too. */
const EDITS = 3;

describe('engine: several windows at once', () => {
  let desk: Desk;
  let workers: RunningWorker[];
  beforeEach(() => {
    desk = new Desk();
    workers = [];
    const { root } = desk.workshop.published();
    const recent = Date.now() - 3_600_000;
    for (let s = 0; s < SESSIONS; s++) {
      const id = `${s}0000000-0000-4000-8000-00000000000${s}`;
      const session = new ClaudeSession(desk.workshop.home, root, recent + s * 1000, id).prompt();
      for (let edit = 0; edit < EDITS; edit++)
        session.write(`src/s${s}e${edit}.ts`, feature(`s${s}e${edit}`));
      for (let call = EDITS; call < CALLS; call++) session.reply();
    }
  });
  afterEach(async () => {
    await Promise.all(workers.map(worker => worker.terminate()));
    desk.remove();
  });

  const start = () => {
    const worker = new RunningWorker(desk);
    workers.push(worker);
    return worker;
  };
  const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
  const holders = () => {
    if (!existsSync(desk.ledgerFile)) return [];
    const database = new DatabaseSync(desk.ledgerFile, { readOnly: true });
    try {
      return database
        .prepare('SELECT DISTINCT holder FROM lease')
        .all()
        .map(row => String(row.holder));
    } catch {
      return [];
    } finally {
      database.close();
    }
  };

  const collectsOrEnds = (worker: RunningWorker) =>
    Promise.race([
      worker.ended,
      worker.functions.refresh().then(
        () => 'collects' as const,
        () => worker.ended,
      ),
    ]);

  function callsKept(): number {
    if (!existsSync(desk.ledgerFile)) return 0;
    const database = new DatabaseSync(desk.ledgerFile, { readOnly: true });
    try {
      return Number(database.prepare('SELECT count(*) AS n FROM call').get()?.n);
    } catch {
      return 0;
    } finally {
      database.close();
    }
  }

  /** As if the time had gone by after which a dead collector's lease has run out. */
  function dropLeases(): void {
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec('DELETE FROM lease');
    database.close();
  }

  /** Three more logs, with more records than one transaction takes. */
  function writeManyCalls(calls: number): void {
    for (let s = 0; s < 3; s++) {
      const id = `a0000000-0000-4000-8000-00000000000${s}`;
      const { log } = new ClaudeSession(
        desk.workshop.home,
        desk.workshop.path('work'),
        Date.now(),
        id,
      ).prompt();
      const [prompt = ''] = readFileSync(log, 'utf8').split('\n');
      const message = { type: 'message', role: 'assistant', model: 'claude-opus-4-5', content: [] };
      const usage = { input_tokens: 10, output_tokens: 50, cache_read_input_tokens: 0 };
      const lines = Array.from({ length: calls / 3 }, (_, i) =>
        JSON.stringify({
          ...JSON.parse(prompt),
          type: 'assistant',
          uuid: `${id}-${i}`,
          requestId: `req_${id}_${i}`,
          message: { ...message, id: `msg_${id}_${i}`, usage },
        }),
      );
      appendFileSync(log, `${lines.join('\n')}\n`);
    }
  }

  /** All that was read, without what depends on when. */
  async function account() {
    const { usage, sessions, outcomes } = await desk.report();
    return {
      total: usage.total,
      byModel: usage.byModel,
      sessions: sessions.map(({ id, calls, files, linesAdded, acts, outcome }) => ({
        id,
        calls,
        files,
        linesAdded,
        acts,
        outcome,
      })),
      outcomes,
    };
  }

  async function assertExact(): Promise<void> {
    const told = await account();
    assert.equal(told.total.calls, SESSIONS * CALLS);
    assert.equal(told.total.output, SESSIONS * CALLS * 50);
    assert.equal(told.total.input, SESSIONS * CALLS * 10);
    assert.deepEqual(
      told.sessions.map(({ calls, files }) => [calls, files.length]),
      Array.from({ length: SESSIONS }, () => [CALLS, EDITS]),
    );
    const database = new DatabaseSync(desk.ledgerFile, { readOnly: true });
    const count = (table: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
    assert.deepEqual([count('call'), count('edit')], [SESSIONS * CALLS, SESSIONS * EDITS]);
    assert.equal(database.prepare('PRAGMA integrity_check').get()?.integrity_check, 'ok');
    database.close();
  }

  it('one collects, the other ends as not needed, and the totals are right', async () => {
    const both = [start(), start()];
    const first = await Promise.race(both.map(async (worker, i) => ({ i, end: await worker.ended })));
    assert.equal(first.end, 'not needed');
    const left = both[1 - first.i]!;
    await left.functions.refresh();
    await assertExact();
    assert.equal(holders().length, 1);
    await left.functions.stop();
    assert.equal(await left.ended, 'stopped');
    assert.deepEqual(holders(), []);
    assert.equal(existsSync(join(desk.folder, DATA_FILES.logsBeat)), false);
  }).timeout(30_000);

  it('when the first is killed, another takes over soon after its lease ran out, and the ledger is exact', async () => {
    const first = start();
    await first.functions.refresh();
    const before = await account();
    await first.terminate();
    const killed = Date.now();
    // As a window does: it tries again for as long as somebody else seems to collect.
    let second = start();
    while ((await collectsOrEnds(second)) === 'not needed') {
      assert.ok(Date.now() - killed < LEASE_LASTS + 5_000, 'taken over too late');
      await sleep(500);
      second = start();
    }
    assert.ok(Date.now() - killed > 5_000, 'a lease that is warm is not taken');
    await second.functions.refresh();
    assert.deepEqual(await account(), before);
    await assertExact();
  }).timeout(60_000);

  it('killed in the midst of the first import, twice, and read again by another: exact', async () => {
    const added = 12_000;
    writeManyCalls(added);
    let seen = 0;
    for (let kill = 0; kill < 2; kill++) {
      const worker = start();
      while (callsKept() <= seen) await sleep(5);
      await worker.terminate();
      seen = callsKept();
      assert.ok(seen > 0 && seen < SESSIONS * CALLS + added, `killed with ${seen} calls kept`);
      dropLeases();
    }
    const last = start();
    await last.functions.refresh();
    assert.equal(callsKept(), SESSIONS * CALLS + added);
    const { total, sessions } = await account();
    assert.deepEqual([total.calls, total.output], [callsKept(), callsKept() * 50]);
    assert.equal(sessions.length, SESSIONS + 3);
  }).timeout(60_000);

  it('a worker that ends always says why', async () => {
    await start().functions.refresh();
    for (let i = 0; i < 12; i++) assert.equal(await start().ended, 'not needed');
  }).timeout(30_000);

  it('one that reads logs and one that reads git share the work', async () => {
    const logs = new RunningWorker(desk, { trusted: false });
    workers.push(logs);
    await logs.functions.refresh();
    const git = start();
    await git.functions.refresh();
    await assertExact();
    const { sessions } = await account();
    assert.deepEqual([...new Set(sessions.map(({ outcome }) => outcome))], ['in progress']);
    assert.equal(holders().length, 2);
  }).timeout(30_000);
});
