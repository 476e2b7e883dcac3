import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from 'tinyexec';
import { pack } from '../../scripts/package.ts';
import type { Report } from '../../src/model/report.ts';
import { runAgent } from '../real/runAgent.ts';
import { addUsage, NO_USAGE, type Script, type ServedUsage } from '../real/script.ts';
import type { RealAgent } from '../support/agents.ts';
import { Editor } from './editor.ts';
import type { Window } from './window.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const BADGE = 'ai-impact.ai-impact.badge';
const SOON_MS = 5_000;

/** A person's machine: a home, a repository with a remote on disk, and a terminal. */
class Desk {
  readonly folder: string;
  readonly home: string;
  readonly repo: string;
  readonly remote: string;
  billed: ServedUsage = NO_USAGE;

  constructor(folder: string) {
    this.folder = folder;
    this.home = join(folder, 'home');
    this.repo = join(folder, 'repo');
    this.remote = join(folder, 'remote.git');
  }

  async furnish(): Promise<void> {
    await mkdir(join(this.repo, 'src'), { recursive: true });
    await mkdir(this.home);
    const identity = '[user]\n\tname = Dev\n\temail = dev@example.com\n[init]\n\tdefaultBranch = main\n';
    await writeFile(join(this.home, '.gitconfig'), identity);
    await writeFile(join(this.repo, 'README.md'), '# A project\n');
    await this.git('init', '-q');
    await this.git('init', '-q', '--bare', this.remote);
    await this.git('remote', 'add', 'origin', this.remote);
    await this.git('add', '.');
    await this.git('commit', '-q', '-m', 'Begin');
    await this.git('push', '-q', '-u', 'origin', 'main');
  }

  git(...args: string[]): Promise<unknown> {
    return this.gitIn(this.repo, ...args);
  }

  async gitIn(folder: string, ...args: string[]): Promise<void> {
    const env = { HOME: this.home, GIT_CONFIG_NOSYSTEM: '1' };
    await x('git', ['-C', folder, ...args], { nodeOptions: { env }, throwOnError: true, timeout: 20_000 });
  }

  async agent(agent: RealAgent, file: string): Promise<void> {
    const name = file.replace(/\W/g, '_');
    const line = (i: number) => `export const ${name}${i} = compute('${name}', ${i * 7}, { retry: ${i} });\n`;
    const text = Array.from({ length: 12 }, (_, i) => line(i)).join('');
    const script: Script = {
      turns: [{ actions: [{ do: 'write', file, text }] }, { say: 'It is in place.' }],
    };
    const run = await runAgent(agent, { home: this.home, repo: this.repo, script, prompt: 'Add it.' });
    assert.equal(run.exitCode, 0, run.output);
    this.billed = addUsage(this.billed, run.usage);
  }

  get billedTokens(): number {
    const { input, cacheRead, cacheWrite, output, reasoning } = this.billed;
    return input + cacheRead + cacheWrite + output + reasoning;
  }

  async report(): Promise<Report> {
    const command = [join(ROOT, 'src/engine/reportCommand.ts'), '--json', '--home', this.home];
    return JSON.parse((await x(process.execPath, command, { throwOnError: true })).stdout) as Report;
  }
}

