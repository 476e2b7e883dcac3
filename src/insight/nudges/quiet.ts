import type { NudgeKind, QuietReason } from '../../model/nudge.ts';
import type { Instant } from '../../model/records.ts';
import { DAY } from './facts.ts';
import type { NudgeEnd, ShownNudge } from './shown.ts';

export interface Quiet {
  readonly why: QuietReason;
  /** `null`: for good. */
  readonly until: Instant | null;
}

const SNOOZE = 7 * DAY;
const RETIRED = 90 * DAY;
const NOT_USEFUL = 2;
const IGNORED = 3;

/** Kinds that say nothing now, and why. */
export function quietKinds(history: readonly ShownNudge[], now: Instant): Map<NudgeKind, Quiet> {
  const quiet = new Map<NudgeKind, Quiet>();
  const byKind = Map.groupBy(history, ({ kind }) => kind);
  for (const [kind, shown] of byKind) {
    const ends = shown
      .flatMap(({ ended, lifted }) => (ended === null || lifted ? [] : [ended]))
      .sort((a, b) => a.at - b.at);
    const found = quietAfter(ends);
    if (found !== null && (found.until === null || found.until > now)) quiet.set(kind, found);
  }
  return quiet;
}

/** Told off twice, or passed over three times: counted anew after each time that it was retired for. */
function quietAfter(ends: readonly { readonly how: NudgeEnd; readonly at: Instant }[]): Quiet | null {
  let quiet: Quiet | null = null;
  let notUseful = 0;
  let ignored = 0;
  const upTo = (until: Instant, why: QuietReason) => {
    if (quiet === null || (quiet.until ?? until) < until) quiet = { why, until };
  };
  for (const { how, at } of ends) {
    if (how === 'never') return { why: 'never', until: null };
    if (how === 'snooze') upTo(at + SNOOZE, 'snoozed');
    if (how === 'not useful') notUseful++;
    if (how === 'ignored') ignored++;
    if (notUseful < NOT_USEFUL && ignored < IGNORED) continue;
    upTo(at + RETIRED, notUseful < NOT_USEFUL ? 'ignored' : 'not useful');
    notUseful = 0;
    ignored = 0;
  }
  return quiet;
}
