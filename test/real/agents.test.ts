import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { x } from 'tinyexec';
import { agentCommand, type RealAgent } from '../support/agents.ts';
import { runAgent } from './runAgent.ts';
import type { Script } from './script.ts';

const AGENTS: readonly RealAgent[] = ['claude', 'codex'];

const FIRST: Script = {
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
    { actions: [{ do: 'subagent', name: 'helper', prompt: 'Write the helper, then say done.' }] },
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
};

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
    for (const agent of AGENTS) await agentCommand(agent);
  });

  for (const agent of AGENTS) {
    it(`${agent} writes, edits, runs, spawns and resumes in a real repository`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'ai-impact-real-'));
      const home = join(folder, 'home');
      const repo = join(folder, 'repo');
      const read = (file: string) => readFile(join(repo, file), 'utf8');
      try {
        await mkdir(join(repo, 'src'), { recursive: true });
        await writeFile(join(repo, 'src', 'base.ts'), 'export const base = 0;\n// here\n');
        await x('git', ['init', '-q', repo], { throwOnError: true });

        const first = await runAgent(agent, { home, repo, script: FIRST, prompt: 'Add the feature.' });
        assert.equal(first.exitCode, 0, first.output);
        assert.equal(await read('src/new.ts'), 'export const first = 1;\nexport const second = 2;\n');
        assert.equal(await read('src/base.ts'), 'export const base = 0;\nexport const hooked = true;\n');
        assert.equal(await read('src/helper.ts'), 'export const helped = true;\n');
        assert.equal(await read('shell.txt'), 'by-shell\n');
        assert.equal(first.unplayed, 0);
        const scripted = first.served.filter(served => served.kind === 'main' && served.usage !== null);
        assert.deepEqual(
          scripted.map(served => served.turn),
          [0, 1, 2, 3, 4, 5, 6],
        );
        assert.deepEqual(scripted[0]?.usage, FIRST.turns[0]?.usage);
        assert.ok(first.usage.input > 0 && first.usage.cacheRead > 0);
        assert.ok(first.logs.length >= 1, 'no log below HOME');

        const second = await runAgent(agent, { home, repo, script: SECOND, prompt: 'Go on.', resume: true });
        assert.equal(second.exitCode, 0, second.output);
        assert.match(await read('src/new.ts'), /second = 22/);
        assert.deepEqual(second.logs, first.logs, 'a resumed session goes on in its log');
        const allowed = ['main', 'side', 'sub:helper', 'refused', 'unknown'];
        for (const served of [...first.served, ...second.served])
          assert.ok(allowed.includes(served.kind), served.kind);
      } finally {
        await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      }
    });
  }
});
