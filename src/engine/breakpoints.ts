import type { Breakpoint } from '../insight/nudges/policy.ts';
import type { Instant } from '../model/records.ts';
import type { RepositoryFinding } from './findingTypes.ts';

const MINUTE = 60_000;
const TURN_ENDED = { after: MINUTE, before: 10 * MINUTE };
const EVENING = 17;

/** Notices the moments at which a person has put something down. What was there at first is no such moment. */
export class Breakpoints {
  readonly #hourOf: (at: Instant) => number;
  #seen: { readonly pushes: number; readonly commits: number } | null = null;
  #turnEnd: Instant | null = null;
  #dayEnd: string | null = null;
  #noted: Breakpoint | null = null;

  /** @param hourOf of the person's day, 0 to 23 */
  constructor(hourOf = (at: Instant) => new Date(at).getHours()) {
    this.#hourOf = hourOf;
  }

  note(breakpoint: Breakpoint): void {
    this.#noted = breakpoint;
  }

  /** @param newest the last sign of life of any agent */
  look(repositories: readonly RepositoryFinding[], newest: Instant | null, now: Instant): void {
    const sum = (of: (each: RepositoryFinding) => number) =>
      repositories.reduce((total, each) => total + of(each), 0);
    const seen = {
      pushes: sum(({ events }) => events.filter(({ kind }) => kind === 'push').length),
      commits: sum(({ toPush, events }) => toPush + events.filter(({ kind }) => kind === 'shipped').length),
    };
    if (this.#seen !== null && seen.commits > this.#seen.commits) this.note('commit');
    if (this.#seen !== null && seen.pushes > this.#seen.pushes) this.note('push');
    this.#seen = seen;
    if (newest === null) return;
    const silent = now - newest;
    if (silent >= TURN_ENDED.after && silent < TURN_ENDED.before && this.#turnEnd !== newest) {
      this.#turnEnd = newest;
      this.note('turn end');
    }
    const day = new Date(now).toDateString();
    if (this.#hourOf(now) >= EVENING && day !== this.#dayEnd && new Date(newest).toDateString() === day) {
      this.#dayEnd = day;
      this.note('day end');
    }
  }

  /** Each is told once. */
  take(): Breakpoint | null {
    const noted = this.#noted;
    this.#noted = null;
    return noted;
  }
}
