import { OUTCOMES, type Outcome } from '../model/outcome.ts';
import type { WeekReport } from '../model/report.ts';
import { addCounts } from '../model/tokens.ts';
import type { Days } from './days.ts';
import { tallyOf, type UseTally } from './useTally.ts';

/** Use in the window by week and by what became of it. */
export class WeekUse {
  readonly #weeks = new Map<string, Map<Outcome, UseTally>>();
  /** By day, for there are few of them and much use on each. */
  readonly #weekOf = new Map<string, Map<Outcome, UseTally>>();
  readonly #days: Days;

  constructor(days: Days) {
    this.#days = days;
  }

  /** @param day `YYYY-MM-DD` */
  tally(day: string, outcome: Outcome): UseTally {
    let outcomes = this.#weekOf.get(day);
    if (outcomes === undefined) {
      const start = this.#days.mondayOf(day);
      outcomes = this.#weeks.get(start) ?? new Map<Outcome, UseTally>();
      this.#weeks.set(start, outcomes);
      this.#weekOf.set(day, outcomes);
    }
    return tallyOf(outcomes, outcome);
  }

  /** Oldest first; weeks without use are left out. */
  report(): WeekReport[] {
    return [...this.#weeks]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([start, outcomes]) => {
        const known = OUTCOMES.filter(outcome => outcomes.has(outcome));
        return {
          start,
          outcomes: Object.fromEntries(known.map(outcome => [outcome, told(outcomes.get(outcome)!)])),
        };
      });
  }
}

function told(tally: UseTally) {
  const { calls, input, cacheRead, cacheWrite, output, costUsd } = tally.counts();
  return { calls, tokens: [cacheRead, cacheWrite, output].reduce(addCounts, input), costUsd };
}
