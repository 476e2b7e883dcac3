import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RepositoryIdentity } from '../model/git.ts';
import { GitError } from './gitError.ts';
import { readRemotes } from './remotes.ts';
import type { Git } from './run.ts';

/**
 * The repository that a folder belongs to, found upwards; `null` where there is none.
 * @throws GitError `no folder`, `broken repository`, `dubious ownership`, `newer format`, `no git`, …
 */
export async function identify(
  git: Git,
  folder: string,
  signal?: AbortSignal,
): Promise<RepositoryIdentity | null> {
  // Most folders that are asked about have long gone, and starting git to hear so takes a hundred times longer.
  if (await isOutside(folder)) return null;
  let answer: string;
  try {
    // The only path comes last: it may hold newlines.
    const asked = [
      '--is-shallow-repository',
      '--is-inside-work-tree',
      '--path-format=absolute',
      '--git-common-dir',
    ];
    answer = (await git.run({ folder }, ['rev-parse', ...asked], { signal })).stdout.toString('utf8');
  } catch (error) {
    if (!(error instanceof GitError) || error.problem !== 'not a repository') throw error;
    if (await hasEntry(folder)) throw new GitError('broken repository', error.exitCode, folder);
    return null;
  }
  const [shallow, inside, ...path] = answer.slice(0, -1).split('\n');
  const commonDir = await realPath(path.join('\n'));
  let worktree: string | null = null;
  if (inside === 'true') {
    const top = await git.run({ folder }, ['rev-parse', '--path-format=absolute', '--show-toplevel'], {
      signal,
    });
    worktree = await realPath(top.stdout.toString('utf8').slice(0, -1));
  }
  return {
    commonDir,
    worktree,
    remotes: await readRemotes(git, commonDir, worktree ?? commonDir, signal),
    shallow: shallow === 'true',
  };
}

/** Whether nothing at or above a folder looks like a repository. */
async function isOutside(folder: string): Promise<boolean> {
  const isThere = (path: string) =>
    lstat(path).then(
      () => true,
      () => false,
    );
  if (!(await isThere(folder))) throw new GitError('no folder', null, folder);
  for (let at = await realPath(folder); ; at = dirname(at)) {
    if (await isThere(join(at, '.git'))) return false;
    if ((await isThere(join(at, 'HEAD'))) && (await isThere(join(at, 'objects')))) return false;
    if (dirname(at) === at) return true;
  }
}

/** Whether this folder or one above it has a `.git` that git would not take. */
async function hasEntry(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const entry = await lstat(join(at, '.git')).catch(() => null);
    if (entry !== null) return true;
    if (dirname(at) === at) return false;
  }
}

async function realPath(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    throw new GitError('no folder', null, path);
  }
}
