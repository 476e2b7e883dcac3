import { readFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { fileOf } from './copilotChatEdits.ts';

/** A file as it was before a session and as it was left. */
export interface FileTexts {
  readonly path: string;
  /** `null`: there was none. */
  readonly before: string | null;
  readonly after: string;
  /** The request that changed it last. */
  readonly request: string | null;
}

const LARGEST = 16 << 20;

/** The folder of the window that a chat belongs to, by the file beside its folder. */
export function workspaceFolder(log: string): string | null {
  const { dirname, join } = pathsOf(log);
  const { folder } = record(parsed(textOf(join(dirname(dirname(log)), 'workspace.json')) ?? ''));
  return fileOf(folder);
}

/**
 * Files that the editor keeps of an editing session, until it is cleared: the state names them by what their texts
 * hash to.
 * @param log of the chat, beside whose folder they lie
 */
export function editedFiles(log: string, session: string): FileTexts[] {
  if (!/^[\w-]+$/.test(session)) return [];
  const { dirname, join } = pathsOf(log);
  const folder = join(dirname(dirname(log)), 'chatEditingSessions', session);
  const state = record(parsed(textOf(join(folder, 'state.json')) ?? ''));
  const { entries } = record(state.recentSnapshot);
  if (!Array.isArray(entries)) return [];
  const content = (hash: unknown) =>
    typeof hash === 'string' && /^\w+$/.test(hash) ? textOf(join(folder, 'contents', hash)) : null;
  return entries.flatMap(value => {
    const entry = record(value);
    const path = fileOf(entry.resource);
    const after = content(entry.currentHash);
    if (path === null || after === null || entry.isDeleted === true) return [];
    // Undone since: what was changed in between is not kept.
    if (entry.originalHash === entry.currentHash) return [];
    const before = filledString(entry.originalHash) === null ? null : content(entry.originalHash);
    // A text that is gone is not the same as a file that was not there.
    if (before === null && filledString(entry.originalHash) !== null) return [];
    return [{ path, before, after, request: filledString(record(entry.telemetryInfo).requestId) }];
  });
}

function pathsOf(log: string): typeof posix {
  return log.includes('\\') ? win32 : posix;
}

function textOf(path: string): string | null {
  try {
    const bytes = readFileSync(path);
    return bytes.length > LARGEST ? null : bytes.toString('utf8');
  } catch {
    return null;
  }
}
