import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from 'tinyexec';
import type { Report } from '../../src/model/report.ts';
import { agentCommand } from '../support/agents.ts';
import { runAgent } from './runAgent.ts';
import { addUsage, type Script, type ServedUsage } from './script.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Two stand for all: what became of the work is told the same way for every agent. */
const AGENTS = { claude: 'claude-code', codex: 'codex' } as const;

function lines(name: string): string {
  const one = (i: number) => `export const ${name}${i} = compute('${name}', ${i * 7}, { retry: ${i} });\n`;
  return Array.from({ length: 12 }, (_, i) => one(i)).join('');
}

const SHIPPED: Script = {
  turns: [
    {
      usage: { input: 1200, cacheRead: 0, cacheWrite: 4096, output: 180, reasoning: 40 },
      actions: [{ do: 'write', file: 'src/kept.ts', text: lines('kept') }],
    },
    { say: 'It is in place.' },
  ],
};

const LEFT: Script = {
  turns: [
    { actions: [{ do: 'write', file: 'src/open.ts', text: lines('open') }] },
    { say: 'Left for later.' },
  ],
};

const ASKED: Script = {
  turns: [{ actions: [{ do: 'read', file: 'README.md' }] }, { say: 'It is a readme.' }],
};

describe('The report on real sessions', function () {
  this.timeout(240_000);

  for (const agent of Object.keys(AGENTS) as (keyof typeof AGENTS)[]) {
    it(`tells of ${agent} what was billed and what became of it`, async () => {
      await agentCommand(agent);
      const folder = await mkdtemp(join(tmpdir(), 'ai-impact-report-'));
      const home = join(folder, 'home');
      const repo = join(folder, 'repo');
      const env = { HOME: home, GIT_CONFIG_NOSYSTEM: '1' };
      const git = (...args: string[]) =>
        x('git', ['-C', repo, ...args], { nodeOptions: { env }, throwOnError: true, timeout: 20_000 });
      try {
        await mkdir(join(repo, 'src'), { recursive: true });
        await mkdir(home);
        const identity = '[user]\n\tname = Dev\n\temail = dev@example.com\n[init]\n\tdefaultBranch = main\n';
        await writeFile(join(home, '.gitconfig'), identity);
        await writeFile(join(repo, 'README.md'), '# A project\n');
        await git('init', '-q');
        await x('git', ['init', '-q', '--bare', join(folder, 'remote.git')], { throwOnError: true });
        await git('remote', 'add', 'origin', join(folder, 'remote.git'));
        await git('add', '.');
        await git('commit', '-q', '-m', 'Begin');
        await git('push', '-q', '-u', 'origin', 'main');
        await git('remote', 'set-head', 'origin', 'main');

        const shipped = await runAgent(agent, { home, repo, script: SHIPPED, prompt: 'Add it.' });
        await git('add', 'src/kept.ts');
        await git('commit', '-q', '-m', 'Add it');
        await git('push', '-q');
        const left = await runAgent(agent, { home, repo, script: LEFT, prompt: 'Begin the next.' });
        const asked = await runAgent(agent, { home, repo, script: ASKED, prompt: 'What is this?' });
        for (const run of [shipped, left, asked]) assert.equal(run.exitCode, 0, run.output);

        const command = [join(root, 'src/engine/reportCommand.ts'), '--json', '--home', home];
        const answer = await x(process.execPath, command, { throwOnError: true, timeout: 60_000 });
        const report = JSON.parse(answer.stdout) as Report;

        const billed = [shipped, left, asked].map(run => run.usage).reduce(addUsage);
        assert.deepEqual(counts(report.usage.byAgent[AGENTS[agent]]), asReported(billed));
        const outcomes = report.sessions.map(session => [session.files.join(), session.outcome]).sort();
        assert.deepEqual(outcomes, [
          ['', 'explored'],
          ['src/kept.ts', 'shipped'],
          ['src/open.ts', 'in progress'],
        ]);
        for (const [outcome, run] of [
          ['shipped', shipped],
          ['in progress', left],
          ['explored', asked],
        ] as const) {
          assert.deepEqual(counts(report.outcomes[outcome]), asReported(run.usage), outcome);
        }
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    });
  }
});

type Counts = Readonly<Record<'input' | 'cacheRead' | 'cacheWrite' | 'output', number | null>>;

/** The report's output includes what was reasoning. */
function asReported(served: ServedUsage): Counts {
  const { input, cacheRead, cacheWrite, output, reasoning } = served;
  return { input, cacheRead, cacheWrite, output: output + reasoning };
}

function counts(use: Counts | undefined): Counts | undefined {
  if (!use) return undefined;
  return { input: use.input, cacheRead: use.cacheRead, cacheWrite: use.cacheWrite, output: use.output };
}
