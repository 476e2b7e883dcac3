const SECOND = 1000;
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Time as it passes while a session runs. */
export class Clock {
  at: number;

  constructor(at: number) {
    this.at = at;
  }

  pass(seconds: number): number {
    this.at += seconds * SECOND;
    return this.at;
  }

  get iso(): string {
    return new Date(this.at).toISOString();
  }

  get second(): number {
    return Math.floor(this.at / SECOND);
  }
}

/**
 * A moment some days before `now`, at an hour of that day; work of a weekend is put on the Friday before.
 * @param hour of the day, with a fraction; on the last day, and where `exact`: hours before that time of day
 */
export function moment(now: number, daysAgo: number, hour: number, exact = false): number {
  if (daysAgo === 0 || exact) return now - daysAgo * DAY - hour * HOUR;
  const midnight = Math.floor(now / DAY) * DAY - daysAgo * DAY;
  const weekday = new Date(midnight).getUTCDay();
  const back = weekday === 0 ? 2 : weekday === 6 ? 1 : 0;
  return midnight - back * DAY + hour * HOUR;
}
