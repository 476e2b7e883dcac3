import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { agentCommand, type RealAgent } from '../support/agents.ts';
import { OwnedProcess } from '../support/ownedProcess.ts';
import { MockModel, type Served } from './mockModel.ts';
import type { Script, ServedUsage } from './script.ts';
import { SETUPS } from './setups.ts';

const TIME_LIMIT_MS = 90_000;

export interface AgentRun {
  /** The agent's HOME, where its log goes; the same one again for `resume`. */
  readonly home: string;
  /** The folder it works in: a repository, or one of its worktrees. */
  readonly repo: string;
  readonly script: Script;
  readonly prompt: string;
  /** Goes on with the last session in `home` instead of a new one, or with the one that these arguments name. */
  readonly resume?: boolean | readonly string[];
  readonly model?: string;
}

export interface AgentResult {
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  readonly output: string;
  readonly served: readonly Served[];
  /** All that was billed, sub-agents and side requests too. */
  readonly usage: ServedUsage;
  /** Turns of the script that the agent never came to. */
  readonly unplayed: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Log files below HOME, relative to it. */
  readonly logs: readonly string[];
}

/**
 * Runs a real agent on a made-up HOME and a real folder, with a model that plays `script`. Nothing of this
 * process's environment but PATH reaches it; what it leaves running is ended. Where this process may make one,
 * the agent sees a network that has nothing but loopback (see `offline.ts`); elsewhere a proxy that refuses.
 */
export async function runAgent(agent: RealAgent, run: AgentRun): Promise<AgentResult> {
  const command = await agentCommand(agent);
  const mock = await MockModel.start(run.script, run.repo);
  const mark = `ai-impact-run-${randomUUID()}`;
  try {
    const setup = SETUPS[agent](run, mock.url);
    for (const [name, text] of Object.entries(setup.files)) await write(join(run.home, name), text);
    const env = { ...(await environment(run.home, mock.url)), ...setup.env, AI_IMPACT_RUN: mark };
    for (const args of setup.prepare ?? [])
      await new OwnedProcess(command, args, { cwd: run.repo, env }).exited;
    const startedAt = Date.now();
    const child = new OwnedProcess(command, setup.args, { cwd: run.repo, env });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      void child.end();
    }, TIME_LIMIT_MS);
    const exitCode = await child.exited;
    clearTimeout(timer);
    await child.end();
    return {
      ...{ exitCode, timedOut, startedAt, endedAt: Date.now(), output: child.output },
      ...{ served: mock.served, usage: mock.total(), unplayed: mock.unplayed },
      logs: await logsBelow(run.home, setup.logs),
    };
  } finally {
    await endMarked(mark);
    await mock.close();
  }
}

async function environment(home: string, url: string): Promise<NodeJS.ProcessEnv> {
  const temporary = join(home, 'tmp');
  await mkdir(temporary, { recursive: true });
  return {
    ...{ HOME: home, TMPDIR: temporary, USER: 'dev', SHELL: '/bin/bash', LANG: 'C.UTF-8', TZ: 'UTC' },
    PATH: [dirname(process.execPath), process.env.PATH].join(':'),
    ...{ TERM: 'dumb', NO_COLOR: '1', CI: '1' },
    ...{
      HTTPS_PROXY: url,
      https_proxy: url,
      NO_PROXY: '127.0.0.1,localhost',
      no_proxy: '127.0.0.1,localhost',
    },
  };
}

/** Each run has a model of its own, at an address of its own. */
async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function logsBelow(home: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(home, folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isFile() && /\.(?:jsonl?|db)$/.test(entry.name))
    .map(entry => relative(home, join(entry.parentPath, entry.name)))
    .sort();
}

/** Ends what left an agent's process group, found by `AI_IMPACT_RUN` in its environment. Linux only. */
export async function endMarked(mark: string): Promise<void> {
  const ids = (await readdir('/proc').catch(() => [])).map(Number).filter(Number.isInteger);
  for (const id of ids) {
    if (id === process.pid) continue;
    const environ = await readFile(`/proc/${id}/environ`, 'utf8').catch(() => '');
    if (!environ.includes(mark)) continue;
    try {
      process.kill(id, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
