import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { AGENT, ClaudeCodeReader } from './claudeCodeReader.ts';
import { claudeCodeTitle } from './claudeCodeTitle.ts';

const DESKTOP = 'local-agent-mode-sessions';

const resume = resumeBy('claude', UUID, id => ['--resume', id]);

/** Claude Code: the command line, its editor extensions and the desktop app's local agent. */
export const claudeCode: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots: environment => [...projectRoots(environment), ...desktopRoots(environment)],
      isLog,
      copyKey: () => null,
      open: (context, state) => new ClaudeCodeReader(context, state),
    },
  ],
  title: log => claudeCodeTitle(log),
  // The desktop app keeps a configuration of its own, in which the command line does not look.
  resume: (id, log) => (log.includes(DESKTOP) ? null : resume(id)),
};

function projectRoots({ home, platform, variables }: AgentEnvironment): string[] {
  const { join } = platform === 'win32' ? win32 : posix;
  const chosen = [variables.CLAUDE_CONFIG_DIR, variables.CLAUDE_CONFIG_DIRS]
    .flatMap(value => value?.split(',') ?? [])
    .map(folder => folder.trim())
    .filter(folder => folder !== '');
  const folders =
    chosen.length > 0
      ? chosen
      : [join(home, '.claude'), join(variables.XDG_CONFIG_HOME || join(home, '.config'), 'claude')];
  return [...new Set(folders.map(folder => join(folder, 'projects')))];
}

/** The desktop app keeps a configuration folder for each of its local sessions. */
function desktopRoots({ home, platform, variables }: AgentEnvironment): string[] {
  const { join } = platform === 'win32' ? win32 : posix;
  if (platform === 'darwin') return [join(home, 'Library', 'Application Support', 'Claude', DESKTOP)];
  if (platform !== 'win32') {
    return [join(variables.XDG_CONFIG_HOME || join(home, '.config'), 'Claude', DESKTOP)];
  }
  const roaming = variables.APPDATA || join(home, 'AppData', 'Roaming');
  const local = variables.LOCALAPPDATA || join(home, 'AppData', 'Local');
  return [
    join(roaming, 'Claude', DESKTOP),
    join(local, 'Packages', 'Claude_*', 'LocalCache', 'Roaming', 'Claude', DESKTOP),
  ];
}

/** Transcripts of sessions and sub-agents. A workflow's journal and files set aside after a crash are none. */
function isLog(path: string): boolean {
  if (!path.endsWith('.jsonl') || !/[\\/]projects[\\/]/.test(path)) return false;
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return name !== 'journal.jsonl' && !name.includes('.orphaned') && !name.includes('.superseded');
}
