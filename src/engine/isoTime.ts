import type { Instant } from '../model/records.ts';

/** As the report writes times: ISO 8601 in UTC; unknown stays unknown. */
export function iso(at: Instant): string;
export function iso(at: Instant | null): string | null;
export function iso(at: Instant | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
