import {
  differenceInCalendarDays,
  intlFormatDistance,
  isSameYear,
  isValid,
  parseISO,
  subDays,
} from 'date-fns';
import { dateFormat, numberFormat } from '../../model/formats.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { PanelReport } from '../protocol.ts';
import { fill, type Voice } from './words.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PERIODS = [7, 28, 90];

/** `null` where the text is no time. */
export function instant(iso: string | null): Date | null {
  if (iso === null) return null;
  // A report's own times, of which there are many; days of a calendar are in the reader's time zone.
  const date = iso.endsWith('Z') ? new Date(iso) : parseISO(iso);
  return isValid(date) ? date : null;
}

/** A sorted copy; what has no known time comes last in both directions, and equals keep their order. */
export function sortedByTime<T>(
  items: readonly T[],
  time: (item: T) => string | null,
  first: 'oldest' | 'newest',
): T[] {
  const sign = first === 'oldest' ? 1 : -1;
  return items
    .map(item => ({ item, at: instant(time(item))?.getTime() ?? null }))
    .sort((a, b) => {
      if (a.at === null || b.at === null) return Number(a.at === null) - Number(b.at === null);
      return sign * (a.at - b.at);
    })
    .map(({ item }) => item);
}

/** Length of a report's window in whole days; `null` where it has no beginning. */
export function windowDays({
  window,
  generatedAt,
}: Pick<PanelReport, 'window' | 'generatedAt'>): number | null {
  const since = instant(window.since);
  const until = instant(window.until ?? generatedAt);
  if (since === null || until === null) return null;
  const days = (until.getTime() - since.getTime()) / DAY;
  // A window from the beginning of a day is a few hours off the period that was asked for.
  return PERIODS.find(period => Math.abs(period - days) <= 1) ?? Math.max(1, Math.round(days));
}

/** First and last day that a window is told by: 7 days that end today are 7 dates. `null` where it has no beginning. */
export function windowDates(report: Pick<PanelReport, 'window' | 'generatedAt'>): [Date, Date] | null {
  const [since, end] = [instant(report.window.since), instant(report.window.until)];
  if (since !== null && end !== null) return [since, new Date(end.getTime() - 1)];
  const days = windowDays(report);
  const until = instant(report.generatedAt);
  return days === null || until === null ? null : [subDays(until, days - 1), until];
}

/** Calendar days between then and now, never below 0. */
function daysSince(then: Date, now: Date): number {
  return Math.max(0, differenceInCalendarDays(now, then));
}

/** `Tue 18 Nov`; with its year where that is not this one. */
export function day(date: Date, voice: Voice): string {
  return format(date, voice, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** `Tue 18 Nov 10:40`; with its year where that is not this one. */
export function moment(date: Date, voice: Voice): string {
  const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
  return format(date, voice, { weekday: 'short', day: 'numeric', month: 'short', ...clock });
}

/** `27 Oct`; with its year where that is not this one. */
export function shortDay(date: Date, voice: Voice): string {
  return format(date, voice, { day: 'numeric', month: 'short' });
}

/** `20 minutes ago`, `yesterday`. */
export function ago(date: Date, { locale, now }: Voice): string {
  const then = date > now ? now : date;
  return intlFormatDistance(then, now, { locale, numeric: 'auto' });
}

/** What an open piece says beside its title: `committed 4 days ago`, `committed 3 hours ago` of the evening before, `in progress today`, `last edited 9 days ago`. */
export function openLabel(outcome: Outcome, lastAt: string | null, voice: Voice): string {
  const { strings, locale, now } = voice;
  const last = instant(lastAt);
  const words = strings.row.open[outcome];
  if (last === null || words === undefined) return strings.row.outcomes[outcome];
  const days = daysSince(last, now);
  if (days === 0) return words.today;
  const hours = Math.floor((now.getTime() - last.getTime()) / HOUR);
  // Of an evening, looked at past midnight.
  const [count, unit] = hours < 12 ? [Math.max(1, hours), 'hour'] : [days, 'day'];
  return fill(words.ago, numberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count));
}

function format(date: Date, { locale, timeZone, now }: Voice, options: Intl.DateTimeFormatOptions): string {
  const year: Intl.DateTimeFormatOptions = isSameYear(date, now) ? {} : { year: 'numeric' };
  return dateFormat(locale, { ...options, ...year, ...(timeZone ? { timeZone } : {}) })
    .format(date)
    .replaceAll(',', '');
}
