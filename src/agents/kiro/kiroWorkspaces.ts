import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = /^(.*[\\/]kiro\.kiroagent)[\\/]([0-9a-f]{32})(?:[\\/]|$)/;

/**
 * The folder whose work a file below `kiro.kiroagent` tells: Kiro names a directory by a hash of it, and another one,
 * of the sessions, by the folder itself in base64.
 * @returns `null` where no directory of sessions has that hash
 */
export function workspaceOf(path: string): string | null {
  const match = ROOT.exec(path);
  if (match === null) return null;
  let names: string[];
  try {
    names = readdirSync(join(match[1]!, 'workspace-sessions'));
  } catch {
    return null;
  }
  for (const name of names) {
    const folder = decodedFolder(name);
    if (folder !== null && createHash('sha256').update(folder).digest('hex').startsWith(match[2]!))
      return folder;
  }
  return null;
}

/** A name in base64, of either alphabet, with `_` in place of the `=` at its end. */
export function decodedFolder(name: string): string | null {
  for (const candidate of [name.replace(/[_=]+$/, ''), name]) {
    const folder = Buffer.from(candidate, 'base64url').toString('utf8');
    if (/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(folder) && !/[\p{Cc}\ufffd]/u.test(folder)) return folder;
  }
  return null;
}
