import type { DatabaseSync } from 'node:sqlite';

const MOST = 20;

/** The names that commits say a file had before, newest first. */
export function formerPaths(database: DatabaseSync, repository: number, path: string): string[] {
  const find = database.prepare(
    'SELECT DISTINCT old_path AS old FROM file_change WHERE repository = ? AND path = ? AND old_path IS NOT NULL',
  );
  const found = new Set([path]);
  for (const name of found) {
    if (found.size > MOST) break;
    for (const { old } of find.all(repository, name)) found.add(String(old));
  }
  found.delete(path);
  return [...found];
}
