import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { RepositoryIdentity } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { agentWorktree } from './agentWorktree.ts';
import { resolveCommits } from './commitIds.ts';
import { GitError } from './gitError.ts';
import { identify } from './identify.ts';
import type { Git } from './run.ts';
import type { Candidate, PathMatch } from './sessionRepository.ts';

/** Fewer edited paths than this fit too many repositories. */
const PATHS_NEEDED = 3;
/** Folders above the session's own that may have been the worktree's root. */
const LEVELS = 4;

/**
 * The repository that a vanished folder's place names: above an agent's worktree folder, or, where only a
 * name is told, the one known repository of that name; else the repository of the nearest folder that still
 * exists, if its history knows the vanished one. Throws `GitError` other than for a folder without repository.
 */
export async function repositoryAbove(
  git: Git,
  folder: string,
  home: string,
  known: readonly Pick<RepositoryIdentity, 'commonDir'>[],
  signal?: AbortSignal,
): Promise<Candidate | null> {
  const worktree = agentWorktree(folder, home);
  if (worktree?.repository != null) {
    const found = await identifyIfThere(git, worktree.repository, signal);
    if (found !== null && found.worktree !== home) return { commonDir: found.commonDir, root: worktree.root };
  }
  if (worktree !== null && worktree.names.length > 0) {
    const named = known.filter(({ commonDir }) => worktree.names.includes(nameOf(commonDir)));
    return named.length === 1 ? { commonDir: named[0]!.commonDir, root: worktree.root } : null;
  }
  for (let at = dirname(folder); at !== dirname(at); at = dirname(at)) {
    const found = await identifyIfThere(git, at, signal);
    if (found === null) continue;
    if (found.worktree === null) return null;
    const path = relative(found.worktree, folder).split(sep).join('/');
    const args = ['--literal-pathspecs', 'log', '-1', '--format=%H', '--all', '--', path];
    const touched = await git.run({ folder: found.worktree }, args, { signal });
    return touched.stdout.length === 0 ? null : { commonDir: found.commonDir, root: found.worktree };
  }
  return null;
}

/** Known repositories that still keep an entry for a worktree at this folder or above it. */
export async function worktreeEntries(
  folder: string,
  known: readonly RepositoryIdentity[],
): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const { commonDir } of known) {
    const entries = join(commonDir, 'worktrees');
    for (const name of await readdir(entries).catch(() => [])) {
      const text = await readFile(join(entries, name, 'gitdir'), 'utf8').catch(() => '');
      if (text.trim() === '') continue;
      const root = dirname(resolve(entries, name, text.replace(/\r?\n$/, '')));
      if (folder === root || folder.startsWith(root + sep)) found.push({ commonDir, root });
    }
  }
  return found;
}

/** Known repositories that have at least one of these commits. One that cannot be read has none. */
export async function repositoriesWith(
  git: Git,
  commits: readonly string[],
  known: readonly RepositoryIdentity[],
  signal?: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  for (const { commonDir } of known) {
    const resolved = await unlessUnreadable(resolveCommits(git, commonDir, commits, signal));
    if (resolved !== null && resolved.size > 0) found.push(commonDir);
  }
  return found;
}

/**
 * How well each known repository's tree at that time fits the absolute paths that a session edited, counted
 * from its folder or from one of those above it.
 */
export async function pathMatches(
  git: Git,
  folder: string,
  edited: readonly string[],
  at: Instant,
  known: readonly RepositoryIdentity[],
  signal?: AbortSignal,
): Promise<PathMatch[]> {
  const paths = [...new Set(edited)];
  if (paths.length < PATHS_NEEDED) return [];
  const matches: PathMatch[] = [];
  for (const { commonDir } of known) {
    const tree = await unlessUnreadable(treeAt(git, commonDir, at, signal));
    if (tree === null) continue;
    let root = folder;
    for (let level = 0; level < LEVELS && root !== dirname(root); level++, root = dirname(root)) {
      const base = root;
      const inside = paths.filter(path => tree.has(relative(base, path).split(sep).join('/')));
      if (inside.length > 0) matches.push({ commonDir, root, share: inside.length / paths.length });
    }
  }
  return matches;
}

async function treeAt(
  git: Git,
  commonDir: string,
  at: Instant,
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  const place = { commonDir };
  const before = `--min-age=${Math.floor(at / 1000)}`;
  const newest = await git.run(place, ['rev-list', '-1', before, '--branches', '--remotes'], { signal });
  const commit = newest.stdout.toString('utf8').trim();
  const paths = new Set<string>();
  if (commit === '') return paths;
  const args = ['ls-tree', '-r', '--name-only', '-z', '--full-tree', commit];
  for await (const path of git.records(place, args, { signal }, '\0')) paths.add(path);
  return paths;
}

async function identifyIfThere(
  git: Git,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<RepositoryIdentity | null> {
  return unlessUnreadable(identify(git, folder, signal));
}

/** Evidence that cannot be read is no evidence; only a missing git and a stop concern the caller. */
async function unlessUnreadable<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (!(error instanceof GitError) || error.problem === 'no git' || error.problem === 'stopped')
      throw error;
    return null;
  }
}

function nameOf(commonDir: string): string {
  const name = basename(commonDir);
  return name === '.git' ? basename(dirname(commonDir)) : name.replace(/\.git$/, '');
}
