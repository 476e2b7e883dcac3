import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { AgentEnvironment } from '../../../src/agents/agent.ts';
import { AGENTS } from '../../../src/agents/registry.ts';
import { temporaryFolder, writeFile } from '../readingLogs.ts';

const HOMES = { linux: '/h', darwin: '/Users/a', win32: 'C:\\Users\\a' } as const;
type System = keyof typeof HOMES;

/** Where each agent's maker has it write, where that is not what one would think; by system, with a variable set. */
const PLACES: readonly (readonly [
  agent: string,
  system: System,
  place: string,
  variables?: Record<string, string>,
])[] = [
  // The same on every system, though others would put it into the system's own place.
  ['opencode', 'darwin', '/Users/a/.local/share/opencode'],
  ['opencode', 'win32', 'C:\\Users\\a\\.local\\share\\opencode'],
  ['kilo', 'win32', 'C:\\Users\\a\\.local\\share\\kilo'],
  ['kilo', 'linux', '/k', { KILO_DATA_HOME: '/k' }],
  ['crush', 'darwin', '/Users/a/.local/share/crush'],
  ['crush', 'darwin', '/d/crush', { XDG_DATA_HOME: '/d' }],
  ['crush', 'win32', 'C:\\Users\\a\\AppData\\Local\\crush'],
  ['crush', 'linux', '/c', { CRUSH_GLOBAL_DATA: '/c' }],
  ['goose', 'darwin', '/Users/a/.local/share/goose/sessions'],
  ['goose', 'darwin', '/Users/a/Library/Application Support/Block/goose/sessions'],
  ['goose', 'win32', 'C:\\Users\\a\\AppData\\Roaming\\Block\\goose\\data\\sessions'],
  ['goose', 'linux', '/g/data/sessions', { GOOSE_PATH_ROOT: '/g' }],
  ['zed', 'darwin', '/Users/a/Library/Application Support/Zed/threads'],
  ['zed', 'win32', 'C:\\Users\\a\\AppData\\Local\\Zed\\threads'],
  ['amazon-q', 'darwin', '/Users/a/Library/Application Support/amazon-q'],
  ['kiro', 'win32', 'C:\\Users\\a\\AppData\\Local\\kiro-cli'],
  ['kiro', 'linux', '/h/.kiro-server/data/User/globalStorage/kiro.kiroagent'],
  ['copilot-cli', 'win32', 'C:\\Users\\a\\.copilot\\session-state'],
  ['copilot-cli', 'linux', '/c/history-session-state', { COPILOT_HOME: '/c' }],
  [
    'copilot-chat',
    'darwin',
    '/Users/a/Library/Application Support/VSCodium/User/workspaceStorage/*/chatSessions',
  ],
  ['copilot-chat', 'linux', '/h/.vscode-remote/data/User/globalStorage/emptyWindowChatSessions'],
  ['copilot-chat', 'linux', '/h/.vscode-server-insiders/data/User/globalStorage/github.copilot-chat'],
  ['gemini', 'win32', 'D:\\g\\.gemini\\tmp', { GEMINI_CLI_HOME: 'D:\\g' }],
  ['pi', 'linux', '/h/.omp/agent/sessions'],
  ['pi', 'linux', '/p/sessions', { PI_CODING_AGENT_DIR: '/p' }],
  ['pi', 'linux', '/s', { PI_CODING_AGENT_SESSION_DIR: '/s' }],
  ['openclaw', 'linux', '/h/.moldbot/agents'],
  ['qwen', 'linux', '/q/projects', { QWEN_DATA_DIR: '/q' }],
  ['droid', 'linux', '/f/sessions', { FACTORY_DIR: '/f' }],
  ['droid', 'linux', '/d', { DROID_SESSIONS_DIR: '/d' }],
  ['kimi', 'linux', '/h/.kimi-code/sessions'],
  ['kimi', 'darwin', '/Users/a/Library/Application Support/kimi-desktop/daimon-share'],
  ['kimi', 'linux', '/k/sessions', { KIMI_SHARE_DIR: '/k' }],
  ['continue', 'linux', '/c/sessions', { CONTINUE_GLOBAL_DIR: '/c' }],
  ['cline', 'win32', 'C:\\Users\\a\\.cline\\data\\sessions'],
  ['cline', 'linux', '/c/sessions', { CLINE_DATA_DIR: '/c' }],
  ['cline', 'linux', '/h/.local/share/code-server/User/globalStorage/saoudrizwan.claude-dev/tasks'],
  ['cursor', 'win32', 'C:\\Users\\a\\.cursor\\ai-tracking'],
  ['cursor', 'darwin', '/Users/a/Library/Application Support/Cursor/User/globalStorage'],
  ['codex', 'win32', 'C:\\Users\\a\\.codex\\archived_sessions'],
];

