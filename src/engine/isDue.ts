import type { Instant } from '../model/records.ts';

/** Whether it is time for what is done every so many milliseconds; a clock that was set back is no reason to wait for it. */
export function isDue(due: Instant, every: number, now: Instant): boolean {
  return now >= due || now < due - every;
}
