import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { readSessionStore } from './copilotCliDatabase.ts';
import { CopilotCliReader } from './copilotCliReader.ts';
import { copilotCliTitle } from './copilotCliTitle.ts';
import { AGENT } from './copilotCliUsage.ts';

/** GitHub Copilot CLI, the Copilot desktop app and editors that run it. */
export const copilotCli: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots: environment =>
        ['session-state', 'history-session-state'].map(name => inFolder(environment, name)),
      isLog: path => /[\\/]events\.jsonl$|session-state[\\/][^\\/]+\.jsonl$/.test(path),
      copyKey: () => null,
      open: (context, state) => new CopilotCliReader(context, state),
    },
    {
      form: 'database',
      roots: environment => [inFolder(environment, '')],
      depth: 0,
      isLog: path => /[\\/]session-store\.db$/.test(path),
      copyKey: () => null,
      read: readSessionStore,
    },
  ],
  title: copilotCliTitle,
  resume: resumeBy('copilot', UUID, id => [`--resume=${id}`]),
};

function inFolder({ home, platform, variables }: AgentEnvironment, name: string): string {
  const { join } = platform === 'win32' ? win32 : posix;
  return join(variables.COPILOT_HOME || join(home, '.copilot'), name);
}