/** Files that lie where logs do and are none, or that tell again what a log tells. */
const NO_LOGS: readonly (readonly [agent: string, path: string])[] = [
  ['gemini', '/h/.gemini/tmp/shop/chats/session-2026-04-09T08-00-0a1b.jsonl.unreadable-1775721600000'],
  ['gemini', '/h/.gemini/tmp/shop/logs.json'],
  ['qwen', '/h/.qwen/usage_record.jsonl'],
  ['qwen', '/h/.qwen/projects/-w/chats/0a1b.ledger.jsonl'],
  ['copilot-chat', '/h/.config/Code/User/workspaceStorage/w/GitHub.copilot-chat/transcripts/s.jsonl'],
  ['copilot-chat', '/h/.config/Code/User/workspaceStorage/w/GitHub.copilot-chat/debug-logs/s/main.jsonl'],
  ['cursor', '/h/.cursor/chats/0a1b/c1/store.db'],
  ['cline', '/h/.cline/data/sessions/sessions.db'],
  [
    'roo',
    '/h/.config/Code/User/globalStorage/rooveterinaryinc.roo-cline/tasks/1/api_conversation_history.json',
  ],
  ['kiro', '/h/.kiro/sessions/cli/0a1b.history'],
  ['kiro', '/h/.config/Kiro/User/globalStorage/kiro.kiroagent/dev_data/tokens_generated.jsonl'],
  ['kiro', '/h/.config/Kiro/User/globalStorage/kiro.kiroagent/profile.json'],
  ['kimi', '/h/.kimi/sessions/0a1b/s1/context.jsonl'],
  ['droid', '/h/.factory/auth.json'],
  ['codex', '/h/.codex/history.jsonl'],
  ['codex', '/h/.codex/auth.json'],
];

describe('agents: where they write', () => {
  const folder = temporaryFolder();
  const storesOf = (id: string) => AGENTS.find(agent => agent.id === id)!.stores;
  const rootsOf = (id: string, environment: AgentEnvironment) =>
    storesOf(id).flatMap(store => store.roots(environment));

  for (const [agent, system, place, variables = {}] of PLACES) {
    it(`looks for ${agent} on ${system} in ${place}`, () => {
      const environment = { home: HOMES[system], platform: system, variables, editorFolder: null };
      const roots = rootsOf(agent, environment);
      assert.ok(roots.includes(place), roots.join('\n'));
    });
  }

  for (const [agent, path] of NO_LOGS) {
    it(`takes for no log of ${agent} ${path}`, () => {
      assert.ok(!storesOf(agent).some(store => store.isLog(path)));
    });
  }

  it('finds Crush’s databases in the projects that it lists, in either form of its list', () => {
    for (const [name, list] of Object.entries({
      newer: { projects: [{ path: '/w/shop', data_dir: 'own' }, { path: '/w/cart' }] },
      older: { projects: { '/w/shop': { data_dir: 'own' }, '/w/cart': {} } },
    })) {
      const home = join(folder(), name);
      writeFile(join(home, '.local/share/crush/projects.json'), JSON.stringify(list));
      const roots = rootsOf('crush', { home, platform: 'linux', variables: {}, editorFolder: null });
      assert.deepEqual(roots.slice(1), ['/w/shop/own', '/w/cart/.crush'], name);
    }
  });
});
