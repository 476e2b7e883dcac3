import { type Listed, timeOf } from './pieceLists.ts';

const DAY = 86_400_000;

/**
 * Whether the next step with open work is the person's: to commit it, to push it, or to open a pull request for
 * what has been on a remote for more than a day without one. What is in review waits for others.
 */
export function waits(
  { outcome, lastAt, letGo }: Pick<Listed, 'outcome' | 'lastAt' | 'letGo'>,
  now: Date,
): boolean {
  if (letGo) return false;
  if (outcome === 'committed' || outcome === 'in progress') return true;
  const last = timeOf(lastAt);
  // What is no time is never more than a day ago.
  return outcome === 'pushed' && last !== null && now.getTime() - last > DAY;
}
