import type { Instant } from '../../model/records.ts';
import { DAY } from './facts.ts';
import type { NudgeEnd } from './shown.ts';

const LASTS = 7 * DAY;

/** How an open nudge ends by itself now, if it does. */
export function endOf(
  open: { readonly shownAt: Instant; readonly seenAt: Instant | null },
  /** What it is about is still so. */
  holds: boolean,
  now: Instant,
): NudgeEnd | null {
  if (!holds) return 'past';
  if (now - (open.seenAt ?? open.shownAt) < LASTS) return null;
  return open.seenAt === null ? 'unseen' : 'ignored';
}
