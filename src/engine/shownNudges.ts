import type { NudgeEnd, ShownNudge } from '../insight/nudges/shown.ts';
import type { NudgeRow } from '../ledger/nudges.ts';

/** A row of the ledger as the policy sees it. */
export function shownNudge({ kind, subject, shownAt, how, endedAt, lifted }: NudgeRow): ShownNudge {
  return {
    kind,
    subject,
    shownAt,
    lifted,
    ended: how === null ? null : { how: how as NudgeEnd, at: endedAt ?? shownAt },
  };
}
