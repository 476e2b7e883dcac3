// Runs everything that can fail and sums it up in one line: node scripts/test.ts [STEP ...]
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withoutNetwork } from '../test/real/offline.ts';
import { agentCommand, REAL_AGENTS } from '../test/support/agents.ts';
import { rivalCommand } from '../test/support/rivals.ts';
import type { Tally } from '../test/support/tally.ts';
import { vscodeServer } from '../test/support/vscodeHost.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const vsix = join(root, 'out', 'ai-impact.vsix');
const STEP_LIMIT_MS = 20 * 60_000;

const tool = (name: string) => join(root, 'node_modules', '.bin', name);
const TALLY = ['--forbid-only', '--reporter', 'test/support/tally.ts'];
const mocha = (args: readonly string[]) => [tool('mocha'), ...TALLY, ...args];
// A window or an agent that a failed test left must not hold the run: their processes end with this one.
const WINDOWS = ['--no-config', '--exit', '--timeout', '240000'];
const alone = (folder: string) => mocha([...WINDOWS, `test/${folder}/**/*.test.ts`]);
/** Tests in windows that hold nothing to a time. */
const WALKS = ['walks', 'badge', 'newUser', 'takeMeBack'].map(name => `test/e2e/${name}.test.ts`);

const UNIT_LIMIT_MS = 20_000;
const UNIT = ['--no-config', '--timeout', String(UNIT_LIMIT_MS)];
const unit = (folders: readonly string[], more: readonly string[] = []) => {
  const files = [...folders.map(folder => `test/${folder}/**/*.test.ts`), ...more];
  return mocha([...UNIT, ...files]);
};
const inParts = (folders: string) => [
  process.execPath,
  'scripts/inParts.ts',
  `test/${folders}`,
  ...TALLY,
  ...UNIT,
];
/** Folders of tests that wait for next to nothing. */
const PURE = [
  ...['model', 'lines', 'agents', 'pricing', 'ledger', 'insight', 'host', 'badge'],
  ...['architecture', 'mutation', 'bench', 'docs', 'support'],
];

type Counts = Pick<Tally, 'passed' | 'failed' | 'skipped'>;

interface Left {
  readonly counts: Counts;
  readonly notRun: readonly string[];
  readonly failures: readonly string[];
}

interface Step {
  readonly name: string;
  readonly command: readonly string[];
  /** It is a suite that leaves a tally; others pass or fail as a whole. */
  readonly counts?: true;
  /**
   * It runs while others do, one such after the other, for each keeps little more than one processor busy, and is shown
   * in its turn.
   */
  readonly beside?: true;
  /** It holds what it waits for to seconds, and begins when those beside are through. */
  readonly alone?: true;
  /** Readies what it needs; what it comes to is laid over how the command is run. */
  prepare?(): Promise<Way>;
}

