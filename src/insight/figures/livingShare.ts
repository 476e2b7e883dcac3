import { type Outcome, SHIPPED } from '../../model/outcome.ts';
import type { SessionCase } from '../outcome.ts';
import { type ShareRange, shareShipped } from '../stageCounts.ts';
import { withUnseen } from '../unseen.ts';

export const NONE_LIVING: ShareRange = { low: 0, mid: 0, high: 0 };
/** It may be all its own, or all somebody else's. */
const ANY: ShareRange = { low: 0, mid: 0, high: 1 };

/**
 * How much of a session's lines that count is new and lives on a shipping ref: what reached it, times what of that
 * had not stood on one before and was there 14 days later, or is there now where that is not yet.
 * @param counted the outcome by which figures count: only what is shipped lives
 */
export function livingShare(facts: SessionCase, counted: Outcome): ShareRange {
  const { standing } = facts;
  if (!SHIPPED.includes(counted) || standing.shipped === 0) return NONE_LIVING;
  const alive = standing.living / standing.shipped;
  // A change that is its by its word alone, and of which no line was logged.
  const { attribution } = withUnseen(facts);
  const { low, mid, high } = attribution === null ? ANY : shareShipped(attribution.weighing);
  return { low: low * alive, mid: mid * alive, high: high * alive };
}
