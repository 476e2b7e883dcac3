// Holds the report to its bounds over five years of a heavy user: npm run bench:years
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { WORKER_LIMITS } from '../../src/host/workerLimits.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { Chance } from './chance.ts';
import { addSession, fillYears } from './yearsLedger.ts';
import { reportsOf } from './yearsReports.ts';

const YEARS = { years: 5, sessions: 10_000, callsEach: 20, now: Date.parse('2026-06-01T12:00:00Z') };
const DAY = 86_400_000;
const MIB = 1024 * 1024;
/** See `TimedReports`. */
const MOST = { first: 300, oneMore: 20, period: 100, whole: 300 };
const MOST_KEPT_MIB = 60;
/** As the panel asks for a report: what is in so many rows, and how much else there is. */
const AT_FIRST = {};
const TIMES = 7;

const folder = mkdtempSync(join(tmpdir(), 'ai-impact-years-'));
try {
  const { database } = await openLedger(join(folder, DATA_FILES.ledger), { now: new Date(YEARS.now) });
  fillYears(database, YEARS);
  const before = held();
  // Each by a thread that has just begun, over a ledger that lies there whole.
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const first: number[] = [];
  for (let n = 0; n < TIMES; n++) first.push(await firstReport());
  check('first report, 28 days', first, MOST.first);
  const reports = reportsOf(folder, YEARS.now);
  await reports.time({ days: 28, rows: AT_FIRST });
  const writer = new RecordWriter(database);
  const chance = new Chance(9);
  const oneMore: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    transaction(database, () => {
      addSession(writer, chance, `one-more-${n}`, YEARS.now - DAY, YEARS.callsEach);
      writer.settle();
      writer.finish();
    });
    oneMore.push(await reports.time({ days: 28, rows: AT_FIRST }));
  }
  check('28 days, with one more session', oneMore, MOST.oneMore);
  for (const days of [7, 28, 90, null]) {
    const times: number[] = [];
    for (let n = 0; n < TIMES; n++) times.push(await reports.time({ days, rows: AT_FIRST }));
    check(days === null ? 'everything' : `${days} days`, times, MOST.period);
  }
  checkKept('kept between reports', before);
  const whole: number[] = [];
  for (let n = 0; n < TIMES; n++) whole.push(await reports.time({ days: null }));
  // For whoever looks over all time aside: nobody waits for it.
  check('everything, to the last session', whole, MOST.whole);
  checkKept('kept after that', before);
  reports.end();
} finally {
  rmSync(folder, { recursive: true });
}

async function firstReport(): Promise<number> {
  const worker = new Worker(new URL('firstReport.ts', import.meta.url), {
    workerData: { folder, now: YEARS.now },
    resourceLimits: WORKER_LIMITS.reader,
  });
  // Both are awaited from the beginning: it may have ended before its message is looked at.
  const ended = once(worker, 'exit');
  const [time] = (await once(worker, 'message')) as [number];
  await ended;
  return time;
}

/** By the least of several times: whatever else runs only adds to it. */
function check(what: string, times: readonly number[], most: number): void {
  const [least, middle] = [Math.min(...times), times.toSorted((a, b) => a - b)[times.length >> 1]!];
  tell(least <= most, what, `${least.toFixed(0)} ms`, `${most} ms; in the middle ${middle.toFixed(0)}`);
}

function tell(holds: boolean, what: string, is: string, most: string): void {
  console.log(`${holds ? 'pass' : 'FAIL'}  ${what.padEnd(32)} ${is.padStart(8)}, at most ${most}`);
  if (!holds) process.exitCode = 1;
}

function checkKept(what: string, before: number | null): void {
  if (before === null) return;
  const kept = (held()! - before) / MIB;
  tell(kept <= MOST_KEPT_MIB, what, `${kept.toFixed(0)} MiB`, `${MOST_KEPT_MIB} MiB`);
}

/** Bytes that are held in the heap; `null` where what is free cannot be cleared away before. */
function held(): number | null {
  if (globalThis.gc === undefined) return null;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
