import type { PieceReport } from './report.ts';

/** What brings open work on. */
export const STEPS = ['push', 'open pull request', 'new pull request', 'show changes'] as const;
export type Step = (typeof STEPS)[number];

/** `null` where nothing that we could open or do leads on. */
export function nextStep({
  outcome,
  repo,
  branch,
  evidence,
  pullRequest,
  newPullRequest,
}: Pick<
  PieceReport,
  'outcome' | 'repo' | 'branch' | 'evidence' | 'pullRequest' | 'newPullRequest'
>): Step | null {
  if (repo === null) return null;
  switch (outcome) {
    case 'committed':
      return branch === null && commitOf({ evidence }) === null ? null : 'push';
    case 'pushed':
      return newPullRequest === null ? null : 'new pull request';
    case 'in review':
      return pullRequest === null ? null : 'open pull request';
    case 'in progress':
      return 'show changes';
    default:
      return null;
  }
}

/** One of the commits that hold it. */
export function commitOf({ evidence }: Pick<PieceReport, 'evidence'>): string | null {
  return evidence.find(({ commit }) => commit !== null)?.commit ?? null;
}

/** Of a branch that is told by its name or by its whole ref. */
export function branchName(branch: string): string {
  return branch.replace(/^refs\/heads\//, '');
}
