import { dirname, join } from 'node:path';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { smallJson, smallText } from '../stores/smallFile.ts';

/** How Cline's family tells a model where it is. */
const TOLD = /Current (?:Workspace|Working) Directory \(((?:[^()\\"]|\\\\)+)\)/;

/**
 * The folder that a task worked in: beside it, in the list of all tasks, or as its model was told.
 * @param log its `ui_messages.json`
 */
export function folderOfTask(log: string, task: string): string | null {
  const folder = dirname(log);
  const { workspace, cwdOnTaskInitialization } = record(smallJson(join(folder, 'history_item.json')));
  const own = filledString(workspace) ?? filledString(cwdOnTaskInitialization);
  if (own !== null) return own;
  const list = smallJson(join(folder, '..', '..', 'state', 'taskHistory.json'));
  const item = (Array.isArray(list) ? list : []).map(record).find(({ id }) => String(id) === task);
  const listed = filledString(item?.cwdOnTaskInitialization) ?? filledString(item?.workspace);
  if (listed !== null) return listed;
  const told = TOLD.exec(smallText(join(folder, 'api_conversation_history.json')) ?? '')?.[1];
  return told === undefined ? null : filledString(parsed(`"${told}"`));
}

/** The task that started this one, where Roo says so. */
export function parentOfTask(log: string): string | null {
  return filledString(record(smallJson(join(dirname(log), 'history_item.json'))).parentTaskId);
}
