import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Agent, AgentEnvironment, Store } from '../agents/agent.ts';
import type { FoundLogs } from '../agents/stores/logFiles.ts';
import type { Instant } from '../model/records.ts';

/** What a look for the logs of one store found. */
export interface FoundStore extends FoundLogs {
  readonly agent: Agent;
  readonly store: Store;
}

/** Of folders without a log so many are watched, those that changed last: watchers are shared with other programs. */
const MOST_EMPTY = 200;

/**
 * Which folders to watch: every one from a root down to a log; roots that are not there yet, to be awaited; and
 * folders without a log, for an agent makes a folder first and its log when there is something to tell.
 */
export function logFolders(found: readonly FoundStore[], environment: AgentEnvironment): Set<string> {
  const open = found.filter(({ agent }) => agent.closed === undefined);
  const folders = new Set<string>();
  for (const { store, files, roots } of open) {
    for (const root of store.roots(environment)) if (!root.includes('*')) folders.add(root);
    for (const root of roots) folders.add(root);
    for (const { path } of files) {
      for (let at = dirname(path); !folders.has(at) && dirname(at) !== at; at = dirname(at)) {
        if (!roots.some(root => at.startsWith(root))) break;
        folders.add(at);
      }
    }
  }
  const empty = open.flatMap(each => each.folders).filter(folder => !folders.has(folder));
  for (const folder of newestFirst(empty).slice(0, MOST_EMPTY)) folders.add(folder);
  return folders;
}

function newestFirst(folders: readonly string[]): string[] {
  const changedAt = new Map(folders.map(folder => [folder, changeOf(folder)]));
  return [...changedAt.keys()].sort((a, b) => changedAt.get(b)! - changedAt.get(a)!);
}

function changeOf(folder: string): Instant {
  try {
    return statSync(folder).mtimeMs;
  } catch {
    // It went meanwhile.
    return 0;
  }
}
