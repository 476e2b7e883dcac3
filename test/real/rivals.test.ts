import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from 'tinyexec';
import type { Report } from '../../src/model/report.ts';
import { openHome, recordings } from '../agents/fixtureHome.ts';
import { type Rival, rivalCommand } from '../support/rivals.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Input without cache, cache reads, cache writes, output with reasoning. */
type Parts = readonly [number, number, number, number];

interface Kinds {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
}
interface Served {
  readonly all: Kinds;
  readonly main: Kinds;
}

/** Sessions of real programs, of which a model on loopback knows what it served. */
const SESSIONS = [
  'claude-code 2.1.330',
  'codex 0.169.0',
  'gemini 0.61.0',
  'copilot-cli 1.0.102',
  'opencode 1.18.33',
  'qwen 0.24.4',
  'pi 0.87.1',
];

const right = ({ all }: Served, writesInInput: boolean): Parts => [
  writesInInput ? all.input + all.cacheWrite : all.input,
  all.cacheRead,
  writesInInput ? 0 : all.cacheWrite,
  all.output + all.reasoning,
];

/** Of these the log keeps cache writes within what was sent anew. */
const WRITES_IN_INPUT = ['gemini', 'opencode', 'qwen'];

/** What another tool says instead, and by what mistake; where nothing stands here it is right. */
const MISTAKES: Readonly<Record<Rival, Readonly<Record<string, (served: Served) => Parts>>>> = {
  ccusage: {
    // Leaves sub-agents out.
    codex: ({ main }) => [main.input, main.cacheRead, main.cacheWrite, main.output + main.reasoning],
    // Leaves thoughts out, which are billed as output and lie beside it in these two logs.
    gemini: ({ all }) => [all.input + all.cacheWrite, all.cacheRead, 0, all.output],
    opencode: ({ all }) => [all.input + all.cacheWrite, all.cacheRead, 0, all.output],
    // Counts what was cached twice, for it is a part of what was sent; leaves sub-agents out.
    qwen: ({ main }) => [
      main.input + main.cacheRead + main.cacheWrite,
      main.cacheRead,
      0,
      main.output + main.reasoning,
    ],
  },
  tokscale: {
    // Takes what was written to the cache for sent anew: the sum is right, its price is not.
    codex: served => right(served, true),
    // Counts what was cached twice, and thoughts, which are a part of output in this log.
    qwen: ({ all }) => [
      all.input + all.cacheRead + all.cacheWrite,
      all.cacheRead,
      0,
      all.output + all.reasoning * 2,
    ],
  },
};
/** Reads other files of its: nothing that could be compared. */
const ELSEWHERE: Readonly<Record<Rival, readonly string[]>> = { ccusage: [], tokscale: ['copilot-cli'] };

/** How the others call an agent. */
const THEIR_NAMES: Readonly<Record<string, string>> = { 'claude-code': 'claude', 'copilot-cli': 'copilot' };

describe('The same sessions, as other tools count them', function () {
  this.timeout(180_000);
  let folder: string;
  let home: string;
  let report: Report;
  const served = new Map<string, Served>();

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-impact-rivals-'));
    home = join(folder, 'home');
    for (const recording of recordings()) {
      if (!SESSIONS.includes(`${recording.agent} ${recording.version}`)) continue;
      openHome(recording.home, home).close();
      const { tokens } = JSON.parse(await readFile(recording.truth, 'utf8')) as { tokens: Served };
      served.set(recording.agent, tokens);
    }
    assert.equal(served.size, SESSIONS.length);
    const command = [join(root, 'src/engine/reportCommand.ts'), '--json', '--home', home];
    const answer = await x(process.execPath, command, { throwOnError: true, timeout: 60_000 });
    report = JSON.parse(answer.stdout) as Report;
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are told by the report as they were served', () => {
    for (const [agent, truth] of served) {
      const use = report.usage.byAgent[agent]!;
      const ours = [use.input ?? 0, use.cacheRead ?? 0, use.cacheWrite ?? 0, use.output ?? 0];
      assert.deepEqual(ours, right(truth, WRITES_IN_INPUT.includes(agent)), agent);
    }
  });

  for (const rival of ['ccusage', 'tokscale'] as const) {
    it(`agree with ${rival} wherever that is right, and differ by its mistakes alone`, async () => {
      const { program, args, env, parse } = await rivalCommand(rival);
      await chmod(program, 0o755);
      const nodeOptions = { env: { ...env, HOME: home, TZ: 'UTC' } };
      const answer = await x(program, args, { throwOnError: true, timeout: 60_000, nodeOptions });
      const theirs = parse(answer.stdout);
      for (const [agent, truth] of served) {
        if (ELSEWHERE[rival].includes(agent)) continue;
        const wrong = MISTAKES[rival][agent];
        const ours = right(truth, WRITES_IN_INPUT.includes(agent));
        const said = wrong?.(truth) ?? ours;
        assert.deepEqual(theirs.get(THEIR_NAMES[agent] ?? agent), said, agent);
        if (wrong !== undefined) assert.notDeepEqual(said, ours, `${agent}: no difference is left`);
      }
    });
  }
});
