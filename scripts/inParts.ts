// Runs the tests of folders, a few files to a process: node scripts/inParts.ts FOLDERS [MOCHA ARGUMENT ...]
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

// What they start by the thousand is git, and each start takes longer the more memory the process that starts it has
// touched: with all files in one these tests took twice as long.
const FILES = 5;
const LITTLE_MEMORY = '--max-semi-space-size=2';
const MOCHA = join(import.meta.dirname, '..', 'node_modules', 'mocha', 'bin', 'mocha.js');

const [folders = '', ...more] = process.argv.slice(2);
const files = globSync(`${folders}/**/*.test.ts`).sort();
if (files.length === 0) console.error(`no tests in ${folders}`);
let failed = files.length === 0;
for (let from = 0; from < files.length; from += FILES) {
  if ((await run(files.slice(from, from + FILES))) !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;

async function run(some: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [LITTLE_MEMORY, MOCHA, ...more, ...some], { stdio: 'inherit' });
  const end = () => {
    child.kill();
    process.exit(1);
  };
  process.once('SIGTERM', end);
  return await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code => {
      process.removeListener('SIGTERM', end);
      resolve(code ?? 1);
    });
  });
}
