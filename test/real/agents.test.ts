import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from 'tinyexec';
import type { Report, Usage } from '../../src/model/report.ts';
import { agentCommand, type RealAgent } from '../support/agents.ts';
import { type AgentResult, runAgent } from './runAgent.ts';
import { addUsage, NO_USAGE, type Script, type Turn } from './script.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

interface Ability {
  /** By what name the report calls it. */
  readonly id: string;
  readonly spawns?: boolean;
  /** Can go on with a session without a terminal. */
  readonly resumes?: boolean;
  /** Its log has cache writes apart; else they are in what was sent anew. */
  readonly tellsCacheWrites?: boolean;
  /** Titles that it asks for are billed and stand in no log of its. */
  readonly hidesTitles?: boolean;
}

const AGENTS: Readonly<Record<RealAgent, Ability>> = {
  claude: { id: 'claude-code', spawns: true, resumes: true, tellsCacheWrites: true },
  codex: { id: 'codex', spawns: true, resumes: true, tellsCacheWrites: true },
  gemini: { id: 'gemini', spawns: true, resumes: true },
  copilot: { id: 'copilot-cli', spawns: true, resumes: true, tellsCacheWrites: true },
  opencode: { id: 'opencode', spawns: true, resumes: true, hidesTitles: true },
  // Made of OpenCode, and slow: going on with a session is shown there.
  kilo: { id: 'kilo', spawns: true, hidesTitles: true },
  qwen: { id: 'qwen', spawns: true, resumes: true },
  pi: { id: 'pi', resumes: true, tellsCacheWrites: true },
  cline: { id: 'cline', spawns: true },
};

const SPAWN: readonly Turn[] = [
  { actions: [{ do: 'subagent', name: 'helper', prompt: 'Write the helper, then say done.' }] },
];

const first = (spawns: boolean): Script => ({
  turns: [
    {
      say: 'A new file first.',
      usage: { input: 1200, cacheRead: 0, cacheWrite: 4096, output: 180, reasoning: 40 },
      actions: [
        { do: 'write', file: 'src/new.ts', text: 'export const first = 1;\nexport const second = 2;\n' },
      ],
    },
    { failOnce: 529, actions: [{ do: 'read', file: 'src/base.ts' }] },
    { actions: [{ do: 'edit', file: 'src/base.ts', old: '// here', new: 'export const hooked = true;' }] },
    ...(spawns ? SPAWN : []),
    { actions: [{ do: 'wait', seconds: 2 }] },
    { actions: [{ do: 'run', command: 'echo by-shell > shell.txt' }] },
    { say: 'Done.' },
  ],
  subagents: {
    helper: [
      { actions: [{ do: 'write', file: 'src/helper.ts', text: 'export const helped = true;\n' }] },
      { say: 'Helper written.' },
    ],
  },
});

const SECOND: Script = {
  turns: [
    { actions: [{ do: 'read', file: 'src/new.ts' }] },
    {
      actions: [
        { do: 'edit', file: 'src/new.ts', old: 'export const second = 2;', new: 'export const second = 22;' },
      ],
    },
    { say: 'Done again.' },
  ],
};

