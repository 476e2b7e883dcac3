// Runs the tests of folders, a few files to a process: node scripts/inParts.ts FOLDERS [MOCHA ARGUMENT ...]
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tally } from '../test/support/tally.ts';

// What these tests start by the thousand is git, and each start takes longer the more memory the process that starts it
// has touched: in one process for all files they took twice as long.
const FILES = 5;
const LITTLE_MEMORY = '--max-semi-space-size=2';
const MOCHA = join(import.meta.dirname, '..', 'node_modules', 'mocha', 'bin', 'mocha.js');
/** See `Tally`. */
const TALLY = process.env.AI_IMPACT_TALLY;

const [folders = '', ...more] = process.argv.slice(2);
const files = globSync(`${folders}/**/*.test.ts`).sort();
if (files.length === 0) console.error(`no tests in ${folders}`);
process.exitCode = files.length === 0 ? 1 : 0;
for (let from = 0; from < files.length; from += FILES) {
  const some = files.slice(from, from + FILES);
  const before = tallies();
  const code = await run(some);
  if (code !== 0) process.exitCode = 1;
  // A part that ends before its tests do must not be covered by the others.
  const left = tallies().slice(before.length);
  const passed = left.reduce((sum, each) => sum + each.passed, 0);
  const failed = left.reduce((sum, each) => sum + each.failed, 0);
  const isThrough = failed > 0 || (code === 0 && passed > 0);
  if (TALLY !== undefined && !isThrough) notThrough(TALLY, some);
}

function tallies(): Tally[] {
  if (TALLY === undefined || !existsSync(TALLY)) return [];
  return readFileSync(TALLY, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Tally);
}

function notThrough(tally: string, some: readonly string[]): void {
  const lost: Tally = {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [`Did not get through: ${some.join(' ')}`],
  };
  appendFileSync(tally, `${JSON.stringify(lost)}\n`);
  process.exitCode = 1;
}

async function run(some: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [LITTLE_MEMORY, MOCHA, ...more, ...some], { stdio: 'inherit' });
  const endBoth = () => {
    child.kill();
    process.exit(1);
  };
  process.once('SIGTERM', endBoth);
  return await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      process.removeListener('SIGTERM', endBoth);
      resolve(code ?? 1);
    });
  });
}
