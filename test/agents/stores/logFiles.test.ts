import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { AgentEnvironment } from '../../../src/agents/agent.ts';
import { claudeCode } from '../../../src/agents/claudeCode/claudeCode.ts';
import { codex } from '../../../src/agents/codex/codex.ts';
import { AGENTS } from '../../../src/agents/registry.ts';
import { findLogs } from '../../../src/agents/stores/logFiles.ts';
import { temporaryFolder, writeFile } from '../readingLogs.ts';

const [transcripts, rollouts] = [claudeCode.stores[0]!, codex.stores[0]!];

describe('agents/logFiles', () => {
  const folder = temporaryFolder();
  let home = '';
  let homes = 0;
  beforeEach(() => {
    home = join(folder(), `${++homes}`);
  });
  const environment = (
    variables: AgentEnvironment['variables'] = {},
    platform: NodeJS.Platform = 'linux',
  ) => ({
    home,
    platform,
    variables,
    editorFolder: null,
  });
  const put = (path: string) => writeFile(join(home, path), path);
  const names = (files: readonly { path: string }[]) => files.map(file => relative(home, file.path)).sort();

  it('finds transcripts of sessions and sub-agents, and leaves the rest', () => {
    for (const name of [
      's1.jsonl',
      'agent-a0.jsonl',
      's1/subagents/agent-a1.jsonl',
      's1/subagents/workflows/wf_1/agent-a2.jsonl',
      's1/subagents/workflows/wf_1/journal.jsonl',
      's1/tool-results/x.txt',
      's2.jsonl.orphaned.jsonl',
      's3.superseded.jsonl',
    ]) {
      put(`.claude/projects/-w-shop/${name}`);
    }
    put('.config/claude/projects/-w-shop/s4.jsonl');
    put('.config/Claude/local-agent-mode-sessions/x/y/.claude/projects/-w/s5.jsonl');
    put('.claude/history.jsonl');
    // The key beside a running session signs its person in.
    put('.claude/sessions/1.json');
    put('.claude/sessions/1.key');
    assert.deepEqual(names(findLogs(transcripts, environment()).files), [
      '.claude/projects/-w-shop/agent-a0.jsonl',
      '.claude/projects/-w-shop/s1.jsonl',
      '.claude/projects/-w-shop/s1/subagents/agent-a1.jsonl',
      '.claude/projects/-w-shop/s1/subagents/workflows/wf_1/agent-a2.jsonl',
      '.config/Claude/local-agent-mode-sessions/x/y/.claude/projects/-w/s5.jsonl',
      '.config/claude/projects/-w-shop/s4.jsonl',
    ]);
  });

  it('follows the variables of the agents', () => {
    put('.claude/projects/-w/s1.jsonl');
    put('one/projects/-w/s2.jsonl');
    put('two/projects/-w/s3.jsonl');
    put('xdg/claude/projects/-w/s4.jsonl');
    put('codex/sessions/2026/11/20/rollout-a.jsonl');
    const chosen = environment({ CLAUDE_CONFIG_DIR: `${join(home, 'one')}, ${join(home, 'two')}` });
    assert.deepEqual(names(findLogs(transcripts, chosen).files), [
      'one/projects/-w/s2.jsonl',
      'two/projects/-w/s3.jsonl',
    ]);
    const xdg = environment({ XDG_CONFIG_HOME: join(home, 'xdg') });
    assert.deepEqual(names(findLogs(transcripts, xdg).files), [
      '.claude/projects/-w/s1.jsonl',
      'xdg/claude/projects/-w/s4.jsonl',
    ]);
    const moved = environment({ CODEX_HOME: join(home, 'codex') });
    assert.deepEqual(names(findLogs(rollouts, moved).files), ['codex/sessions/2026/11/20/rollout-a.jsonl']);
  });

  it('knows where each system keeps them', () => {
    const mac = transcripts.roots({
      home: '/Users/a',
      platform: 'darwin',
      variables: {},
      editorFolder: null,
    });
    assert.ok(mac.includes('/Users/a/Library/Application Support/Claude/local-agent-mode-sessions'));
    const windows = transcripts.roots({
      home: 'C:\\Users\\a',
      platform: 'win32',
      variables: {},
      editorFolder: null,
    });
    assert.ok(windows.includes('C:\\Users\\a\\.claude\\projects'));
    assert.ok(windows.some(root => root.includes('\\Packages\\Claude_*\\LocalCache\\')));
    assert.ok(transcripts.isLog('C:\\Users\\a\\.claude\\projects\\x\\s.jsonl'));
    assert.ok(rollouts.isLog('C:\\Users\\a\\.codex\\sessions\\rollout-a.jsonl.zst'));
  });

  it('follows one star in a root', () => {
    put('Packages/Claude_x1/projects/-w/s1.jsonl');
    put('Packages/Claude_x2/projects/-w/s2.jsonl');
    put('Packages/Other/projects/-w/s3.jsonl');
    const store = { ...transcripts, roots: () => [join(home, 'Packages', 'Claude_*', 'projects')] };
    assert.equal(findLogs(store, environment()).files.length, 2);
  });

  it('takes each rollout once: plain before compressed, active before archived', () => {
    put('.codex/sessions/2026/11/20/rollout-a.jsonl.zst');
    put('.codex/sessions/2026/11/20/rollout-a.jsonl');
    put('.codex/sessions/2026/11/20/rollout-b.jsonl');
    put('.codex/archived_sessions/rollout-b.jsonl');
    put('.codex/archived_sessions/rollout-c.jsonl.zst');
    put('.codex/sessions/2026/11/20/notes.jsonl');
    const { files } = findLogs(rollouts, environment());
    assert.deepEqual(names(files), [
      '.codex/archived_sessions/rollout-c.jsonl.zst',
      '.codex/sessions/2026/11/20/rollout-a.jsonl',
      '.codex/sessions/2026/11/20/rollout-b.jsonl',
    ]);
    const c = files.find(file => file.path.includes('rollout-c'))!;
    assert.equal(c.compression, 'zstd');
    assert.ok(c.size > 0 && c.mtimeMs > 0);
  });

  it('survives links in circles and takes a linked folder once', () => {
    if (process.platform === 'win32') return;
    put('.claude/projects/-w/s1.jsonl');
    symlinkSync(join(home, '.claude', 'projects'), join(home, '.claude', 'projects', '-w', 'up'));
    symlinkSync(join(home, 'nowhere'), join(home, '.claude', 'projects', 'dangling'));
    mkdirSync(join(home, '.config'), { recursive: true });
    symlinkSync(join(home, '.claude'), join(home, '.config', 'claude'));
    const found = findLogs(transcripts, environment());
    assert.deepEqual(names(found.files), ['.claude/projects/-w/s1.jsonl']);
    assert.deepEqual(found.unreadable, []);
  });

  it('follows a link to a folder of logs, and none that leads up to everything', () => {
    if (process.platform === 'win32') return;
    put('.claude/projects/-w/s1.jsonl');
    put('elsewhere/s2.jsonl');
    put('elsewhere/projects/s3.jsonl');
    symlinkSync(join(home, 'elsewhere', 'projects'), join(home, '.claude', 'projects', '-x'));
    symlinkSync(home, join(home, '.claude', 'projects', 'home'));
    symlinkSync('/', join(home, '.claude', 'projects', 'all'));
    assert.deepEqual(names(findLogs(transcripts, environment()).files), [
      '.claude/projects/-w/s1.jsonl',
      '.claude/projects/-x/s3.jsonl',
    ]);
  });

  it('lists the folders that it entered, for a log may come into each', () => {
    put('.claude/projects/-w/s1.jsonl');
    mkdirSync(join(home, '.claude/projects/-x/memory'), { recursive: true });
    const { roots, folders } = findLogs(transcripts, environment());
    const relatively = (paths: readonly string[]) => paths.map(path => relative(home, path)).sort();
    assert.deepEqual(relatively(roots), ['.claude/projects']);
    assert.deepEqual(relatively(folders), [
      '.claude/projects/-w',
      '.claude/projects/-x',
      '.claude/projects/-x/memory',
    ]);
  });

  it('lists what is there and cannot be read, and nothing for what is not there', () => {
    assert.deepEqual(findLogs(transcripts, environment()), {
      files: [],
      roots: [],
      folders: [],
      unreadable: [],
    });
    mkdirSync(join(home, '.claude'), { recursive: true });
    writeFileSync(join(home, '.claude', 'projects'), 'a file where a folder should be');
    assert.deepEqual(findLogs(transcripts, environment()).files, []);
  });

  it('enters no folder beside a database', () => {
    put('.copilot/session-store.db');
    put('.copilot/pkg/linux/session-store.db');
    const database = AGENTS.find(({ id }) => id === 'copilot-cli')!.stores.find(
      ({ form }) => form === 'database',
    )!;
    assert.deepEqual(names(findLogs(database, environment()).files), ['.copilot/session-store.db']);
    const deep = AGENTS.flatMap(({ stores }) => stores).filter(
      ({ form, depth }) => form === 'database' && depth !== 0,
    );
    // OpenClaw keeps one for each of its own agents.
    assert.equal(deep.length, 1);
  });

  it('names every agent once', () => {
    const ids = AGENTS.map(agent => agent.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.includes('claude-code') && ids.includes('codex'));
  });
});
