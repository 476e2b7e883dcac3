import { posix, win32 } from 'node:path';
import type { Agent, AgentEnvironment, ReadContext, ReaderState } from '../agent.ts';
import { record } from '../json/looseJson.ts';
import { editorFolders } from '../stores/editorFolders.ts';
import { AGENT, CopilotChatSession } from './copilotChatSession.ts';
import { copilotChatTitle, stateOf } from './copilotChatTitle.ts';
import { readTraces } from './copilotChatTraces.ts';

/** GitHub Copilot Chat in VS Code, whose chats tell little of what was spent, and whose traces tell all. */
export const copilotChat: Agent = {
  id: AGENT,
  quality: 'lower bound',
  stores: [
    {
      form: 'database',
      roots: environment => below(environment, ['globalStorage', 'github.copilot-chat']),
      depth: 0,
      isLog: path => /[\\/]agent-traces\.db$/.test(path),
      copyKey: () => null,
      read: readTraces,
    },
    {
      // A log of changes, but one that is replaced now and then: replayed whole.
      form: 'document',
      roots: environment => [
        ...below(environment, ['workspaceStorage', '*', 'chatSessions']),
        ...below(environment, ['globalStorage', 'emptyWindowChatSessions']),
      ],
      isLog: path => /[\\/](?:chatSessions|emptyWindowChatSessions)[\\/][^\\/]+\.jsonl?$/.test(path),
      copyKey: () => null,
      read: readChat,
    },
  ],
  title: copilotChatTitle,
};

function below(environment: AgentEnvironment, names: readonly string[]): string[] {
  const { join } = environment.platform === 'win32' ? win32 : posix;
  return editorFolders(environment).map(folder => join(folder, ...names));
}

function readChat(context: ReadContext, bytes: Buffer): ReaderState | null {
  const state = stateOf(context.file.path, bytes.toString('utf8'), context.skip);
  if (state === undefined) {
    // A document that is being written; a log always begins with a whole state.
    if (!context.file.path.endsWith('.jsonl')) return null;
    if (bytes.includes('\n')) context.skip('newer format');
    return {};
  }
  const { version, requests } = record(state);
  if (!Array.isArray(requests)) {
    context.skip('newer format', version === undefined ? undefined : String(version));
    return {};
  }
  new CopilotChatSession(context, record(state)).read(record(state));
  return {};
}
