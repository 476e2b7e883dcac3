import { differenceInCalendarDays, intlFormatDistance, isValid, parseISO } from 'date-fns';
import type { Outcome } from '../../model/outcome.ts';
import { fill, type Voice } from './words.ts';

/** From this many days on, the age of open work is told as "… ago". */
const OLD: Partial<Record<Outcome, number>> = { committed: 14, 'in progress': 7 };

/** `null` where the text is no time. */
export function instant(iso: string | null): Date | null {
  if (iso === null) return null;
  const date = parseISO(iso);
  return isValid(date) ? date : null;
}

/** Compares times; what is unknown sorts last in both directions. */
export function byTime(direction: 'oldest' | 'newest'): (a: string | null, b: string | null) => number {
  const sign = direction === 'oldest' ? 1 : -1;
  return (a, b) => {
    const [left, right] = [instant(a), instant(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left.getTime() - right.getTime());
  };
}

/** Calendar days between then and now, never below 0. */
export function daysSince(then: Date, now: Date): number {
  return Math.max(0, differenceInCalendarDays(now, then));
}

/** `Tue 18 Nov`. */
export function day(date: Date, { locale, timeZone }: Voice): string {
  return format(date, locale, timeZone, { weekday: 'short', day: 'numeric', month: 'short' });
}

/** `27 Oct`. */
export function shortDay(date: Date, { locale, timeZone }: Voice): string {
  return format(date, locale, timeZone, { day: 'numeric', month: 'short' });
}

/** `20 minutes ago`, `yesterday`. */
export function ago(date: Date, { locale, now }: Voice): string {
  const then = date > now ? now : date;
  return intlFormatDistance(then, now, { locale, numeric: 'auto' });
}

/** What an open piece says beside its title: `committed 4 days`, `in progress today`, `committed 16 days ago`. */
export function openLabel(outcome: Outcome, lastAt: string | null, voice: Voice): string {
  const { strings, locale, now } = voice;
  const word = strings.outcomes[outcome].toLocaleLowerCase(locale);
  const last = instant(lastAt);
  if (last === null) return word;
  const days = daysSince(last, now);
  if (days === 0) return fill(strings.row.today, word);
  const length = new Intl.NumberFormat(locale, { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(
    days,
  );
  const old = OLD[outcome];
  if (old === undefined || days < old) return fill(strings.row.forDays, word, length);
  return fill(outcome === 'committed' ? strings.row.daysAgo : strings.row.lastEdit, word, length);
}

function format(
  date: Date,
  locale: string,
  timeZone: string | undefined,
  options: Intl.DateTimeFormatOptions,
): string {
  return new Intl.DateTimeFormat(locale, { ...options, ...(timeZone ? { timeZone } : {}) })
    .format(date)
    .replace(',', '');
}
