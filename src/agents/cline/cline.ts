import type { Agent, AgentEnvironment } from '../agent.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { resumeBy } from '../tools/resumeBy.ts';
import { readClineSession } from './clineSession.ts';
import { clineTasks } from './clineTasks.ts';
import { clineTitle } from './clineTitle.ts';

const AGENT = 'cline';

/** Cline: sessions of its editor extension and command line, and the tasks of the extension before its fourth version. */
export const cline: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'document',
      roots: environment => [sessions(environment)],
      isLog: path => path.endsWith('.messages.json'),
      copyKey: () => null,
      read: (context, bytes) => readClineSession(AGENT, context, bytes),
    },
    clineTasks(AGENT, ['saoudrizwan.claude-dev', 'saoudrizwan.cline-nightly'], 'beside', {
      more: environment => [joinFor(environment)(environment.home, '.cline', 'data', 'tasks')],
    }),
  ],
  title: clineTitle,
  resume: resumeBy('cline', /^\d{13}_[a-z0-9]{1,12}$/, id => ['--id', id]),
};

function sessions(environment: AgentEnvironment): string {
  const join = joinFor(environment);
  const { CLINE_SESSION_DATA_DIR, CLINE_DATA_DIR, CLINE_DIR } = environment.variables;
  if (CLINE_SESSION_DATA_DIR) return CLINE_SESSION_DATA_DIR;
  return join(CLINE_DATA_DIR || join(CLINE_DIR || join(environment.home, '.cline'), 'data'), 'sessions');
}
