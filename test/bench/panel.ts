// Holds the panel to its bounds over five years of a heavy user, in a real browser: npm run bench:panel
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { createBirpc } from 'birpc';
import { keepReport } from '../../src/engine/lastReport.ts';
import type { HostFunctions, WorkerFunctions, WorkerStart } from '../../src/engine/protocol.ts';
import { WORKER_LIMITS } from '../../src/host/workerLimits.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Report } from '../../src/model/report.ts';
import { forPage } from '../../src/panel/forPage.ts';
import { lastReport } from '../../src/panel/lastReport.ts';
import type { Days, PanelReport, PanelState } from '../../src/panel/protocol.ts';
import { READY } from '../panel/sample.ts';
import { bundlePage, PageHost } from '../panel/view/pageHost.ts';
import { bundleWorker } from './bundled.ts';
import { Chance } from './chance.ts';
import { TimedPage } from './timedPage.ts';
import { addSession, fillYears } from './yearsLedger.ts';

const DAY = 86_400_000;
const YEARS = { years: 5, sessions: 10_000, callsEach: 20, now: Date.now() };
/** Milliseconds of the processor, which grow less than time does where others keep it busy. */
interface Parts {
  readonly worker: number;
  readonly host: number;
  readonly page: number;
}

/** `anew`: until the page shows what this look has read, where nothing was kept from the last. Of an update the page's time alone. */
const MOST = { open: 300, anew: 450, period: 100, update: 16 };
const MOST_BUNDLE_KIB = 60;
const TIMES = 7;

const folder = mkdtempSync(join(tmpdir(), 'ai-impact-panel-'));
const host = await PageHost.start();
try {
  const bundle = gzipSync(await bundlePage()).length / 1024;
  tell(
    bundle <= MOST_BUNDLE_KIB,
    'page bundle, gzipped',
    `${bundle.toFixed(1)} KiB`,
    `${MOST_BUNDLE_KIB} KiB`,
  );
  const script = await bundleWorker(folder);
  const { database } = await openLedger(join(folder, DATA_FILES.ledger), { now: new Date(YEARS.now) });
  fillYears(database, YEARS);

  const anew: Parts[] = [];
  for (let n = 0; n < TIMES; n++) {
    const page = await TimedPage.blank(host);
    const reader = startReader(script);
    const answer = await reader.answer(28);
    const loaded = await page.load(host);
    // The page is loaded while the worker reads.
    anew.push({
      worker: Math.max(answer.worker, loaded),
      host: answer.host,
      page: await page.tell(answer.state),
    });
    await reader.stop();
  }
  check('open to this look, nothing kept', anew, MOST.anew);
  await keepLook(script);
  const opened: Parts[] = [];
  for (let n = 0; n < TIMES; n++) {
    const page = await TimedPage.blank(host);
    const loaded = await page.load(host);
    const begun = process.threadCpuUsage();
    const earlier = await lastReport(folder);
    if (earlier === null) throw new Error('nothing was kept');
    const state = stateOf(earlier, 28);
    const { user, system } = process.threadCpuUsage(begun);
    const read = (user + system) / 1000;
    opened.push({ worker: 0, host: read, page: loaded + (await page.tell(state)) });
  }
  check('open to first picture, 28 days', opened, MOST.open);

  const page = await TimedPage.blank(host);
  const reader = startReader(script);
  await page.load(host);
  for (const days of [7, 90, null, 28] as const) {
    const changed: Parts[] = [];
    for (let n = 0; n < TIMES; n++) {
      await page.tell((await reader.answer(days === 28 ? 90 : 28)).state);
      const answer = await reader.answer(days);
      changed.push({ ...answer, page: await page.tell(answer.state) });
    }
    check(`period to ${days === null ? 'everything' : `${days} days`}`, changed, MOST.period);
  }

  const writer = new RecordWriter(database);
  const chance = new Chance(9);
  const updates: Parts[] = [];
  for (let n = 0; n < TIMES; n++) {
    transaction(database, () => {
      addSession(writer, chance, `one-more-${n}`, YEARS.now - DAY, YEARS.callsEach);
      writer.settle();
      writer.finish();
    });
    updates.push({ worker: 0, host: 0, page: await page.tell((await reader.answer(28)).state) });
  }
  check('page time of one update, 28 days', updates, MOST.update);
  tell(page.complaints.length === 0, 'complaints of the browser', String(page.complaints.length), '0');
  await reader.stop();
} finally {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** What a look leaves behind for the next. */
async function keepLook(script: string): Promise<void> {
  const reader = startReader(script);
  keepReport(folder, await reader.read(28));
  await reader.stop();
}

function stateOf(report: PanelReport, days: Days): PanelState {
  return forPage({ ...READY, report, period: { days, dates: null } });
}

function startReader(script: string) {
  const start: WorkerStart = {
    role: 'reader',
    folder,
    holder: crypto.randomUUID(),
    home: folder,
    machine: 'lovelace',
    trusted: true,
    gitPath: null,
    editorFolder: folder,
    folders: [],
    onlyOpened: false,
  };
  const worker = new Worker(script, { workerData: start, resourceLimits: WORKER_LIMITS.reader });
  const functions = createBirpc<WorkerFunctions, HostFunctions>(
    { log: (_, line) => console.error(line), ended: () => {} },
    {
      post: message => worker.postMessage(message),
      on: receive => worker.on('message', receive),
      timeout: -1,
    },
  );
  let used = 0;
  async function read(days: Days): Promise<Report> {
    const answer = await functions.report({ days, rows: {} });
    if (!answer.ok || answer.report.usage.total.calls === 0) throw new Error('there is no report');
    return answer.report;
  }
  return {
    read,
    /** What the page is told once the worker has answered; milliseconds of the processor. */
    async answer(days: Days) {
      const begun = process.threadCpuUsage();
      const state = stateOf(await read(days), days);
      const host = process.threadCpuUsage(begun);
      const all = await worker.cpuUsage();
      const own = all.user + all.system - used;
      used += own;
      return { state, worker: own / 1000, host: (host.user + host.system) / 1000 };
    },
    async stop(): Promise<void> {
      await functions.stop().catch(() => {});
      await worker.terminate();
    },
  };
}

/** By the least of several times: whatever else runs only adds to it. */
function check(what: string, times: readonly Parts[], most: number): void {
  const sum = ({ worker, host, page }: Parts) => worker + host + page;
  const least = times.reduce((a, b) => (sum(b) < sum(a) ? b : a));
  tell(sum(least) <= most, what, `${sum(least).toFixed(1)} ms`, `${most} ms`);
  const parts = Object.entries({ worker: least.worker, host: least.host, page: least.page });
  console.log(`        ${parts.map(([name, part]) => `${name} ${part.toFixed(1)}`).join(', ')}`);
}

function tell(holds: boolean, what: string, is: string, most: string): void {
  console.log(`${holds ? 'pass' : 'FAIL'}  ${what.padEnd(34)} ${is.padStart(10)}, at most ${most}`);
  if (!holds) process.exitCode = 1;
}
