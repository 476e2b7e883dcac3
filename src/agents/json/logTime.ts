import type { Instant } from '../../model/records.ts';

const SECONDS_BELOW = 1e11;
const MILLISECONDS_BELOW = 1e14;
/** What a date can hold. */
const FARTHEST = 8.64e15;

/** A time as agents write them: ISO 8601, or seconds, milliseconds or microseconds since the epoch; `null` for none. */
export function instantOf(value: unknown): Instant | null {
  if (typeof value === 'string') {
    const text = value.trim();
    if (/^\d+(?:\.\d+)?$/.test(text)) return instantOf(Number(text));
    const instant = Date.parse(text);
    return Number.isNaN(instant) ? null : instant;
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null;
  if (value < SECONDS_BELOW) return Math.round(value * 1000);
  const instant = Math.round(value < MILLISECONDS_BELOW ? value : value / 1000);
  return instant <= FARTHEST ? instant : null;
}
