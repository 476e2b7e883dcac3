import { NUDGE_KINDS, type NudgeKind, type WindowBreakpoint } from '../../model/nudge.ts';
import type { Instant } from '../../model/records.ts';
import type { NudgeCandidate } from './candidate.ts';
import { DAY } from './facts.ts';
import { quietKinds } from './quiet.ts';
import type { ShownNudge } from './shown.ts';

/** A moment at which a person has put something down: only then is anything said. */
export type Breakpoint = WindowBreakpoint | 'commit' | 'push' | 'turn end' | 'day end';

export interface Moment {
  readonly now: Instant;
  /** When the ledger had read everything once; `null` before that. */
  readonly began: Instant | null;
  /** `null`: the person may be in the middle of something. */
  readonly breakpoint: Breakpoint | null;
}

const HOUR = 3_600_000;
const WEEK = 7 * DAY;
const SETTLING_IN = WEEK;
const APART = 4 * HOUR;
const MOST_A_WEEK = 4;

interface Limit {
  /** How long nothing more is said of the same subject. */
  readonly again: number;
  /** At most so many of the kind within so long. */
  readonly most?: { readonly count: number; readonly within: number };
}

const ONCE = Number.POSITIVE_INFINITY;

const LIMITS: Readonly<Record<NudgeKind, Limit>> = {
  'own rule': { again: DAY, most: { count: 2, within: DAY } },
  'came back': { again: ONCE, most: { count: 2, within: WEEK } },
  'same ground': { again: ONCE },
  'running alone': { again: ONCE, most: { count: 1, within: 6 * HOUR } },
  'not pushed': { again: WEEK },
  'waiting in review': { again: WEEK },
  parked: { again: ONCE },
  'big for one look': { again: ONCE },
  'context grew': { again: ONCE, most: { count: 3, within: WEEK } },
  'it held': { again: ONCE, most: { count: 1, within: WEEK } },
};

/**
 * The one thing to say now, if any: at most one a day, four a week and four hours apart, one open of each kind,
 * none in the first week, and none of a kind that is to be quiet. What the person has planned is held to two a
 * day instead, and comes first, on a day of its own; of the rest, the kind that has been silent for longest.
 */
export function nextNudge(
  candidates: readonly NudgeCandidate[],
  history: readonly ShownNudge[],
  moment: Moment,
): NudgeCandidate | null {
  if (moment.breakpoint === null) return null;
  const quiet = quietKinds(history, moment.now);
  const lastOf = (kind: NudgeKind) =>
    Math.max(...history.filter(shown => shown.kind === kind).map(({ shownAt }) => shownAt));
  const rank = ({ kind }: NudgeCandidate) => NUDGE_KINDS.indexOf(kind);
  const [next] = candidates
    .filter(({ confidence, kind }) => confidence !== 'thin' && !quiet.has(kind))
    .filter(candidate => isFree(candidate, history, moment.now))
    .filter(({ kind }) => kind === 'own rule' || isTime(history, moment))
    .sort(
      (a, b) =>
        Number(b.kind === 'own rule') - Number(a.kind === 'own rule') ||
        compare(lastOf(a.kind), lastOf(b.kind)) ||
        rank(a) - rank(b) ||
        a.since - b.since,
    );
  return next ?? null;
}

/** Whether anything but what the person has planned may be said at all. */
export function mayNudge(history: readonly ShownNudge[], moment: Moment): boolean {
  return moment.breakpoint !== null && isTime(history, moment);
}

/** Not said of this subject, nor too often of its kind, and nothing of the kind is still open. */
function isFree({ kind, subject }: NudgeCandidate, history: readonly ShownNudge[], now: Instant): boolean {
  const own = history.filter(shown => shown.kind === kind);
  if (own.some(({ ended }) => ended === null)) return false;
  const { again, most } = LIMITS[kind];
  if (own.some(shown => shown.subject === subject && now - shown.shownAt < again)) return false;
  return most === undefined || within(own, most.within, now) < most.count;
}

function isTime(history: readonly ShownNudge[], { now, began }: Moment): boolean {
  if (began === null || now - began < SETTLING_IN) return false;
  if (within(history, Math.max(DAY, APART), now) > 0) return false;
  const offered = history.filter(({ kind }) => kind !== 'own rule');
  return within(offered, WEEK, now) < MOST_A_WEEK;
}

/** What was shown by a clock that ran ahead counts as shown just now. */
function within(history: readonly ShownNudge[], span: number, now: Instant): number {
  return history.filter(({ shownAt }) => now - shownAt < span).length;
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
