import type { ReadContext } from '../agent.ts';
import { parsed } from './looseJson.ts';

/** The object that a line holds; `null`, and counted, where it holds none. */
export function objectOfLine(
  context: ReadContext,
  buffer: Buffer,
  start: number,
  end: number,
): Record<string, unknown> | null {
  const text = buffer.toString('utf8', start, end);
  if (text.trim() === '') return null;
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  context.skip('malformed');
  return null;
}

/** A count of tokens; `null` for anything that is none. */
export function count(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.round(value) : null;
}

/** What is left of a count without its parts; unknown parts take nothing, and it never falls below 0. */
export function without(whole: number | null, ...parts: readonly (number | null)[]): number | null {
  if (whole === null) return null;
  return Math.max(0, whole - parts.reduce<number>((sum, part) => sum + (part ?? 0), 0));
}

/** A time as ISO 8601 text, or as seconds or milliseconds since the Unix epoch; `null` for one that no date can hold. */
export function instantOf(value: unknown): number | null {
  if (typeof value === 'string') {
    const at = Date.parse(value);
    return Number.isNaN(at) ? null : at;
  }
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return null;
  const at = Math.round(value < SECONDS_BELOW ? value * 1000 : value);
  return at <= FARTHEST ? at : null;
}

/** As milliseconds this is a day of 1973, as seconds one of the year 5138. */
const SECONDS_BELOW = 1e11;
const FARTHEST = 8.64e15;
