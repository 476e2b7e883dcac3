import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface WatchPath {
  readonly folder: string;
  readonly recursive: boolean;
}

/**
 * The folders of a repository in which a push, commit, fetch or checkout leaves a trace. Only those that
 * exist: ask again when one of them tells of a new folder. Their places are fixed by gitrepository-layout(5).
 *
 * @param commonDir as in `RepositoryIdentity`: shared by all worktrees
 */
export async function watchPaths(commonDir: string): Promise<WatchPath[]> {
  const linked = await readdir(join(commonDir, 'worktrees')).catch(() => []);
  const wanted: WatchPath[] = [
    // HEAD, FETCH_HEAD, packed-refs, config
    { folder: commonDir, recursive: false },
    { folder: join(commonDir, 'refs'), recursive: true },
    { folder: join(commonDir, 'logs'), recursive: true },
    { folder: join(commonDir, 'reftable'), recursive: false },
    { folder: join(commonDir, 'worktrees'), recursive: false },
    ...linked.flatMap(name => [
      { folder: join(commonDir, 'worktrees', name), recursive: false },
      // Where refs are kept in tables, the head of a linked worktree is in one of its own.
      { folder: join(commonDir, 'worktrees', name, 'reftable'), recursive: false },
    ]),
  ];
  const exist = await Promise.all(wanted.map(({ folder }) => isFolder(folder)));
  return wanted.filter((_, index) => exist[index]);
}

/** Whether a changed file in such a folder can mean news: locks and the index change when one only looks. */
export function isTelling(path: string): boolean {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  return !/\.lock$|^(?:index|gc\.pid|gc\.log|COMMIT_EDITMSG|\.watchman-cookie.*)$/.test(name);
}

function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}
