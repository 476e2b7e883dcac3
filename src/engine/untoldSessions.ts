import type { Instant } from '../model/records.ts';
import type { Families } from './families.ts';

/**
 * Conversations that worked and of which no store tells a call, as all of Cursor's.
 * @param worked sessions that changed files or name something in git
 * @param told conversations of which calls are told
 */
export function untoldSessions(
  worked: Iterable<number>,
  families: Families,
  told: { has(root: number): boolean },
): Set<number> {
  const untold = new Set<number>();
  for (const session of worked) {
    const root = families.rootOf(session);
    if (!told.has(root)) untold.add(root);
  }
  return untold;
}

/** Whether any of a conversation's time lies in a window; it has no calls to be dated by. */
export function isWithin(
  { startedAt, endedAt }: ReturnType<Families['spanOf']>,
  since: Instant | null,
  until: Instant | null,
): boolean {
  const first = startedAt ?? endedAt;
  const last = endedAt ?? startedAt;
  if (first === null || last === null) return false;
  return (since === null || last >= since) && (until === null || first < until);
}
