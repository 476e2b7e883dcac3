// Damages each agent's recorded files, over and over: npm run fuzz -- [--files 10000] [--seed 1] [--agent NAME]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AGENTS } from '../../src/agents/registry.ts';
import { createPacker } from '../../src/lines/packer.ts';
import { recordings } from './fixtureHome.ts';
import { fuzz } from './fuzz.ts';

const SLOWEST_MS = 10_000;
const MOST_GROWTH_MIB = 64;

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    agent: { type: 'string' },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'ai-impact-fuzz-'));
try {
  const packer = await createPacker(new Uint8Array(32).fill(7));
  for (const agent of AGENTS) {
    const of = recordings().filter(recording => recording.agent === agent.id);
    if (of.length === 0 || (values.agent !== undefined && values.agent !== agent.id)) continue;
    const files = Math.ceil(Number(values.files) / of.length);
    // Once to warm up: what is loaded by then is no growth.
    const run = (home: string, count: number, seed: number) =>
      fuzz(agent, home, join(folder, agent.id), { files: count, seed, packer });
    await run(of[0]!.home, Math.min(200, files), 0);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    const sum = { files: 0, records: 0, refused: 0, slowest: 0 };
    const wrong = new Set<string>();
    for (const [n, { home }] of of.entries()) {
      const found = await run(home, files, Number(values.seed) + n);
      for (const key of ['files', 'records', 'refused'] as const) sum[key] += found[key];
      sum.slowest = Math.max(sum.slowest, found.slowest);
      for (const fault of found.wrong) wrong.add(fault);
    }
    globalThis.gc?.();
    const growth = (process.memoryUsage().heapUsed - before) / 2 ** 20;
    const holds = wrong.size === 0 && sum.slowest < SLOWEST_MS && growth < MOST_GROWTH_MIB;
    if (!holds) process.exitCode = 1;
    const { records, refused, slowest } = sum;
    console.log(
      `${holds ? 'ok  ' : 'FAIL'} ${agent.id}: ${sum.files} files, ${records} records, ${refused} refused, ` +
        `slowest ${slowest.toFixed(0)} ms, growth ${growth.toFixed(1)} MiB`,
    );
    for (const fault of [...wrong].slice(0, 10)) console.log(`     ${fault}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
