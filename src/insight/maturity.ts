import type { Instant } from '../model/records.ts';

/** What a repository's shipping ref tells of its age. */
export interface RepositoryLife {
  /** People who wrote commits on it, programs left out. */
  readonly authors: number;
  /** When its commits were made, in any order. */
  readonly committedAt: readonly Instant[];
  /** A deploy ref or a release tag is there. */
  readonly deployed: boolean;
}

const DAY = 86_400_000;
const LIVES = 14 * DAY;
const ACTIVE_DAYS = 3;

/**
 * Whether what ships to a repository is more than a beginning: somebody else writes there too, it was deployed or
 * released, or it has lived 14 days with three active ones. Until then all its pieces together count as one.
 */
export function isMature({ authors, committedAt, deployed }: RepositoryLife): boolean {
  if (authors >= 2 || deployed) return true;
  const days = new Set(committedAt.map(at => Math.floor(at / DAY)));
  if (days.size < ACTIVE_DAYS) return false;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const at of committedAt) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return last - first >= LIVES;
}
