import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE, sampleText } from '../../scripts/sample.ts';

describe('demo: the sample that a first run may look at', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'ai-impact-sample-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is what the engine draws up of the demo now: else npm run sample', async () => {
    const [kept, drawn] = [readFileSync(SAMPLE, 'utf8'), await sampleText(join(folder, 'demo'))];
    assert.deepEqual(JSON.parse(kept), JSON.parse(drawn));
  }).timeout(60_000);
});
