import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment } from '../agent.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { PiLines, titleOfLines } from './piLines.ts';

const AGENT = 'pi';

const resume = resumeBy(AGENT, UUID, id => ['--session', id]);

/** pi, and Oh My Pi, which keeps its sessions alike. */
export const pi: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'lines',
      roots,
      isLog: path => path.endsWith('.jsonl'),
      copyKey: () => null,
      open: (context, state) => new PiLines(AGENT, context, state),
    },
  ],
  title: titleOfLines,
  // Oh My Pi's are known to another program.
  resume: (id, log) => (/[\\/]\.omp[\\/]/.test(log) ? null : resume(id)),
};

function roots({ home, platform, variables }: AgentEnvironment): string[] {
  const { join } = platform === 'win32' ? win32 : posix;
  const { PI_CODING_AGENT_SESSION_DIR: sessions, PI_CODING_AGENT_DIR, PI_AGENT_DIR } = variables;
  const folder = PI_CODING_AGENT_DIR || PI_AGENT_DIR || join(home, '.pi', 'agent');
  return [...(sessions ? [sessions] : []), join(folder, 'sessions'), join(home, '.omp', 'agent', 'sessions')];
}
