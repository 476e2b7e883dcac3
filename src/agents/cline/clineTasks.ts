import { basename } from 'node:path';
import type { AgentId } from '../../model/records.ts';
import type { AgentEnvironment, DocumentStore } from '../agent.ts';
import { filledString, parsed } from '../json/looseJson.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { editorFolders } from '../stores/editorFolders.ts';
import { smallText } from '../stores/smallFile.ts';
import { type CacheCounted, readClineTask } from './clineTask.ts';

/**
 * Tasks of an extension of Cline's family, in the storage of every editor that it may run in.
 * @param extensions their ids, in lower case as folders have them
 * @param cache how `tokensIn` counts what came from a cache
 * @param setting with which its person may have moved them
 * @param more folders of tasks elsewhere
 */
export function clineTasks(
  agent: AgentId,
  extensions: readonly string[],
  cache: CacheCounted,
  {
    setting = null,
    more = () => [],
  }: {
    readonly setting?: string | null;
    readonly more?: (environment: AgentEnvironment) => string[];
  } = {},
): DocumentStore {
  return {
    form: 'document',
    roots: environment => [
      ...editorFolders(environment).flatMap(folder =>
        extensions.map(extension => joinFor(environment)(folder, 'globalStorage', extension, 'tasks')),
      ),
      ...(setting === null ? [] : movedTo(environment, setting)),
      ...more(environment),
    ],
    isLog: path => basename(path) === 'ui_messages.json',
    copyKey: () => null,
    read: (context, bytes, state) => readClineTask(agent, cache, context, bytes, state),
  };
}

/** Folders that a setting of any editor's names. Settings hold comments, so only this one is looked for. */
function movedTo(environment: AgentEnvironment, setting: string): string[] {
  const join = joinFor(environment);
  return editorFolders(environment).flatMap(folder => {
    const settings = smallText(join(folder, 'settings.json')) ?? '';
    const told = new RegExp(
      `(?:^|[{,])\\s*"${setting.replace('.', '\\.')}"\\s*:\\s*("(?:[^"\\\\\\n]|\\\\.)+")`,
      'm',
    ).exec(settings)?.[1];
    const path = filledString(parsed(told ?? ''));
    return path === null ? [] : [join(path, 'tasks')];
  });
}
