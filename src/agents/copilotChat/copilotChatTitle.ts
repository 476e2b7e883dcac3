import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { replay } from './mutationLog.ts';

/** The chat's title, else its first prompt; for a session that was found in the traces, from its chat. */
export async function copilotChatTitle(log: string, session: string): Promise<string | null> {
  for (const path of log.endsWith('.db') ? await chatsOf(log, session) : [log]) {
    const text = await readFile(path, 'utf8').catch(() => null);
    if (text === null) continue;
    const state = record(stateOf(path, text, () => {}));
    const [first] = Array.isArray(state.requests) ? state.requests : [];
    const prompt = filledString(record(record(first).message).text);
    return shortTitle(filledString(state.customTitle) ?? prompt);
  }
  return null;
}

/** The state of a chat, from a document or from the log of its changes. */
export function stateOf(
  path: string,
  text: string,
  skip: (reason: 'malformed' | 'newer format') => void,
): unknown {
  return path.endsWith('.jsonl') ? replay(text, skip) : parsed(text);
}

/** @param log `USER/globalStorage/github.copilot-chat/agent-traces.db` */
async function chatsOf(log: string, session: string): Promise<string[]> {
  const storage = dirname(dirname(log));
  const workspaces = join(dirname(storage), 'workspaceStorage');
  const names = await readdir(workspaces).catch(() => []);
  return [
    ...names.map(name => join(workspaces, name, 'chatSessions')),
    join(storage, 'emptyWindowChatSessions'),
  ].flatMap(folder => [join(folder, `${session}.jsonl`), join(folder, `${session}.json`)]);
}
