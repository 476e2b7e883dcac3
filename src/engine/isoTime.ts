import type { Instant } from '../model/records.ts';

const DAY = 86_400_000;
/** Days from the first of March of the year 0 to the first of January 1970. */
const EPOCH = 719_468;
/** Of 400 years. */
const ERA_DAYS = 146_097;
const LAST = 253_402_300_799_999;

/**
 * As the report writes times: ISO 8601 in UTC; unknown stays unknown. A report of years writes tens of thousands,
 * for which `Date` takes longer than for all else.
 */
export function iso(at: Instant): string;
export function iso(at: Instant | null): string | null;
export function iso(at: Instant | null): string | null {
  if (at === null) return null;
  // Other years are written otherwise.
  if (!Number.isInteger(at) || at < 0 || at > LAST) return new Date(at).toISOString();
  const day = Math.floor(at / DAY);
  const ms = at - day * DAY;
  const time = `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}`;
  const rest = ms % 1000;
  return `${dateOf(day)}T${time}.${rest < 100 ? '0' : ''}${two(rest)}Z`;
}

/** Howard Hinnant's `civil_from_days`. */
function dateOf(day: number): string {
  const days = day + EPOCH;
  const era = Math.floor(days / ERA_DAYS);
  const ofEra = days - era * ERA_DAYS;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const ofMonth = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return `${year + era * 400 + (month <= 2 ? 1 : 0)}-${two(month)}-${two(ofMonth)}`;
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number);
}
