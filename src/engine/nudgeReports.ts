import type { DatabaseSync } from 'node:sqlite';
import { nudgeCandidates } from '../insight/nudges/candidates.ts';
import { quietKinds } from '../insight/nudges/quiet.ts';
import { type NudgeRow, Nudges } from '../ledger/nudges.ts';
import type { Nudge } from '../model/nudge.ts';
import type { Instant } from '../model/records.ts';
import type { NudgeReport, QuietKind } from '../model/report.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { iso } from './isoTime.ts';
import { nudgeFacts } from './nudgeFacts.ts';
import { shownNudge } from './shownNudges.ts';

export interface NudgeReports {
  readonly nudges: readonly NudgeReport[];
  readonly quietNudges: readonly QuietKind[];
}

/** @param due also what could be said and is not shown: for want of a moment, or by the limits */
export function nudgeReports(
  database: DatabaseSync,
  { now, prices, due = false }: { readonly now: Instant; readonly prices: PriceBook; readonly due?: boolean },
): NudgeReports {
  const rows = new Nudges(database).all();
  const open = rows.filter(({ how }) => how === null);
  const quiet = quietKinds(rows.map(shownNudge), now);
  const shown = open.map(reportNudge);
  const waiting = (due ? nudgeCandidates(nudgeFacts(database, prices, [], now)) : [])
    .filter(({ kind, subject, confidence }) => {
      const isOpen = open.some(row => row.kind === kind && row.subject === subject);
      return !isOpen && confidence !== 'thin' && !quiet.has(kind);
    })
    .map(({ subject: _, ...nudge }) => report(nudge, { id: null, state: 'due', shownAt: null }));
  return {
    nudges: [...shown, ...waiting],
    quietNudges: [...quiet].map(([kind, { why, until }]) => {
      const last = rows.findLast(row => row.kind === kind && row.how !== null);
      return { kind, why, until: iso(until), id: last?.id ?? 0 };
    }),
  };
}

/** One that was shown. */
export function reportNudge({ id, nudge, shownAt }: NudgeRow): NudgeReport {
  return report(nudge, { id, state: 'shown', shownAt });
}

function report(
  nudge: Nudge,
  { id, state, shownAt }: Pick<NudgeReport, 'id' | 'state'> & { readonly shownAt: Instant | null },
): NudgeReport {
  return { ...nudge, id, state, since: iso(nudge.since), shownAt: iso(shownAt) };
}
