import type { RefSnapshot } from '../model/git.ts';
import type { Git } from './run.ts';

export type Reach = 'shipping' | 'remote' | 'local' | 'missing';

/**
 * How far each commit (by its full id) got: reachable from a shipping ref, from any remote-tracking ref,
 * from neither, or not in this repository. Throws `GitError`.
 */
export async function reachOf(
  git: Git,
  commonDir: string,
  commits: readonly string[],
  shippingRefs: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Reach>> {
  const reach = new Map<string, Reach>(commits.map(commit => [commit, 'missing']));
  if (commits.length === 0) return reach;
  const stdin = `${commits.join('\n')}\n`;
  const list = (...args: string[]) => git.records({ commonDir }, ['rev-list', ...args], { stdin, signal });
  for await (const commit of list('--no-walk', '--ignore-missing', '--stdin')) {
    if (reach.has(commit)) reach.set(commit, shippingRefs.length === 0 ? 'remote' : 'shipping');
  }
  if (shippingRefs.length > 0) {
    for await (const commit of list('--ignore-missing', '--stdin', '--not', ...shippingRefs)) {
      if (reach.has(commit)) reach.set(commit, 'remote');
    }
  }
  for await (const commit of list('--ignore-missing', '--stdin', '--not', '--remotes')) {
    if (reach.has(commit)) reach.set(commit, 'local');
  }
  // Until git tidies up, a commit of a deleted branch is still there; nobody has it any more.
  for await (const commit of list('--ignore-missing', '--stdin', '--not', '--all')) {
    if (reach.has(commit)) reach.set(commit, 'missing');
  }
  return reach;
}

export interface Unpublished {
  /** Commits of local branches and worktree heads that no remote-tracking ref reaches, newest first. */
  readonly commits: readonly string[];
  /** How many of them each local branch has, by full ref name; branches with none are missing. */
  readonly byBranch: ReadonlyMap<string, number>;
}

/** What a push would publish. In a repository without a remote that is every commit. Throws `GitError`. */
export async function unpublished(
  git: Git,
  commonDir: string,
  snapshot: RefSnapshot,
  signal?: AbortSignal,
): Promise<Unpublished> {
  const heads = snapshot.worktrees.flatMap(worktree => (worktree.head === null ? [] : [worktree.head]));
  const stdin = heads.map(head => `${head}\n`).join('');
  const parentsOf = new Map<string, readonly string[]>();
  const args = ['rev-list', '--parents', '--ignore-missing', '--stdin', '--branches', '--not', '--remotes'];
  for await (const line of git.records({ commonDir }, args, { stdin, signal })) {
    const [commit = '', ...parents] = line.split(' ');
    parentsOf.set(commit, parents);
  }
  const byBranch = new Map<string, number>();
  for (const [ref, tip] of snapshot.refs) {
    if (!ref.startsWith('refs/heads/') || !parentsOf.has(tip)) continue;
    byBranch.set(ref, countFrom(tip, parentsOf));
  }
  return { commits: [...parentsOf.keys()], byBranch };
}

function countFrom(tip: string, parentsOf: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set([tip]);
  const open = [tip];
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    for (const parent of parentsOf.get(commit) ?? []) {
      if (seen.has(parent) || !parentsOf.has(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return seen.size;
}