/** How a command is run. */
interface Way {
  readonly prefix?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** In order. */
const STEPS: readonly Step[] = [
  { name: 'types', command: [tool('tsc'), '-p', '.'] },
  { name: 'page types', command: [tool('tsc'), '-p', 'src/panel/view'] },
  { name: 'lint', command: [tool('biome'), 'ci', '.'] },
  { name: 'engine', command: inParts('engine'), counts: true },
  { name: 'real', command: alone('real'), counts: true, prepare: agentsOffline },
  { name: 'unit', command: unit(PURE, ['test/panel/*.test.ts']), counts: true, beside: true },
  { name: 'page', command: alone('panel/view'), counts: true, beside: true },
  {
    name: 'git',
    command: inParts('{git,cases,simulate,demo}'),
    counts: true,
    beside: true,
  },
  { name: 'package', command: [process.execPath, 'scripts/package.ts', '--out', vsix], alone: true },
  {
    name: 'host',
    command: [process.execPath, 'test/host/run.ts'],
    counts: true,
    prepare: served,
    alone: true,
  },
  { name: 'walks', command: mocha([...WINDOWS, ...WALKS]), counts: true, prepare: served, alone: true },
  {
    name: 'e2e',
    command: [...alone('e2e'), ...WALKS.flatMap(file => ['--ignore', file])],
    counts: true,
    prepare: served,
    alone: true,
  },
];
const BEGINS_WITH = 'engine';

async function served(): Promise<Way> {
  // Where they cannot be installed, what needs them says so itself.
  await installing?.catch(() => {});
  await vscodeServer();
  return {};
}

async function agentsOffline(): Promise<Way> {
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
const COUNTS = ['passed', 'failed', 'skipped'] as const;
const sum: Record<keyof Counts, number> = { passed: 0, failed: 0, skipped: 0 };
const broken: string[] = [];
const notRun = new Set<string>();
const failures: string[] = [];
const chosen = STEPS.filter(({ name }) => asked.length === 0 || asked.includes(name));
/** By step that runs beside others: its exit code, once it has one. */
const codes = new Map<Step, Promise<number>>();
for (const step of chosen) {
  const isFirst = step.name === BEGINS_WITH || step.beside || step.alone;
  if (isFirst && codes.size === 0) runBeside(chosen.filter(({ beside }) => beside));
  if (step.alone) await Promise.all(codes.values());
  console.log(`\n── ${step.name}`);
  const tally = join(folder, step.name);
  const code = await (codes.get(step) ?? run(step, tally));
  if (codes.has(step)) process.stdout.write(await readFile(`${tally}.out`, 'utf8'));
  const left = await read(tally);
  for (const key of COUNTS) sum[key] += left.counts[key];
  for (const line of left.notRun) notRun.add(line);
  failures.push(...left.failures.map(failure => `${step.name}: ${failure}`));
  // A step that broke before or beside its tests, or that found none to run, has failed.
  const { passed, failed } = left.counts;
  const silent = step.counts && passed + failed === 0;
  if ((code !== 0 || silent) && failed === 0) {
    sum.failed += 1;
    broken.push(step.name);
  }
}
await rm(folder, { recursive: true, force: true });

const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
// Once more at the end, where a long run is read first.
for (const failure of failures) console.log(`\nfailed in ${failure}`);
if (broken.length > 0) console.log(`\nDid not get through: ${broken.join(', ')}`);
for (const line of notRun) console.log(`\nnot run: ${line}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed${skipped}`);
process.exitCode = sum.failed > 0 || sum.skipped > 0 ? 1 : 0;

async function installAgents() {
  for (const agent of REAL_AGENTS) await agentCommand(agent);
  for (const rival of ['ccusage', 'tokscale'] as const) await rivalCommand(rival);
}

function runBeside(steps: readonly Step[]): void {
  let before = Promise.resolve(0);
  for (const step of steps) {
    const tally = join(folder, step.name);
    before = before.then(() => run(step, tally, `${tally}.out`));
    codes.set(step, before);
  }
}

/**
 * @param tally the file that its suite appends its counts to
 * @param output the file that takes what it prints, else it is shown at once
 * @returns the exit code; 1 where the step could not be started
 */
async function run(step: Step, tally: string, output?: string): Promise<number> {
  const printed = output === undefined ? 'inherit' : openSync(output, 'w');
  try {
    const prepared = await step.prepare?.();
    const { prefix = [], env = {} } = prepared ?? {};
    const [command = '', ...args] = [...prefix, ...step.command];
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
    return await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code: number | null) => resolve(code ?? 1));
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  } finally {
    if (typeof printed === 'number') closeSync(printed);
  }
}

/** What the suites of a step left; several where it ran several. */
async function read(tally: string): Promise<Left> {
  const lines = existsSync(tally) ? (await readFile(tally, 'utf8')).trim().split('\n') : [];
  const tallies = lines.map(line => JSON.parse(line) as Tally);
  const total = (key: keyof Counts) => tallies.reduce((all, each) => all + each[key], 0);
  return {
    counts: { passed: total('passed'), failed: total('failed'), skipped: total('skipped') },
    notRun: tallies.flatMap(({ notRun }) => notRun ?? []),
    failures: tallies.flatMap(({ failures }) => failures ?? []),
  };
}
