// Holds the report to its bounds over five years of a heavy user: npm run bench:years
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Days } from '../../src/engine/days.ts';
import type { ReportQuery } from '../../src/engine/protocol.ts';
import { ReportReader } from '../../src/engine/reportReader.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { transaction } from '../../src/ledger/transaction.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import { Chance } from './chance.ts';
import { addSession, fillYears } from './yearsLedger.ts';

const YEARS = { years: 5, sessions: 10_000, callsEach: 20, now: Date.parse('2026-06-01T12:00:00Z') };
const DAY = 86_400_000;
const MIB = 1024 * 1024;
/** Milliseconds of the processor, which do not grow where others keep it busy. */
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
  const reader = new ReportReader({
    folder,
    agents: [],
    prices: new PriceBook(),
    days: new Days('Europe/Berlin'),
    git: null,
    now: () => YEARS.now,
  });
  const report = async (query: ReportQuery) => {
    const begun = process.threadCpuUsage();
    const answer = await reader.report(query);
    const { user, system } = process.threadCpuUsage(begun);
    if (!answer.ok || answer.report.usage.total.calls === 0) throw new Error('there is no report');
    return (user + system) / 1000;
  };
  check('first report, 28 days', [await report({ days: 28, rows: AT_FIRST })], MOST.first);
  const writer = new RecordWriter(database);
  const chance = new Chance(9);
  const oneMore: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    transaction(database, () => {
      addSession(writer, chance, `one-more-${n}`, YEARS.now - DAY, YEARS.callsEach);
      writer.settle();
      writer.finish();
    });
    oneMore.push(await report({ days: 28, rows: AT_FIRST }));
  }
  check('28 days, with one more session', oneMore, MOST.oneMore);
  for (const days of [7, 28, 90, null]) {
    const times: number[] = [];
    for (let n = 0; n < TIMES; n++) times.push(await report({ days, rows: AT_FIRST }));
    check(days === null ? 'everything' : `${days} days`, times, MOST.period);
  }
  checkKept('kept between reports', before);
  const whole: number[] = [];
  for (let n = 0; n < TIMES; n++) whole.push(await report({ days: null }));
  // For whoever looks over all time aside: nobody waits for it.
  check('everything, to the last session', whole, MOST.whole);
  checkKept('kept after that', before);
  reader.end();
} finally {
  rmSync(folder, { recursive: true });
}

/** By the least of several times: whatever else runs only adds to it. */
function check(what: string, times: readonly number[], most: number): void {
  const time = Math.min(...times);
  tell(time <= most, what, `${time.toFixed(0)} ms`, `${most} ms`);
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
