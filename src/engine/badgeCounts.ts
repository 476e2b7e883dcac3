import { OPEN, SHIPPED } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { BadgeCounts } from '../model/report.ts';
import type { PieceFinding, RepositoryFinding } from './findingTypes.ts';

const WEEK = 7 * 86_400_000;

/** Counts for the badge: of the last seven days for what shipped, of now for what is open. */
export function badgeCounts(
  pieces: readonly PieceFinding[],
  repositories: readonly RepositoryFinding[],
  now: Instant,
): BadgeCounts {
  const shipped = pieces.filter(
    ({ outcome, shippedAt }) =>
      SHIPPED.includes(outcome) && shippedAt !== null && shippedAt <= now && now - shippedAt < WEEK,
  ).length;
  const open = pieces.filter(({ outcome }) => OPEN.includes(outcome)).length;
  const toPush = repositories.reduce((sum, repository) => sum + repository.toPush, 0);
  return { text: wordsOf({ shipped, open, toPush }), shipped, open, toPush };
}

function wordsOf({ shipped, open, toPush }: Omit<BadgeCounts, 'text'>): string {
  if (toPush > 0) return `${toPush} to push`;
  if (open > 0) return `${open} open`;
  return shipped > 0 ? `${shipped} shipped` : '';
}
