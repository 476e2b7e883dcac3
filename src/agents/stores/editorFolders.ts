import { posix, win32 } from 'node:path';
import type { AgentEnvironment } from '../agent.ts';

/** Editors of VS Code's family: the folder of their settings, and in HOME that of their server. */
const EDITORS = [
  { settings: 'Code', server: '.vscode-server' },
  { settings: 'Code - Insiders', server: '.vscode-server-insiders' },
  { settings: 'Code - Exploration', server: '.vscode-server-exploration' },
  { settings: 'VSCodium', server: '.vscodium-server' },
  { settings: 'Cursor', server: '.cursor-server' },
  { settings: 'Windsurf', server: '.windsurf-server' },
  { settings: 'Kiro', server: '.kiro-server' },
  { settings: 'Trae', server: '.trae-server' },
  { settings: 'Antigravity', server: '.antigravity-server' },
] as const;

export type EditorName = (typeof EDITORS)[number]['settings'];

/**
 * The `User` folders in which editors keep what their extensions store: that of the editor this runs in first, for it
 * may lie anywhere (portable mode, `--user-data-dir`), then those of all others on this machine.
 * @param name of one editor; all where left out
 */
export function editorFolders(environment: AgentEnvironment, name: EditorName | null = null): string[] {
  const { home, platform, variables, editorFolder } = environment;
  const { join } = platform === 'win32' ? win32 : posix;
  const settings =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support')
      : platform === 'win32'
        ? variables.APPDATA || join(home, 'AppData', 'Roaming')
        : variables.XDG_CONFIG_HOME || join(home, '.config');
  const data = variables.XDG_DATA_HOME || join(home, '.local', 'share');
  const editors = EDITORS.filter(editor => name === null || editor.settings === name);
  const folders = [
    ...(editorFolder === null ? [] : [editorFolder]),
    ...editors.map(editor => join(settings, editor.settings, 'User')),
    ...editors.map(editor => join(home, editor.server, 'data', 'User')),
    ...(name === null
      ? [join(home, '.vscode-remote', 'data', 'User'), join(data, 'code-server', 'User')]
      : []),
  ];
  return [...new Set(folders)];
}
