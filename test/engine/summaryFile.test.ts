import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/engine/assemble.ts';
import { FINDING } from '../../src/engine/findingTypes.ts';
import { SummaryFile } from '../../src/engine/summaryFile.ts';
import { Findings } from '../../src/ledger/findings.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { SourceReport } from '../../src/model/report.ts';
import { Desk, feature } from './desk.ts';

describe('engine/summaryFile', () => {
  let desk: Desk;
  let engine: Engine;
  let file: string;
  beforeEach(async () => {
    desk = new Desk();
    const { root } = desk.workshop.published();
    desk.session(root).prompt().write('src/a.ts', feature('a'));
    await desk.collect();
    engine = await desk.engine();
    file = join(desk.folder, DATA_FILES.summary);
  });
  afterEach(() => {
    engine.close();
    desk.remove();
  });

  const summaryFile = () =>
    new SummaryFile({ engine, folder: desk.folder, machine: 'lovelace', now: desk.now });
  /** Whether it was written: what stood there before would else stand there still. */
  const isWritten = (summary: SummaryFile): boolean => {
    desk.skew += 1000;
    const before = readFileSync(file, 'utf8');
    summary.write('ready');
    return readFileSync(file, 'utf8') !== before;
  };

  it('is written where there is something to say, and where it is not what was written', () => {
    const summary = summaryFile();
    summary.write('ready');
    assert.equal(isWritten(summary), false);
    rmSync(file);
    summary.write('ready');
    assert.equal(desk.summary().phase, 'ready');
    writeFileSync(file, '{"schema":1,"pha');
    assert.equal(isWritten(summary), true);
    assert.equal(isWritten(summary), false);
    // Another worker, which began to read the ledger earlier and ended later.
    const other = summaryFile();
    other.write('importing');
    assert.equal(isWritten(summary), true);
    assert.equal(desk.summary().phase, 'ready');
    // Of one ledger two workers say the same: neither writes what the other has written.
    for (const each of [other, summary, summaryFile()]) assert.equal(isWritten(each), false);
    desk.skew += 240_000;
    assert.equal(isWritten(other), true, 'a sign of life');
    assert.equal(isWritten(summary), false);
  });

  it('is not written for the size of a database, and is for what else is known of a source', () => {
    const findings = new Findings(engine.ledger.database);
    const [name, source] = [...findings.of<SourceReport>(FINDING.source)][0]!;
    const put = (said: Partial<SourceReport>) => {
      const others = [...findings.of<SourceReport>(FINDING.source)].filter(([other]) => other !== name);
      findings.replace(FINDING.source, [...others, [name, { ...source, ...said }]]);
    };
    const summary = summaryFile();
    summary.write('ready');
    put({ bytes: source.bytes + 1000 });
    assert.equal(isWritten(summary), false);
    put({ skipped: source.skipped + 1 });
    assert.equal(isWritten(summary), true);
  });
});
