import type { Outcome } from '../model/outcome.ts';

/** How far work gets by commits, which all worktrees of a repository share, each further than the one before. */
const WAY: readonly Outcome[] = [
  'committed',
  'pushed',
  'in review',
  'shipped',
  'in production',
  'rolled back',
];

/** What no commit and no worktree told. */
const NOT_ON_IT: readonly Outcome[] = ['explored', 'unclear', 'set aside', 'repeated itself'];

/** Whether work got further, stands where it stood, or has begun anew: told though not all was read. */
export function isOnItsWay(before: Outcome, now: Outcome): boolean {
  if (before === now) return true;
  return (NOT_ON_IT.includes(before) && now !== 'unclear') || WAY.indexOf(before) < WAY.indexOf(now);
}
