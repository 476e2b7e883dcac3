import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { filledString, parsed, record } from '../json/looseJson.ts';

/**
 * The folder that a session of Gemini CLI worked in. Its log does not tell; the file `.project_root` in the folder
 * of the project does, else the list `projects.json`, which names that folder or, in early versions, is keyed by
 * what the folder's name is a hash of.
 * @param log `…/.gemini/tmp/PROJECT/chats/…`
 */
export function projectFolder(log: string): string | null {
  const { dirname, basename, join } = log.includes('\\') ? win32 : posix;
  const at = /^(.*?)[\\/]chats[\\/]/.exec(log)?.[1];
  if (at === undefined) return null;
  const told = textOf(join(at, '.project_root'))?.trim();
  if (told) return told;
  const name = basename(at);
  const list = parsed(textOf(join(dirname(dirname(at)), 'projects.json')) ?? '');
  for (const [folder, project] of Object.entries(record(record(list).projects))) {
    if (filledString(project) === name || sha256(folder) === name) return folder;
  }
  return null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
