import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Packer } from '../lines/packer.ts';
import type { CommitChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { diffCommits } from './commitDiffs.ts';
import type { Git } from './run.ts';

export interface ListedCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly committedAt: Instant;
}

export interface ChangesOptions {
  /** Only commits whose committer's clock says so or later; `null` for all. */
  readonly since: Instant | null;
  /**
   * Commits that were read before: listed, not read again. A merge is known for its difference from its first
   * parent, or for what is its own.
   */
  known(commit: string, own: boolean): boolean;
  /** Paths of whose added text token runs are told as well; none unless given. */
  keepsGrams?(path: string): boolean;
  readonly signal?: AbortSignal;
}

/**
 * A list that is there at once, and the changes of those in it that were not known, read as they are asked for.
 * Where a shallow clone's history is cut off, commits are listed but their change cannot be known.
 */
export interface Changes {
  /** Newest first. */
  readonly listed: readonly ListedCommit[];
  /** False where there were more commits than are listed. */
  readonly complete: boolean;
  readonly fresh: AsyncIterable<CommitChange>;
  /** Commits that git could not compare; filled while `fresh` is read. */
  readonly unreadable: readonly string[];
}

/** Commits that one list holds at most. */
const LIST_LIMIT = 50_000;

/**
 * Each step of a ref along first parents, with its net difference: what a push, merge, squash, rebase or
 * cherry-pick brought. Throws `GitError`, `unknown revision` where a ref does not exist.
 * @param beyond refs that reach what is not asked for
 */
export async function firstParentChanges(
  git: Git,
  commonDir: string,
  packer: Packer,
  ref: string,
  options: ChangesOptions,
  beyond: readonly string[] = [],
): Promise<Changes> {
  const asked = ['--first-parent', '--end-of-options', ref, ...beyond.map(name => `^${name}`), '--'];
  return changes(git, commonDir, packer, asked, '', false, options);
}

/**
 * Every commit that can be reached from `include` and not from `exclude` (refs or ids; one that does not exist
 * is as if not given). Of a merge only what none of its parents has: the rest is theirs. Throws `GitError`.
 */
export async function commitsOnlyOn(
  git: Git,
  commonDir: string,
  packer: Packer,
  include: readonly string[],
  exclude: readonly string[],
  options: ChangesOptions,
): Promise<Changes> {
  const stdin = [...include, ...exclude.map(name => `^${name}`)].map(name => `${name}\n`).join('');
  const asked = ['--ignore-missing', '--stdin'];
  return changes(git, commonDir, packer, asked, stdin, true, options);
}

async function changes(
  git: Git,
  commonDir: string,
  packer: Packer,
  asked: readonly string[],
  stdin: string,
  mergesOwn: boolean,
  options: ChangesOptions,
): Promise<Changes> {
  const listed: ListedCommit[] = [];
  let count = 0;
  const args = ['rev-list', '--timestamp', '--parents', `--max-count=${LIST_LIMIT + 1}`, ...asked];
  for await (const line of git.records({ commonDir }, args, { stdin, signal: options.signal })) {
    const [second = '', commit = '', ...parents] = line.split(' ');
    const committedAt = Number(second) * 1000;
    count++;
    // Not by git's --since: that ends the walk at the first commit whose clock was behind.
    if (options.since !== null && committedAt < options.since) continue;
    if (count <= LIST_LIMIT) listed.push({ commit, parents, committedAt });
  }
  const cutOff = await shallowBoundary(commonDir);
  const unreadable: string[] = [];
  const read = (own: boolean) => {
    const unknown = listed
      .filter(({ parents }) => (mergesOwn && parents.length > 1) === own)
      .map(entry => entry.commit)
      .filter(commit => !cutOff.has(commit) && !options.known(commit, own));
    return diffCommits(git, { commonDir }, packer, unknown, {
      signal: options.signal,
      own,
      keepsGrams: path => options.keepsGrams?.(path) ?? false,
      unreadable: commit => unreadable.push(commit),
    });
  };
  async function* both() {
    yield* read(false);
    if (mergesOwn) yield* read(true);
  }
  const fresh = both();
  return { listed, complete: count <= LIST_LIMIT, fresh, unreadable };
}

/** Commits whose parents were not fetched: git would tell their whole tree as added. */
async function shallowBoundary(commonDir: string): Promise<Set<string>> {
  const text = await readFile(join(commonDir, 'shallow'), 'utf8').catch(() => '');
  return new Set(text.split('\n').filter(line => line !== ''));
}
