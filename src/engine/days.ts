import type { Instant } from '../model/records.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** Times to days of a time zone, quick enough for every call of years: an offset holds for a day, or for a quarter hour. */
export class Days {
  readonly timeZone: string;
  readonly #parts: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();
  readonly #names = new Map<number, string>();
  readonly #mondays = new Map<string, string>();
  /** The day of UTC that was asked for last: its offset, `null` where that changes in its course. */
  #last: { readonly start: Instant; readonly offset: number | null } = { start: Number.NaN, offset: null };

  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.#parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  }

  /** `YYYY-MM-DD` */
  dayOf(at: Instant): string {
    const offset = this.#offset(at);
    const day = Math.floor((at + offset) / DAY);
    let name = this.#names.get(day);
    if (name === undefined) {
      name = new Date(day * DAY).toISOString().slice(0, 10);
      this.#names.set(day, name);
    }
    return name;
  }

  /** @param day `YYYY-MM-DD`, as is what it returns */
  mondayOf(day: string): string {
    let monday = this.#mondays.get(day);
    if (monday === undefined) {
      const at = Date.parse(day);
      const sinceMonday = (new Date(at).getUTCDay() + 6) % 7;
      monday = new Date(at - sinceMonday * DAY).toISOString().slice(0, 10);
      this.#mondays.set(day, monday);
    }
    return monday;
  }

  /** From the beginning of one day to the end of another, both `YYYY-MM-DD`. */
  between(from: string, to: string): { readonly since: Instant; readonly until: Instant } {
    return { since: this.#startOf(Date.parse(from)), until: this.#startOf(Date.parse(to) + DAY) };
  }

  /** @param midnight of that day in UTC */
  #startOf(midnight: number): Instant {
    const guess = midnight - this.#offset(midnight);
    // The offset of then, not of UTC's midnight: clocks may change in between.
    return midnight - this.#offset(guess);
  }

  #offset(at: Instant): number {
    const start = Math.floor(at / DAY) * DAY;
    // Most are asked for in order, many of one day.
    if (start !== this.#last.start) {
      const offset = this.#offsetIn(start);
      // No zone changes twice within a day.
      this.#last = { start, offset: offset === this.#offsetIn(start + DAY) ? offset : null };
    }
    return this.#last.offset ?? this.#offsetIn(Math.floor(at / QUARTER) * QUARTER);
  }

  #offsetIn(quarter: Instant): number {
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      offset = this.#offsetAt(quarter);
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  #offsetAt(at: Instant): number {
    const zone = this.#parts.formatToParts(at).find(part => part.type === 'timeZoneName')?.value ?? 'GMT';
    const told = /GMT([+-])(\d{1,2})(?::(\d{2}))?/.exec(zone);
    if (told === null) return 0;
    const size = Number(told[2]) * HOUR + Number(told[3] ?? 0) * MINUTE;
    return told[1] === '-' ? -size : size;
  }
}
