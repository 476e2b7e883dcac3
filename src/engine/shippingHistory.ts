import { broughtBy, revertingCommits } from '../git/broughtBy.ts';
import type { Git } from '../git/run.ts';
import type { HistoryStep } from '../insight/historyStep.ts';
import type { Shipping, Step } from '../insight/shippingTimes.ts';
import type { CommitChange, CommitMentions } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

/** Nearly all steps have none: they share it. */
const NONE: readonly string[] = [];

export interface History {
  /** The steps of a shipping ref that were read, oldest first, each with the steps that it takes out again. */
  readonly steps: readonly HistoryStep[];
  /** By number of a pull request: the step that brought it. */
  readonly pullRequests: ReadonlyMap<number, string>;
}

/**
 * @param steps newest first
 * @param merged by step: what commits that it brought by a merge say
 */
export function historyOf(
  steps: readonly Step[],
  shippings: ReadonlyMap<string, Shipping>,
  changes: ReadonlyMap<string, CommitChange>,
  merged: ReadonlyMap<string, readonly CommitMentions[]>,
): History {
  const read = steps.flatMap(({ commit }) => changes.get(commit) ?? []).reverse();
  const history: HistoryStep[] = [];
  const pullRequests = new Map<number, string>();
  const known: string[] = [];
  for (const { commit, committedAt, files, mentions } of read) {
    const said = [mentions, ...(merged.get(commit) ?? [])];
    const named = said.flatMap(each => [...namedBy(each, known), ...pullRequestsOf(each, pullRequests)]);
    const reverts = named.length === 0 ? NONE : named;
    const saysRevert = said.some(each => each.reverts.length > 0 || each.revertedPullRequests.length > 0);
    history.push({ commit, at: shippings.get(commit)?.at ?? committedAt, files, reverts, saysRevert });
    known.push(commit);
    if (mentions.pullRequest !== null) pullRequests.set(mentions.pullRequest, commit);
  }
  return { steps: history, pullRequests };
}

/** By step: the words of reverting commits that came with a merge. Throws `GitError`. */
export async function mergedReverts(
  git: Git,
  commonDir: string,
  ref: string,
  steps: readonly Step[],
  since: Instant,
  signal: AbortSignal | undefined,
): Promise<Map<string, CommitMentions[]>> {
  const own = new Set(steps.map(({ commit }) => commit));
  const reverting = await revertingCommits(git, commonDir, ref, since, signal);
  const inside = reverting.filter(({ commit }) => !own.has(commit));
  const ids = inside.map(({ commit }) => commit);
  const brought = await broughtBy(git, commonDir, ref, ids, since, signal);
  const merged = new Map<string, CommitMentions[]>();
  for (const { commit, mentions } of inside) {
    const step = brought.get(commit);
    if (step !== undefined) merged.set(step, [...(merged.get(step) ?? []), mentions]);
  }
  return merged;
}

function namedBy({ reverts }: CommitMentions, known: readonly string[]): string[] {
  return reverts.flatMap(id => known.filter(commit => commit.startsWith(id)));
}

function pullRequestsOf(
  { revertedPullRequests }: CommitMentions,
  steps: ReadonlyMap<number, string>,
): string[] {
  return revertedPullRequests.flatMap(number => steps.get(number) ?? []);
}
