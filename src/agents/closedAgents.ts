import type { Agent, AgentEnvironment } from './agent.ts';
import { joinFor } from './stores/dataFolders.ts';
import { editorFolders } from './stores/editorFolders.ts';

/** Agents that are known to be here and of which nothing can be read: said, and never shown as nothing. */
export const CLOSED_AGENTS: readonly Agent[] = [
  // Threads were files until spring 2026; since then they are on its server, and old files tell a part of them.
  closed('amp', 'on a server', environment => [
    joinFor(environment)(environment.home, '.local', 'share', 'amp'),
  ]),
  // What it keeps is encrypted.
  closed('windsurf', 'not documented', environment => [
    joinFor(environment)(environment.home, '.codeium', 'windsurf', 'cascade'),
  ]),
  closed('antigravity', 'not documented', environment =>
    ['antigravity', 'antigravity-cli', 'antigravity-ide'].map(name =>
      joinFor(environment)(environment.home, '.gemini', name, 'conversations'),
    ),
  ),
  closed('trae', 'not documented', environment =>
    editorFolders({ ...environment, editorFolder: null }, 'Trae').map(folder =>
      joinFor(environment)(folder, 'globalStorage'),
    ),
  ),
];

function closed(
  id: string,
  why: NonNullable<Agent['closed']>,
  roots: (environment: AgentEnvironment) => string[],
): Agent {
  return {
    id,
    quality: 'none',
    closed: why,
    stores: [
      { form: 'document', roots, depth: 0, isLog: () => false, copyKey: () => null, read: () => ({}) },
    ],
    title: async () => null,
  };
}
