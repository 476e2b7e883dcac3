import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from '../adversary/printing.ts';
import { readSources } from '../architecture/source.ts';
import { Chance } from '../bench/chance.ts';
import { codeOf, type Mutant, mutantsOf } from './mutants.ts';
import { type Options, readOptions } from './options.ts';
import { type Reach, reachOf } from './reach.ts';
import { Trials } from './trials.ts';

const ROOM = 'src/insight/';
const LEAST_RATE = 0.85;
/** What a test file may take beside what it took without a mutant, in milliseconds, and how many times that. */
const PATIENCE = 4000;
const TIMES = 8;

interface Count {
  all: number;
  killed: number;
}

/**
 * Changes one thing after another in src/insight and asks its unit tests, those whose imports lead to the changed
 * file, whether they notice: npm run mutate. Fails where they notice too few.
 */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    console.log(options);
    return 2;
  }
  const begun = performance.now();
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const sources = await readSources(root, ['src', 'test/insight']);
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  const reaches = new Map(sources.map(({ path }) => [path, reachOf(path, sources)]));
  const trials = new Trials(options.seed);
  const times = await timesOf(sources.map(({ path }) => path).filter(isTest), trials);
  if (times === null) return 2;
  const all = sources
    .filter(({ path }) => isWanted(path, options))
    .flatMap(({ path, text }) => mutantsOf(path, text));
  const drawn = draw(all, options);
  const counts = new Map<string, Count>();
  for (const [index, mutant] of drawn.entries()) {
    const failed = await tried(mutant, texts.get(mutant.path)!, reaches.get(mutant.path)!, times, trials);
    const count = counts.get(mutant.path) ?? { all: 0, killed: 0 };
    counts.set(mutant.path, count);
    count.all++;
    if (failed !== null) count.killed++;
    else console.log(survivor(mutant));
    if ((index + 1) % 200 === 0) console.error(`${index + 1} of ${drawn.length}, ${seconds(begun)} s`);
  }
  trials.end();
  console.log(`\n${table([['file', 'mutants', 'killed', 'rate'], ...rows(counts)])}`);
  const killed = [...counts.values()].reduce((sum, count) => sum + count.killed, 0);
  const rate = killed / drawn.length;
  console.log(
    `\n${killed} of ${drawn.length} killed, ${percent(rate)} (${all.length} can be made), in ${seconds(begun)} s`,
  );
  return rate >= LEAST_RATE ? 0 : 1;
}

function isTest(path: string): boolean {
  return path.endsWith('.test.ts');
}

function isWanted(path: string, { files }: Options): boolean {
  return path.startsWith(ROOM) && (files.length === 0 || files.some(part => path.includes(part)));
}

/** By test file what it takes as things are, in milliseconds; `null` where one fails. */
async function timesOf(tests: readonly string[], trials: Trials): Promise<Map<string, number> | null> {
  const times = new Map<string, number>();
  for (const test of tests) {
    const start = performance.now();
    const { failed } = await trials.run({ modules: [test], tests: [test], swapped: null }, 120_000);
    if (failed !== null) {
      console.log(`${test} fails without any change: ${failed}`);
      trials.end();
      return null;
    }
    times.set(test, performance.now() - start);
  }
  return times;
}

/** @returns which test noticed it */
async function tried(
  mutant: Mutant,
  text: string,
  { modules, tests }: Reach,
  times: ReadonlyMap<string, number>,
  trials: Trials,
): Promise<string | null> {
  // The test file of that name knows most of it; else who is quick comes first.
  const own = `${mutant.path.replace('src/', 'test/').replace(/\.ts$/, '')}.test.ts`;
  const cost = (test: string) => (test === own ? 0 : times.get(test)!);
  const inOrder = [...tests].sort((a, b) => cost(a) - cost(b));
  const swapped = { path: mutant.path, code: codeOf(text, mutant) };
  const usual = tests.reduce((sum, test) => sum + times.get(test)!, 0);
  const { failed } = await trials.run({ modules, tests: inOrder, swapped }, PATIENCE + usual * TIMES);
  return failed;
}

/** So many of all, each as likely as any other, in their order. */
function draw(all: readonly Mutant[], { sample, seed }: Options): readonly Mutant[] {
  if (sample === null || sample >= all.length) return all;
  const chance = new Chance(seed);
  const keys = all.map((mutant, at) => ({ mutant, at, key: chance.next() }));
  return keys
    .sort((a, b) => a.key - b.key)
    .slice(0, sample)
    .sort((a, b) => a.at - b.at)
    .map(({ mutant }) => mutant);
}

function survivor({ path, line, original, text }: Mutant): string {
  const short = (code: string) => {
    const flat = code.replace(/\s+/g, ' ');
    return flat.length > 60 ? `${flat.slice(0, 57)}...` : flat || 'nothing';
  };
  return `${path}:${line}  ${short(original)} → ${short(text)}`;
}

function rows(counts: ReadonlyMap<string, Count>): string[][] {
  return [...counts].map(([path, { all, killed }]) => [path, `${all}`, `${killed}`, percent(killed / all)]);
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

function seconds(begun: number): string {
  return ((performance.now() - begun) / 1000).toFixed(0);
}

process.exitCode = await main();
