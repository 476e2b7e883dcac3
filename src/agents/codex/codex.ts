import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { AGENT, CodexReader } from './codexReader.ts';
import { codexTitle } from './codexTitle.ts';

const ROLLOUT = /^rollout-.*\.jsonl(?:\.zst)?$/;

/** OpenAI Codex: the command line, the desktop app and the editor extensions share these logs. */
export const codex: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots,
      isLog: path => ROLLOUT.test(nameOf(path)),
      // Compressed after a week, moved when archived: always under the same name.
      copyKey: path => nameOf(path).replace(/\.zst$/, ''),
      open: (context, state) => new CodexReader(context, state),
    },
  ],
  title: codexTitle,
  resume: resumeBy('codex', UUID, id => ['resume', id]),
};

function roots({ home, platform, variables }: AgentEnvironment): string[] {
  const { join } = platform === 'win32' ? win32 : posix;
  const folder = variables.CODEX_HOME || join(home, '.codex');
  return [join(folder, 'sessions'), join(folder, 'archived_sessions')];
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
