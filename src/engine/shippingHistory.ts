import type { HistoryStep } from '../insight/rollBack.ts';
import type { Shipping, Step } from '../insight/shippingTimes.ts';
import type { CommitChange, CommitMentions } from '../model/git.ts';

/**
 * The steps of a shipping ref that were read, oldest first, each with the steps that it takes out again.
 * @param steps newest first
 */
export function historyOf(
  steps: readonly Step[],
  shippings: ReadonlyMap<string, Shipping>,
  changes: ReadonlyMap<string, CommitChange>,
): HistoryStep[] {
  const read = steps.flatMap(({ commit }) => changes.get(commit) ?? []).reverse();
  const history: HistoryStep[] = [];
  const pullRequests = new Map<number, string>();
  const known: string[] = [];
  for (const { commit, committedAt, files, mentions } of read) {
    const reverts = [...namedBy(mentions, known), ...pullRequestsOf(mentions, pullRequests)];
    history.push({ commit, at: shippings.get(commit)?.at ?? committedAt, files, reverts });
    known.push(commit);
    if (mentions.pullRequest !== null) pullRequests.set(mentions.pullRequest, commit);
  }
  return history;
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
