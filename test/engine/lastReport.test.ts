import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepReport } from '../../src/engine/lastReport.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { lastReport } from '../../src/panel/lastReport.ts';
import { nudgeOf } from '../panel/sample.ts';
import { Desk, feature } from './desk.ts';

describe('engine: the account that the next panel begins with', () => {
  let desk: Desk;
  let file: string;
  beforeEach(async () => {
    desk = new Desk();
    file = join(desk.folder, DATA_FILES.lastReport);
    const { root } = desk.workshop.published();
    desk.session(root).prompt().write('src/a.ts', feature('a'));
    await desk.collect();
  });
  afterEach(() => desk.remove());

  it('is for the person alone, and comes back without what was to be said then', async () => {
    const report = { ...(await desk.report()), nudges: [nudgeOf('not pushed')] };
    keepReport(desk.folder, report);
    assert.equal(statSync(file).mode & 0o077, 0);
    const kept = await lastReport(desk.folder);
    assert.deepEqual(
      kept?.pieces.map(({ id }) => id),
      report.pieces.map(({ id }) => id),
    );
    assert.deepEqual([report.nudges.length, kept?.nudges], [1, []]);
  });

  it('does not outlive the ledger', async () => {
    const report = await desk.report();
    rmSync(desk.ledgerFile);
    keepReport(desk.folder, report);
    assert.equal(existsSync(file), false);
  });

  it('is none where there is none, or only a part of one', async () => {
    assert.equal(await lastReport(desk.folder), null);
    keepReport(desk.folder, await desk.report());
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
    assert.equal(await lastReport(desk.folder), null);
  });
});
