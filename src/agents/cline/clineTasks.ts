import { basename } from 'node:path';
import type { AgentId } from '../../model/records.ts';
import type { AgentEnvironment, DocumentStore } from '../agent.ts';
import { joinFor } from '../stores/dataFolders.ts';
import { editorFolders } from '../stores/editorFolders.ts';
import { type CacheCounted, readClineTask } from './clineTask.ts';

/**
 * Tasks of an extension of Cline's family, in the storage of every editor that it may run in.
 * @param extensions their ids, in lower case as folders have them
 * @param cache how `tokensIn` counts what came from a cache
 * @param more folders of tasks elsewhere
 */
export function clineTasks(
  agent: AgentId,
  extensions: readonly string[],
  cache: CacheCounted,
  more: (environment: AgentEnvironment) => string[] = () => [],
): DocumentStore {
  return {
    form: 'document',
    roots: environment => [
      ...editorFolders(environment).flatMap(folder =>
        extensions.map(extension => joinFor(environment)(folder, 'globalStorage', extension, 'tasks')),
      ),
      ...more(environment),
    ],
    isLog: path => basename(path) === 'ui_messages.json',
    copyKey: () => null,
    read: (context, bytes, state) => readClineTask(agent, cache, context, bytes, state),
  };
}
