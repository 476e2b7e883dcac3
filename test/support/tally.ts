import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** One suite's outcome, as a line of JSON in the file that `AI_IMPACT_TALLY` names. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each that failed by its whole title, and what it said. */
  readonly failures?: readonly string[];
  /** What could not be run here, and why. */
  readonly notRun?: string;
}

/** Mocha's usual report, and the counts for whoever sums over all suites. */
export default class TallyReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const file = process.env.AI_IMPACT_TALLY;
    const told: string[] = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test, error: unknown) => {
      told.push(`${test.fullTitle()}\n${error instanceof Error ? error.message : String(error)}`);
    });
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      if (!file) return;
      const { passes, failures, pending } = this.stats;
      const tally: Tally = { passed: passes, failed: failures, skipped: pending, failures: told };
      appendFileSync(file, `${JSON.stringify(tally)}\n`);
    });
  }
}
