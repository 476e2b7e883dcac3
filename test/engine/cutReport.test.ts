import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Days } from '../../src/engine/days.ts';
import { ReportReader } from '../../src/engine/reportReader.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { PriceBook } from '../../src/pricing/priceBook.ts';
import { fillYears } from '../bench/yearsLedger.ts';
import { cutOf } from './cutOf.ts';

const NOW = Date.parse('2026-06-01T12:00:00Z');

describe('engine: a report of some rows', () => {
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cut-'));
    const { database } = await openLedger(join(folder, DATA_FILES.ledger));
    fillYears(database, { years: 2, sessions: 1200, callsEach: 2, now: NOW });
    database.close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const rows of [{}, { shipped: 40, open: 15 }]) {
    for (const days of [28, null]) {
      for (const repository of [null, '/home/dev/r3']) {
        const of = `${days ?? 'all'} days of ${repository ?? 'everything'}, ${JSON.stringify(rows)}`;
        it(`is what is left of the whole: ${of}`, async () => {
          const query = { days, filter: { repository, agent: null } };
          const [whole, cut] = await Promise.all([reported(query), reported({ ...query, rows })]);
          if (repository === null) assert.ok(whole.pieces.length > cut.pieces.length);
          const usage = { ...whole.usage, byDay: {} };
          assert.deepEqual(cut, { ...cutOf(whole, rows, new Date(NOW)), usage });
        });
      }
    }
  }

  async function reported(query: Parameters<ReportReader['report']>[0]) {
    const reader = new ReportReader({
      folder,
      agents: [],
      prices: new PriceBook(),
      days: new Days('Europe/Berlin'),
      git: null,
      now: () => NOW,
    });
    const answer = await reader.report(query);
    reader.end();
    assert.ok(answer.ok);
    return answer.report;
  }
});
