import type { CommitMentions } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { mentionsIn } from './mentions.ts';
import type { Git } from './run.ts';

/** A commit whose message says that it takes others out again. */
export interface Reverting {
  readonly commit: string;
  readonly mentions: CommitMentions;
}

/** All such commits that a ref reaches, newest first; `since` is the committer's time. Throws `GitError`. */
export async function revertingCommits(
  git: Git,
  commonDir: string,
  ref: string,
  since: Instant,
  signal?: AbortSignal,
): Promise<Reverting[]> {
  const found: Reverting[] = [];
  const args = [
    'log',
    '-z',
    '-E',
    '--grep=This reverts commit [0-9a-f]{7}',
    '--grep=^Reverts [A-Za-z0-9_./-]*[#!][0-9]+',
    `--max-age=${Math.floor(since / 1000)}`,
    '--format=%H%n%B',
    '--end-of-options',
    ref,
    '--',
  ];
  for await (const record of git.records({ commonDir }, args, { signal }, '\0')) {
    const end = record.indexOf('\n');
    const mentions = mentionsIn(record.slice(end + 1));
    found.push({ commit: record.slice(0, end), mentions });
  }
  return found;
}

/**
 * For commits that a ref reaches: the step of its first-parent history that brought each; a step is brought by
 * itself. What is older than `since` or not on the ref is missing. One process. Throws `GitError`.
 */
export async function broughtBy(
  git: Git,
  commonDir: string,
  ref: string,
  commits: readonly string[],
  since: Instant,
  signal?: AbortSignal,
): Promise<Map<string, string>> {
  const brought = new Map<string, string>();
  if (commits.length === 0) return brought;
  const parentsOf = new Map<string, readonly string[]>();
  const args = [
    'rev-list',
    '--parents',
    `--max-age=${Math.floor(since / 1000)}`,
    '--end-of-options',
    ref,
    '--',
  ];
  let tip: string | null = null;
  for await (const line of git.records({ commonDir }, args, { signal })) {
    const [commit = '', ...parents] = line.split(' ');
    tip ??= commit;
    parentsOf.set(commit, parents);
  }
  const steps: string[] = [];
  for (let at: string | undefined = tip ?? undefined; at !== undefined; at = parentsOf.get(at)?.[0])
    steps.push(at);
  const asked = new Set(commits);
  const seen = new Set<string>();
  // Oldest first: what an older step brought, no newer one did.
  for (const step of steps.reverse()) {
    const open = [step];
    for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
      if (seen.has(commit)) continue;
      seen.add(commit);
      if (asked.has(commit)) brought.set(commit, step);
      open.push(...(parentsOf.get(commit) ?? []));
    }
  }
  return brought;
}
