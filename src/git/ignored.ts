import { isAbsolute, relative, sep } from 'node:path';
import { GitError } from './gitError.ts';
import type { Git } from './run.ts';

/** `unknown`: git would not say, as for what lies in a submodule or behind a link. */
export type Standing = 'inside' | 'ignored' | 'outside' | 'unknown';

/**
 * How each absolute path stands to a worktree: part of it, ignored in it, or outside it (git's own files
 * too). A tracked file is never ignored. Files need not exist. Throws `GitError`.
 */
export async function standingOf(
  git: Git,
  worktree: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Standing>> {
  const standing = new Map<string, Standing>();
  const asked = new Map<string, string>();
  for (const path of paths) {
    const inner = relative(worktree, path).split(sep).join('/');
    const outside = inner === '' || isAbsolute(inner) || /^(?:\.\.|\.git)(?:\/|$)/.test(inner);
    standing.set(path, outside ? 'outside' : 'inside');
    if (!outside) asked.set(inner, path);
  }
  const told = new Map<string, Standing>();
  await ask(git, worktree, [...asked.keys()], told, signal);
  for (const [inner, path] of asked) standing.set(path, told.get(inner) ?? 'inside');
  return standing;
}

/** One path that git refuses ends its whole answer: the list is halved until that path is alone. */
async function ask(
  git: Git,
  worktree: string,
  paths: readonly string[],
  told: Map<string, Standing>,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (paths.length === 0) return;
  // A leading colon would be read as pathspec magic, a leading dot and slash is not.
  const stdin = paths.map(path => `./${path}\0`).join('');
  try {
    const options = { stdin, signal, answers: [0, 1] };
    const answer = await git.run({ folder: worktree }, ['check-ignore', '--stdin', '-z'], options);
    for (const path of answer.stdout.toString('utf8').split('\0')) {
      if (path !== '') told.set(path.replace(/^\.\//, ''), 'ignored');
    }
  } catch (error) {
    if (!(error instanceof GitError) || error.problem !== 'failed') throw error;
    if (paths.length === 1) {
      told.set(paths[0]!, 'unknown');
      return;
    }
    const half = Math.ceil(paths.length / 2);
    await ask(git, worktree, paths.slice(0, half), told, signal);
    await ask(git, worktree, paths.slice(half), told, signal);
  }
}
