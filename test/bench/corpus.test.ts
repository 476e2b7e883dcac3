import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { parseReportCommand } from '../../src/engine/reportOptions.ts';
import { makeCorpus } from './corpus.ts';
import { wrongEdits, wrongTotals } from './exact.ts';

describe('a made-up corpus', () => {
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'ai-impact-corpus-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  it('is read exactly, with all its traps, and a wrong truth is noticed', async () => {
    const truth = makeCorpus(home, 6_000_000);
    const ledger = join(home, 'data', 'ledger.db');
    const command = parseReportCommand(['--json', '--home', home, '--ledger', ledger]);
    const report = await makeReport(command, () => {});
    assert.deepEqual([...wrongTotals(report, truth), ...wrongEdits(ledger, truth)], []);
    truth.agents.claude.totals.output++;
    truth.agents.codex.edits.linesRemoved++;
    assert.equal(wrongTotals(report, truth).length, 1);
    assert.equal(wrongEdits(ledger, truth).length, 1);
  });
});
