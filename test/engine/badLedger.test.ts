import assert from 'node:assert/strict';
import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { type LedgerProblem, problemOf } from '../../src/ledger/open.ts';
import { SCHEMA_VERSION } from '../../src/ledger/schema.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Problem } from '../../src/model/problem.ts';
import { asNobody } from './asNobody.ts';
import { Desk } from './desk.ts';
import { RunningWorker } from './runningWorker.ts';

describe('engine: a ledger that is not as it should be', () => {
  let desk: Desk;
  let root: string;
  beforeEach(async () => {
    desk = new Desk();
    root = desk.workshop.published().root;
    desk.session(root).prompt().reply().reply();
    await desk.collect();
  });
  afterEach(() => desk.remove());

  const calls = async () => (await desk.report()).usage.total.calls;
  const damaged = () => readdirSync(desk.folder).filter(name => /\.damaged-[\dTZ-]+$/.test(name));

  /** Overwrites the first page of a table: nothing tells of it until the table is read. */
  function spoil(table: string): void {
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    const { page_size } = database.prepare('PRAGMA page_size').get() as { page_size: number };
    const page = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(table)?.rootpage;
    database.close();
    const file = openSync(desk.ledgerFile, 'r+');
    writeSync(file, Buffer.alloc(page_size, 0xee), 0, page_size, (Number(page) - 1) * page_size);
    closeSync(file);
  }

  /** What a window's collector ends with. */
  async function collectorEnds() {
    const worker = new RunningWorker(desk);
    try {
      return await worker.ended;
    } finally {
      await worker.terminate();
      desk.lines.push(...worker.lines);
    }
  }

  /** What this engine, in this thread, ends with. */
  async function troubleOf(work: Promise<unknown>): Promise<LedgerProblem | null> {
    const trouble = await work.then(
      () => null,
      error => error,
    );
    return trouble === null ? null : problemOf(trouble);
  }

  async function assertShown(problem: Problem, words: RegExp, calls: number) {
    const page = await desk.page(problem);
    assert.match(page.sentence, words);
    assert.match(desk.tooltip(problem)[0]!, words);
    assert.equal(page.state.report?.usage.total.calls, calls, 'the old account stays below');
  }

  it('damaged at its head: it is moved aside, a new one begun, and both page and log say where', async () => {
    const bytes = readFileSync(desk.ledgerFile);
    writeFileSync(desk.ledgerFile, Buffer.concat([Buffer.from('not a database at all'), bytes.subarray(21)]));
    await desk.collect();
    assert.equal(await calls(), 2, 'read again from the logs');
    const [aside] = damaged();
    const path = join(desk.folder, aside!);
    assert.deepEqual(readFileSync(path).subarray(21), bytes.subarray(21), 'nothing of it is lost');
    const [line] = await desk.coverage('ledger-damaged');
    assert.ok(line?.includes(path), line);
    const said = (await desk.page()).sources?.coverage.map(({ text }) => text);
    assert.ok(
      said?.some(text => text.startsWith(`A ledger was damaged and lies in ${path};`)),
      said?.join(),
    );
    await desk.collect();
    assert.equal((await desk.coverage('ledger-damaged')).length, 1, 'as long as it lies there');
    rmSync(path);
    assert.deepEqual(await desk.coverage('ledger-damaged'), []);
  });

  for (const table of ['log', 'call', 'finding']) {
    it(`damaged in its table ${table}: the collector says so, moves it aside, and the next begins anew`, async () => {
      spoil(table);
      assert.equal(await collectorEnds(), 'ledger corrupt');
      const [aside] = damaged();
      assert.ok(
        desk.lines.some(({ line }) => line.includes(aside!)),
        'the log says where it lies',
      );
      await desk.collect();
      assert.equal(await calls(), 2);
      assert.ok((await desk.coverage('ledger-damaged'))[0]?.includes(aside!));
    });
  }

  it('damaged, before anybody has moved it aside: the page says so', async () => {
    spoil('call');
    assert.deepEqual(await desk.answer(), { ok: false, problem: 'ledger corrupt' });
    assert.match((await desk.page()).sentence, /^The ledger is damaged\. Try again: it is moved aside/);
  });

  it('from a newer version: only read, the old account is still shown, and an update is asked for', async () => {
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec(
      `PRAGMA user_version = ${SCHEMA_VERSION + 1}; CREATE TABLE later (x) STRICT`.replace('(x)', '(x TEXT)'),
    );
    database.close();
    const before = readFileSync(desk.ledgerFile);
    assert.equal(await collectorEnds(), 'ledger newer');
    await assertShown('ledger newer', /made by a newer version of AI Impact.* Update the extension/, 2);
    assert.deepEqual(readFileSync(desk.ledgerFile), before, 'nothing was written');
    assert.deepEqual(damaged(), []);
  });

  it('from a version so new that it cannot be read at all: still no damage', async () => {
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}; ALTER TABLE call RENAME TO calls`);
    database.close();
    assert.equal(await collectorEnds(), 'ledger newer');
    assert.deepEqual(await desk.answer(), { ok: false, problem: 'ledger newer' });
    assert.deepEqual(damaged(), []);
  });

  it('from a newer version with more in a table: no failure of ours', async () => {
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec(
      `PRAGMA user_version = ${SCHEMA_VERSION + 1}; ALTER TABLE commit_change ADD COLUMN later TEXT`,
    );
    database.close();
    assert.equal(await collectorEnds(), 'ledger newer');
    await assertShown('ledger newer', /made by a newer version of AI Impact/, 2);
    assert.deepEqual(damaged(), []);
  });

  it('may not be written: only read, the old account is still shown', async () => {
    desk.session(root).prompt().reply();
    chmodSync(desk.ledgerFile, 0o400);
    await asNobody(desk, async () => {
      assert.equal(await troubleOf(desk.collect()), 'read-only');
      await assertShown('ledger read-only', /may not be written.* Make its folder writable/, 2);
    });
  });

  it('in a folder that may not be written: the collector ends with it, and the page says so', async () => {
    desk.session(root).prompt().reply();
    chmodSync(desk.ledgerFile, 0o400);
    chmodSync(desk.folder, 0o500);
    await asNobody(desk, async () => {
      try {
        assert.equal(await troubleOf(desk.collect()), 'read-only');
        assert.match((await desk.page()).sentence, /^The ledger may not be written/);
      } finally {
        chmodSync(desk.folder, 0o700);
      }
    });
  });

  it('on a full disk: the collector ends with it, what was there is shown, and goes on when there is room', async () => {
    const second = desk.session(root, '00000000-0000-4000-8000-000000000002').prompt();
    for (let i = 0; i < 400; i++) second.reply();
    const engine = await desk.engine();
    const { page_count } = engine.ledger.database.prepare('PRAGMA page_count').get() as {
      page_count: number;
    };
    engine.ledger.database.exec(`PRAGMA max_page_count = ${page_count + 2}`);
    assert.equal(await troubleOf(desk.collector(engine).run()), 'disk full');
    engine.close();
    await assertShown('disk full', /^The disk is full, so nothing new is kept\./, 2);
    await desk.collect();
    assert.equal(await calls(), 402, 'nothing is lost, nothing twice');
  });

  it('locked by another program: the collector says so and the account can be read', async () => {
    const other = new DatabaseSync(desk.ledgerFile);
    other.exec('BEGIN IMMEDIATE');
    try {
      assert.equal(await collectorEnds(), 'ledger busy');
      await assertShown('ledger busy', /Another program keeps the ledger locked\. Close/, 2);
    } finally {
      other.close();
    }
    assert.equal(await desk.collect(), 'stopped');
  }).timeout(20_000);

  it('a lock in the midst of collecting ends nothing that had begun', async () => {
    const engine = await desk.engine();
    engine.ledger.database.exec('PRAGMA busy_timeout = 50');
    const collector = desk.collector(engine);
    const ended = collector.run();
    await collector.refresh();
    const other = new DatabaseSync(desk.ledgerFile);
    other.exec('BEGIN IMMEDIATE');
    await new Promise(resolve => setTimeout(resolve, 2_500));
    other.exec('ROLLBACK');
    other.close();
    desk.session(root, '00000000-0000-4000-8000-000000000002').prompt().reply();
    await collector.refresh();
    collector.stop();
    assert.equal(await ended, 'stopped');
    engine.close();
    assert.equal(await calls(), 3);
  });

  it('the headless report says the same, on its standard error and in its coverage', async () => {
    const said: string[] = [];
    const headless = () =>
      makeReport(
        {
          home: desk.workshop.home,
          otherHome: true,
          repositories: [],
          ledger: desk.ledgerFile,
          now: desk.now(),
          since: null,
          until: null,
          json: true,
          help: false,
        },
        line => said.push(line),
      );
    const database = new DatabaseSync(desk.ledgerFile);
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    assert.equal((await headless()).usage.total.calls, 2);
    assert.deepEqual(said.splice(0), ['The ledger cannot be written (newer): this is what it held before.']);
    writeFileSync(desk.ledgerFile, 'no ledger at all, but long enough to be taken for one'.repeat(9));
    const { usage, coverage } = await headless();
    assert.equal(usage.total.calls, 2);
    assert.match(said[0]!, /^The ledger was damaged\. It was moved to .*damaged-.* and a new one begun\.$/);
    assert.ok(coverage.some(({ code }) => code === 'ledger-damaged'));
  });

  it('taken away under a collector: it ends with the error, and takes nothing else with it', async () => {
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    await collector.refresh();
    engine.close();
    await assert.rejects(ended, /not open|finalized/);
    assert.equal(existsSync(join(desk.folder, DATA_FILES.logsBeat)), false, 'others need not wait');
  });

  it('gone: the page waits for one, which is no problem', async () => {
    rmSync(desk.ledgerFile);
    assert.deepEqual(await desk.answer(), { ok: false, problem: null });
    assert.equal((await desk.page()).sentence, 'AI Impact is starting.');
  });

  it('replaced while a page is open: the page reads the new one', async () => {
    const reader = desk.reader();
    const told = async () => {
      const answer = await reader.report({ days: null });
      return answer.ok ? answer.report.usage.total.calls : answer.problem;
    };
    assert.equal(await told(), 2);
    rmSync(desk.ledgerFile);
    assert.equal(await told(), null);
    desk.session(root, '00000000-0000-4000-8000-000000000002').prompt().reply();
    await desk.collect();
    assert.equal(await told(), 3);
    reader.close();
  });
});
