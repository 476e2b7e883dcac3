// Runs everything that can fail and sums it up in one line: node scripts/test.mjs [STEP ...]
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutNetwork } from '../test/real/offline.ts';
import { agentCommand, REAL_AGENTS } from '../test/support/agents.ts';
import { rivalCommand } from '../test/support/rivals.ts';
import { vscodeServer } from '../test/support/vscodeHost.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vsix = join(root, 'out', 'ai-impact.vsix');
const STEP_LIMIT_MS = 20 * 60_000;

const tool = name => join(root, 'node_modules', '.bin', name);
const mocha = args => [tool('mocha'), '--reporter', 'test/support/tally.ts', ...args];
// A window or an agent that a failed test left must not hold the run: their processes end with this one.
const WINDOWS = ['--no-config', '--exit', '--timeout', '240000'];
const alone = folder => mocha([...WINDOWS, `test/${folder}/**/*.test.ts`]);
/** Tests in windows that hold nothing to a time: they may wait for one another. */
const WALKS = ['walks', 'badge', 'newUser'].map(name => `test/e2e/${name}.test.ts`);

const UNIT_LIMIT_MS = 20_000;
const unit = (folders, more = []) => {
  const files = [...folders.map(folder => `test/${folder}/**/*.test.ts`), ...more];
  return mocha(['--no-config', '--timeout', String(UNIT_LIMIT_MS), ...files]);
};
/** Folders of tests that wait for next to nothing. */
const PURE = [
  ...['model', 'lines', 'agents', 'pricing', 'ledger', 'insight', 'host', 'badge'],
  ...['architecture', 'mutation', 'bench', 'docs', 'support'],
];

/**
 * In order; `counts` steps are suites that leave a tally, the others pass or fail as a whole. Those `beside` run one after
 * the other while others do, for each keeps little more than one processor busy, and are shown in their turn. One that is
 * `alone` holds what it waits for to seconds, and begins when they are through.
 */
const STEPS = [
  { name: 'types', command: [tool('tsc'), '-p', '.'] },
  { name: 'page types', command: [tool('tsc'), '-p', 'src/panel/view'] },
  { name: 'lint', command: [tool('biome'), 'ci', '.'] },
  { name: 'engine', command: unit(['engine']), counts: true },
  { name: 'real', command: alone('real'), counts: true, prepare: agentsOffline },
  { name: 'unit', command: unit(PURE, ['test/panel/*.test.ts']), counts: true, beside: true },
  { name: 'page', command: alone('panel/view'), counts: true, beside: true },
  { name: 'git', command: unit(['git', 'cases', 'simulate', 'demo']), counts: true, beside: true },
  {
    name: 'walks',
    command: mocha([...WINDOWS, ...WALKS]),
    counts: true,
    prepare: () => vscodeServer(),
    beside: true,
  },
  { name: 'package', command: [process.execPath, 'scripts/package.mjs', '--out', vsix], alone: true },
  {
    name: 'host',
    command: [process.execPath, 'test/host/run.ts'],
    counts: true,
    prepare: () => vscodeServer(),
    alone: true,
  },
  {
    name: 'e2e',
    command: [...alone('e2e'), ...WALKS.flatMap(file => ['--ignore', file])],
    counts: true,
    prepare: () => vscodeServer(),
    alone: true,
  },
];
const BEGINS_WITH = 'engine';

async function agentsOffline() {
  await installing;
  const prefix = withoutNetwork();
  return prefix.length > 0 ? { prefix, env: { AI_IMPACT_OFFLINE: '1' } } : {};
}

const asked = process.argv.slice(2);
const unknown = asked.filter(name => !STEPS.some(step => step.name === name));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(', ')}; there are: ${STEPS.map(step => step.name).join(', ')}`);
  process.exit(2);
}

// While other steps run: where they are not in the cache, they take minutes.
const installing = asked.length === 0 || asked.includes('real') ? installAgents() : null;
installing?.catch(() => {});

const folder = await mkdtemp(join(tmpdir(), 'ai-impact-tally-'));
const sum = { passed: 0, failed: 0, skipped: 0 };
const broken = [];
const notRun = new Set();
const chosen = STEPS.filter(({ name }) => asked.length === 0 || asked.includes(name));
/** By step that runs beside others: its exit code, once it has one. */
const codes = new Map();
for (const step of chosen) {
  const isFirst = step.name === BEGINS_WITH || step.beside || step.alone;
  if (isFirst && codes.size === 0) runBeside(chosen.filter(({ beside }) => beside));
  if (step.alone) await Promise.all(codes.values());
  console.log(`\n── ${step.name}`);
  const tally = join(folder, step.name);
  const code = await (codes.get(step) ?? run(step, tally));
  if (codes.has(step)) process.stdout.write(await readFile(`${tally}.out`, 'utf8'));
  const counted = step.counts ? await read(tally) : { passed: 0, failed: 0, skipped: 0 };
  for (const key of Object.keys(sum)) sum[key] += counted[key];
  for (const line of counted.notRun ?? []) notRun.add(line);
  // A step that broke before or beside its tests, or that found none to run, has failed.
  const silent = step.counts && counted.passed + counted.failed === 0;
  if ((code !== 0 || silent) && counted.failed === 0) {
    sum.failed += 1;
    broken.push(step.name);
  }
}
await rm(folder, { recursive: true, force: true });

const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
if (broken.length > 0) console.log(`\nDid not get through: ${broken.join(', ')}`);
for (const line of notRun) console.log(`\nnot run: ${line}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
process.exitCode = sum.failed > 0 || sum.skipped > 0 ? 1 : 0;

async function installAgents() {
  for (const agent of REAL_AGENTS) await agentCommand(agent);
  for (const rival of ['ccusage', 'tokscale']) await rivalCommand(rival);
}

function runBeside(steps) {
  let before = Promise.resolve();
  for (const step of steps) {
    const tally = join(folder, step.name);
    before = before.then(() => run(step, tally, `${tally}.out`));
    codes.set(step, before);
  }
}

/**
 * @param step one of `STEPS`
 * @param tally the file that its suite appends its counts to
 * @param output the file that takes what it prints, else it is shown at once
 * @returns the exit code; 1 where the step could not be started
 */
async function run(step, tally, output) {
  const printed = output === undefined ? 'inherit' : openSync(output, 'w');
  try {
    const prepared = await step.prepare?.();
    const { prefix = [], env = {} } = typeof prepared === 'object' ? prepared : {};
    const [command, ...args] = [...prefix, ...step.command];
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', printed, printed],
      timeout: STEP_LIMIT_MS,
      env: {
        ...process.env,
        ...env,
        PATH: [dirname(process.execPath), join(root, 'node_modules', '.bin'), process.env.PATH].join(
          delimiter,
        ),
        AI_IMPACT_TALLY: tally,
        AI_IMPACT_VSIX: vsix,
      },
    });
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', code => resolve(code ?? 1));
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    if (typeof printed === 'number') closeSync(printed);
  }
}

async function read(tally) {
  const none = { passed: 0, failed: 0, skipped: 0 };
  if (!existsSync(tally)) return none;
  const lines = (await readFile(tally, 'utf8')).trim().split('\n');
  return lines
    .map(line => JSON.parse(line))
    .reduce(
      (a, b) => ({
        passed: a.passed + b.passed,
        failed: a.failed + b.failed,
        skipped: a.skipped + b.skipped,
        notRun: b.notRun === undefined ? a.notRun : [...a.notRun, b.notRun],
      }),
      { ...none, notRun: [] },
    );
}
