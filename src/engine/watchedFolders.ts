import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { watchPaths } from '../git/watchPaths.ts';

/**
 * Every folder in which git leaves a trace, with the common dir of the repository that it belongs to. Of a repository that
 * is gone that common dir, for it may be cloned anew.
 */
export async function watchedFolders(commonDirs: readonly string[]): Promise<Map<string, string>> {
  const folders = new Map<string, string>();
  for (const commonDir of commonDirs) {
    // Many that are gone were temporary, with all around them.
    if (existsSync(dirname(dirname(commonDir)))) folders.set(commonDir, commonDir);
    for (const { folder, recursive } of await watchPaths(commonDir)) {
      for (const each of recursive ? await foldersBelow(folder) : [folder]) folders.set(each, commonDir);
    }
  }
  return folders;
}

/** Refs with slashes in their names lie in folders of their own. */
async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return [
    folder,
    ...entries.filter(entry => entry.isDirectory()).map(entry => join(entry.parentPath, entry.name)),
  ];
}
