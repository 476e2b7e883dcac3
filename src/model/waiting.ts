import type { PieceReport } from './report.ts';

const DAY = 86_400_000;

/**
 * Whether the next step with open work is the person's: to commit it, to push it, or to open a pull request for
 * what has been on a remote for more than a day without one. What is in review waits for others.
 */
export function waits(
  { outcome, lastAt, letGo }: Pick<PieceReport, 'outcome' | 'lastAt' | 'letGo'>,
  now: Date,
): boolean {
  if (letGo) return false;
  if (outcome === 'committed' || outcome === 'in progress') return true;
  // What is no time is never more than a day ago.
  return outcome === 'pushed' && lastAt !== null && now.getTime() - Date.parse(lastAt) > DAY;
}
