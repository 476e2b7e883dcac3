// Holds the report against another tool and against the truth: npm run bench -- [--corpus DIR] [--bytes 500M] [--pairs 5]
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Report } from '../../src/model/report.ts';
import { cached, cacheRoot } from '../support/cache.ts';
import { makeCorpus } from './corpus.ts';
import { wrongEdits, wrongTotals } from './exact.ts';
import { measure, type Run, spread } from './measure.ts';
import { aiImpact, ccusage } from './program.ts';
import type { Truth } from './truth.ts';

const MOST_TIMES = 1.5;
const MOST_MEMORY_MIB = 250;

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    bytes: { type: 'string', default: '500M' },
    pairs: { type: 'string', default: '5' },
  },
});

const bytes = bytesOf(values.bytes);
const home = values.corpus === undefined ? await madeUp(bytes) : resolve(values.corpus);
const truth = JSON.parse(await readFile(join(home, 'truth.json'), 'utf8')) as Truth;
console.log(`${home}: ${truth.files} files, ${(truth.bytes / 1e6).toFixed(0)} MB`);

const folder = await mkdtemp(join(tmpdir(), 'ai-impact-bench-'));
try {
  const theirs = await ccusage(home);
  const ours = await aiImpact(home, folder);
  const runs: { theirs: Run; ours: Run }[] = [];
  // One run of each that does not count: it brings the corpus into the system's cache.
  await measure(theirs);
  for (let pair = 0; pair < Number(values.pairs); pair++) {
    await rm(dirname(ours.ledger), { recursive: true, force: true });
    const load = loadavg()[0]!.toFixed(1);
    const run = { theirs: await measure(theirs), ours: await measure(ours) };
    runs.push(run);
    const figures = [run.theirs, run.ours].map(({ cpu, wall }) => `${cpu.toFixed(2)} s (${wall.toFixed(2)})`);
    console.log(`pair ${pair + 1}: ${theirs.name} ${figures[0]}, ${ours.name} ${figures[1]}, load ${load}`);
  }

  const cpu = {
    theirs: spread(runs.map(run => run.theirs.cpu)),
    ours: spread(runs.map(run => run.ours.cpu)),
  };
  const peak = spread(runs.map(run => run.ours.peak ?? Number.POSITIVE_INFINITY));
  show(`${theirs.name}: processor time, s`, cpu.theirs);
  show(`${ours.name}: processor time, s`, cpu.ours);
  show(`${theirs.name}: from start to end, s`, spread(runs.map(run => run.theirs.wall)));
  show(`${ours.name}: from start to end, s`, spread(runs.map(run => run.ours.wall)));
  show(`${ours.name}: peak memory, MiB`, peak);

  const last = JSON.parse(runs.at(-1)!.ours.stdout) as Report;
  const wrong = { totals: wrongTotals(last, truth), edits: wrongEdits(ours.ledger, truth) };
  for (const line of [...wrong.totals, ...wrong.edits]) console.log(`  ${line}`);
  check('token totals are exact', wrong.totals.length === 0);
  check('edits and their lines are exact', wrong.edits.length === 0);
  check('the ledger was written', existsSync(ours.ledger));
  for (const figure of ['median', 'min'] as const) {
    const ratio = cpu.ours[figure] / cpu.theirs[figure];
    check(`processor time, ${figure}: ${ratio.toFixed(2)} times, at most ${MOST_TIMES}`, ratio <= MOST_TIMES);
  }
  check(`peak memory: ${peak.max.toFixed(0)} MiB, at most ${MOST_MEMORY_MIB}`, peak.max <= MOST_MEMORY_MIB);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function check(what: string, holds: boolean): void {
  console.log(`${holds ? 'pass' : 'FAIL'}  ${what}`);
  if (!holds) process.exitCode = 1;
}

function show(what: string, { min, median, max }: ReturnType<typeof spread>): void {
  console.log(
    `${what}: ${[min, median, max].map(value => value.toFixed(2)).join(' / ')} (min / median / max)`,
  );
}

/** Made once for each size and kept in the cache. */
async function madeUp(size: number): Promise<string> {
  return cached(cacheRoot(), `bench-corpus-2-${size}`, async draft => {
    console.log(`Making ${(size / 1e6).toFixed(0)} MB of logs once …`);
    makeCorpus(draft, size);
  });
}

function bytesOf(text: string): number {
  const parts = /^([\d.]+)([kmg]?)$/i.exec(text);
  if (parts === null) throw new Error(`--bytes takes a size such as 500M, not ${text}`);
  return Math.round(Number(parts[1]) * { '': 1, k: 1e3, m: 1e6, g: 1e9 }[parts[2]!.toLowerCase() as 'k']);
}
