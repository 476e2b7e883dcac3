import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import type { Phase } from '../../src/model/summary.ts';
import { Desk, feature } from './desk.ts';

describe('engine: what the badge says while logs are read', () => {
  const MINUTE = 60_000;
  let desk: Desk;
  let ticks: number;
  beforeEach(() => {
    ticks = 0;
    desk = new Desk();
  });
  afterEach(() => {
    desk.remove();
  });

  function work(...names: string[]): void {
    for (const name of names) desk.session('/work').prompt().write(`${name}.ts`, feature(name));
  }

  /** Each look at the clock takes so long. @returns all that the summary said after the start */
  async function phases(tick: number): Promise<Phase[]> {
    const seen: Phase[] = [];
    const engine = await desk.engine();
    const now = () => {
      try {
        const { phase } = desk.summary();
        if (seen.at(-1) !== phase) seen.push(phase);
      } catch {
        // Not written yet.
      }
      return desk.now() + tick * ticks++;
    };
    const collector = desk.collector(engine, { now });
    const ended = collector.run();
    await Promise.race([collector.refresh(), ended]);
    collector.stop();
    await ended;
    engine.close();
    return [...seen, desk.summary().phase];
  }

  it('is how far it has come, the first time', async () => {
    work('first', 'second');
    assert.ok((await phases(1)).includes('importing'));
  });

  it('is what was known, where there is little to catch up on', async () => {
    work('first', 'second');
    await phases(1);
    work('third', 'fourth');
    assert.deepEqual([...new Set(await phases(1))], ['ready']);
  });

  it('is how far it has come, where it was said that nothing is read', async () => {
    work('first', 'second');
    await phases(1);
    writeFileSync(
      join(desk.folder, DATA_FILES.summary),
      JSON.stringify({ ...desk.summary(), phase: 'paused' }),
    );
    work('third', 'fourth');
    assert.deepEqual([...new Set(await phases(1))], ['paused', 'importing', 'ready']);
  });

  it('is how far it has come, where that takes longer', async () => {
    work('first', 'second');
    await phases(1);
    work('third', 'fourth');
    assert.ok((await phases(MINUTE)).includes('importing'));
  });
});