/** Milliseconds until the badge says so. @throws with what it says where it does not in time */
async function untilBadge(window: Window, expected: RegExp, limit: number): Promise<number> {
  const started = performance.now();
  let said = '';
  while (performance.now() - started < limit) {
    said = (await window.readStatusBarItem(BADGE)).text;
    if (expected.test(said)) return performance.now() - started;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new assert.AssertionError({
    message: `the badge says "${said}", not ${expected}, after ${limit} ms`,
  });
}

async function untilPanel(window: Window, expected: RegExp): Promise<void> {
  await window.panel().getByText(expected).first().waitFor({ timeout: SOON_MS });
}

describe('A day with real agents in a real VS Code', function () {
  this.timeout(420_000);
  let desk: Desk;
  let editor: Editor;
  let window: Window;
  const seconds: string[] = [];
  const within = async (what: string, expected: RegExp, limit = SOON_MS) => {
    const took = await untilBadge(window, expected, limit);
    seconds.push(`${what}: ${(took / 1000).toFixed(1)} s`);
  };

  before(async () => {
    desk = new Desk(await mkdtemp(join(tmpdir(), 'ai-impact-day-')));
    await desk.furnish();
    const vsix = await pack(join(desk.folder, 'ai-impact.vsix'));
    editor = await Editor.start({ home: desk.home, extension: { vsix } });
    window = await editor.open(desk.repo);
    await window.readStatusBarItem(BADGE);
  });

  after(async () => {
    await editor?.close();
    await rm(desk.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    if (seconds.length > 0) console.log(`      ${seconds.join(', ')}`);
  });

  it('tells of open work after a session of each agent', async () => {
    await desk.agent('claude', 'src/one.ts');
    await within('first session open', /^\d open$/);
    await desk.agent('codex', 'src/two.ts');
    await within('both sessions open', /^2 open$/);
  });

  it('says shipped within five seconds of a push from a plain terminal', async () => {
    await desk.git('add', '.');
    await desk.git('commit', '-q', '-m', 'Add one and two');
    await within('committed', /^1 to push$/);
    await desk.git('push', '-q', 'origin', 'main');
    await within('pushed to main', /^shipped \d\d:\d\d$/);
  });

  it('says when it last heard from the remote, until a fetch tells of the squash merge', async () => {
    await desk.git('checkout', '-q', '-b', 'feature');
    await desk.agent('claude', 'src/three.ts');
    await desk.git('add', '.');
    await desk.git('commit', '-q', '-m', 'Add three');
    await desk.git('push', '-q', '-u', 'origin', 'feature');
    await within('branch pushed', /^pushed$/);

    const other = join(desk.folder, 'other');
    await desk.gitIn(desk.folder, 'clone', '-q', desk.remote, other);
    await desk.gitIn(other, 'merge', '-q', '--squash', 'origin/feature');
    await desk.gitIn(other, 'commit', '-q', '-m', 'Add three (#1)');
    await desk.gitIn(other, 'push', '-q', 'origin', 'main');
    await desk.gitIn(other, 'push', '-q', 'origin', '--delete', 'feature');

    await window.openPanel(BADGE, 'h1');
    await untilPanel(window, /last heard from (its remote|origin)/);
    assert.equal((await window.readStatusBarItem(BADGE)).text, 'pushed');
    await desk.git('fetch', '-q', '--prune');
    await within('squash merge fetched', /^shipped \d\d:\d\d$/);
    // A repository that has only just begun counts one at most.
    await untilPanel(window, /One change shipped/);
  });

  it('counts the same tokens in panel, report and at the model\u2019s own counter', async () => {
    const report = await desk.report();
    const { input, cacheRead, cacheWrite, output } = report.usage.total;
    assert.equal((input ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0) + (output ?? 0), desk.billedTokens);
    assert.equal(input, desk.billed.input);
    assert.equal(cacheRead, desk.billed.cacheRead);
    assert.equal(cacheWrite, desk.billed.cacheWrite);
    assert.equal(output, desk.billed.output + desk.billed.reasoning);
    const panel = window.panel();
    await panel
      .getByRole('button', { name: /^Show as table/ })
      .first()
      .click();
    const all = panel.locator('tfoot td').last();
    assert.equal((await all.innerText()).replaceAll(/\D/g, ''), String(desk.billedTokens));
    assert.deepEqual(await window.accessibilityFaults(), []);
  });

  it('has no worker, no watcher and no badge within a second of being switched off, and comes back', async () => {
    const data = join(desk.home, '.local', 'share', 'ai-impact');
    const off = { ledger: 0, watches: 0, beats: 0 };
    const on = runningParts(editor, data);
    assert.equal(on.beats, 2);
    if (HAS_PROC) assert.ok(on.ledger > 0 && on.watches > 0, JSON.stringify(on));
    await window.set('aiImpact.enabled', false);
    await untilSaved(editor, /"aiImpact.enabled":\s*false/);
    const started = performance.now();
    let parts = runningParts(editor, data);
    let badge = true;
    while (performance.now() - started < 1_000 && (badge || JSON.stringify(parts) !== JSON.stringify(off))) {
      await new Promise(resolve => setTimeout(resolve, 20));
      parts = runningParts(editor, data);
      badge = (await window.statusBarIds()).includes(BADGE);
    }
    assert.deepEqual({ ...parts, badge }, { ...off, badge: false });
    seconds.push(`switched off: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    await window.set('aiImpact.enabled', true);
    await within('switched on again', /^shipped \d\d:\d\d$/, 15_000);
  });
});

/** The settings editor saves a moment after a click. */
async function untilSaved(editor: Editor, expected: RegExp): Promise<void> {
  const file = join(editor.userData, 'User', 'settings.json');
  const deadline = performance.now() + 10_000;
  while (!expected.test(textOf(file))) {
    assert.ok(performance.now() < deadline, `settings.json does not say ${expected}`);
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

const HAS_PROC = existsSync('/proc/self/fdinfo');

/**
 * What runs of the extension: open files of the ledger, watches on its own and the agents' folders, heartbeats.
 * Only Linux tells of open files and watches; elsewhere the heartbeats have to do.
 */
function runningParts(editor: Editor, data: string): { ledger: number; watches: number; beats: number } {
  let ledger = 0;
  let watches = 0;
  const home = dirname(dirname(dirname(data)));
  const watched = [data, join(home, '.claude', 'projects')].filter(folder => existsSync(folder));
  const inodes = new Set(watched.map(folder => statSync(folder).ino.toString(16)));
  for (const pid of processGroup(editor.serverPid)) {
    for (const fd of list(`/proc/${pid}/fd`)) {
      if (linkOf(`/proc/${pid}/fd/${fd}`).startsWith(join(data, 'ledger.db'))) ledger++;
    }
    for (const fd of list(`/proc/${pid}/fdinfo`)) {
      for (const [, inode] of textOf(`/proc/${pid}/fdinfo/${fd}`).matchAll(/^inotify wd:\w+ ino:(\w+)/gm)) {
        if (inodes.has(inode ?? '')) watches++;
      }
    }
  }
  const beats = ['collector-logs', 'collector-git'].filter(file => existsSync(join(data, file))).length;
  return { ledger, watches, beats };
}

/** Every process of a group, by its leader. */
function processGroup(leader: number | undefined): string[] {
  return list('/proc').filter(pid => {
    // The name may hold spaces and brackets; the group is the third field behind it.
    const fields = textOf(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ');
    return /^\d+$/.test(pid) && fields?.[2] === String(leader);
  });
}

// A process may end while it is looked at.
function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
