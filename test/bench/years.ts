import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Days } from '../../src/engine/days.ts';
import { buildReport } from '../../src/engine/reportBuilder.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { RecordWriter } from '../../src/ledger/recordWriter.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import { Chance } from './chance.ts';
import { addSession, fillYears } from './yearsLedger.ts';

/** How long figures take over five years of a heavy user: node test/bench/years.ts */
const YEARS = { years: 5, sessions: 10_000, callsEach: 20, now: Date.parse('2026-06-01T12:00:00Z') };
const DAY = 86_400_000;

const folder = mkdtempSync(join(tmpdir(), 'ai-impact-years-'));
try {
  const { database } = await openLedger(join(folder, 'ledger.db'), { now: new Date(YEARS.now) });
  fillYears(database, YEARS);
  const prices = new PriceBook();
  const report = (days: number | null) =>
    buildReport(database, {
      now: YEARS.now,
      since: days === null ? null : YEARS.now - days * DAY,
      until: null,
      days: new Days('UTC'),
      prices,
      damaged: [],
    });
  const timed = (name: string, work: () => unknown) => {
    const begun = performance.now();
    work();
    console.log(`${name.padEnd(44)} ${(performance.now() - begun).toFixed(0).padStart(6)} ms`);
  };
  timed('first report, 28 days', () => report(28));
  timed('again', () => report(28));
  timed('90 days', () => report(90));
  timed('everything', () => report(null));
  addSession(new RecordWriter(database), new Chance(9), 'one-more', YEARS.now - DAY, 20);
  timed('28 days, with one more session', () => report(28));
} finally {
  rmSync(folder, { recursive: true });
}
