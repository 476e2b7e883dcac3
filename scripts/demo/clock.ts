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

export interface When {
  /** Days before the end. */
  readonly day: number;
  /** Of the day, with a fraction; on the last day, and where `exact`, hours before that time of day. */
  readonly hour: number;
  /** So many whole days before the end, weekend or not. */
  readonly exact?: boolean;
}

/**
 * Moments of what belongs together, in milliseconds since the Unix epoch. Where one of them would fall on a
 * weekend, all are moved back, to the nearest days of which none does.
 */
export function moments(now: number, whens: readonly When[]): number[] {
  const fixed = whens.some(({ day, exact }) => day === 0 || exact);
  if (fixed) return whens.map(({ day, hour }) => now - day * DAY - hour * HOUR);
  const midnight = Math.floor(now / DAY) * DAY;
  let back = 0;
  while (whens.some(({ day }) => isWeekend(midnight - (day + back) * DAY))) back++;
  return whens.map(({ day, hour }) => midnight - (day + back) * DAY + hour * HOUR);
}

function isWeekend(at: number): boolean {
  return [0, 6].includes(new Date(at).getUTCDay());
}
