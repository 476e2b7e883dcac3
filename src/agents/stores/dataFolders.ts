import { posix, win32 } from 'node:path';
import type { AgentEnvironment } from '../agent.ts';

/** Joins paths in the manner of the system that is looked at. */
export function joinFor({ platform }: AgentEnvironment): (...parts: string[]) => string {
  return (platform === 'win32' ? win32 : posix).join;
}

/** Where programs that follow their system's manners keep data of one machine. */
export function localData(environment: AgentEnvironment): string {
  const { home, platform, variables } = environment;
  const join = joinFor(environment);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return variables.LOCALAPPDATA || join(home, 'AppData', 'Local');
  return variables.XDG_DATA_HOME || join(home, '.local', 'share');
}