describe('Real agents, offline', function () {
  this.timeout(240_000);

  before(async () => {
    // Set by whoever started this run without a network.
    if (process.env.AI_IMPACT_OFFLINE) assert.deepEqual(Object.keys(networkInterfaces()), ['lo']);
  });

  for (const [agent, ability] of Object.entries(AGENTS) as [RealAgent, Ability][]) {
    const { spawns = false, resumes = false } = ability;
    it(`${agent} works in a real repository, and the report tells what was served and changed`, async () => {
      await agentCommand(agent);
      const folder = await mkdtemp(join(tmpdir(), 'ai-impact-real-'));
      const home = join(folder, 'home');
      const repo = join(folder, 'repo');
      const read = (file: string) => readFile(join(repo, file), 'utf8');
      try {
        await mkdir(join(repo, 'src'), { recursive: true });
        await writeFile(join(repo, 'src', 'base.ts'), 'export const base = 0;\n// here\n');
        await x('git', ['init', '-q', repo], { throwOnError: true });

        const script = first(spawns);
        const began = await runAgent(agent, { home, repo, script, prompt: 'Add the feature.' });
        assert.equal(began.exitCode, 0, began.output);
        assert.equal(await read('src/new.ts'), 'export const first = 1;\nexport const second = 2;\n');
        assert.equal(await read('src/base.ts'), 'export const base = 0;\nexport const hooked = true;\n');
        if (spawns) assert.equal(await read('src/helper.ts'), 'export const helped = true;\n');
        assert.equal(await read('shell.txt'), 'by-shell\n');
        assert.equal(began.unplayed, spawns ? 0 : 2);
        const scripted = began.served.filter(served => served.kind === 'main' && served.usage !== null);
        assert.deepEqual(
          scripted.map(served => served.turn),
          script.turns.map((_, turn) => turn),
        );
        assert.deepEqual(scripted[0]?.usage, script.turns[0]?.usage);
        assert.ok(began.logs.length >= 1, 'no log below HOME');
        const runs = [began];

        if (resumes) {
          const again = await runAgent(agent, { home, repo, script: SECOND, prompt: 'Go on.', resume: true });
          assert.equal(again.exitCode, 0, again.output);
          assert.match(await read('src/new.ts'), /second = 22/);
          runs.push(again);
        }
        const allowed = ['main', 'side', 'sub:helper', 'refused', 'unknown'];
        for (const { kind } of runs.flatMap(run => run.served)) assert.ok(allowed.includes(kind), kind);

        const report = await reportOf(home);
        assert.deepEqual(tokensOf(report.usage.byAgent[ability.id], ability), billed(runs, ability));
        const [session, ...others] = report.sessions.filter(found => found.agent === ability.id);
        assert.equal(others.length, 0, 'a resumed session and its sub-agents are one');
        assert.deepEqual(session?.files.toSorted(), [
          'src/base.ts',
          ...(spawns ? ['src/helper.ts'] : []),
          'src/new.ts',
        ]);
        // All that its tools wrote: the second run replaced one of the lines that the first had added.
        assert.equal(session?.linesAdded, 3 + (spawns ? 1 : 0) + (resumes ? 1 : 0));
        assert.equal(session?.linesRemoved, resumes ? 2 : 1);
        assert.ok((session?.acts.shell ?? 0) >= 1, 'what the shell may have changed is said');
        assert.equal(session?.repo, repo);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    });
  }
});

async function reportOf(home: string): Promise<Report> {
  const command = [join(root, 'src/engine/reportCommand.ts'), '--json', '--home', home];
  const answer = await x(process.execPath, command, { throwOnError: true, timeout: 60_000 });
  return JSON.parse(answer.stdout) as Report;
}

type Parts = Record<'input' | 'cacheRead' | 'cacheWrite' | 'output', number | null>;

function billed(runs: readonly AgentResult[], { tellsCacheWrites, hidesTitles }: Ability): Parts {
  const all = runs
    .flatMap(run => run.served)
    .filter(({ kind }) => !(hidesTitles && kind === 'side'))
    .reduce((sum, { usage }) => addUsage(sum, usage ?? NO_USAGE), NO_USAGE);
  const { input, cacheRead, cacheWrite, output, reasoning } = all;
  return tellsCacheWrites
    ? { input, cacheRead, cacheWrite, output: output + reasoning }
    : { input: input + cacheWrite, cacheRead, cacheWrite: 0, output: output + reasoning };
}

function tokensOf(usage: Usage | undefined, { tellsCacheWrites }: Ability): Parts | null {
  if (usage === undefined) return null;
  const { input, cacheRead, cacheWrite, output } = usage;
  return { input, cacheRead, cacheWrite: tellsCacheWrites ? cacheWrite : 0, output };
}
