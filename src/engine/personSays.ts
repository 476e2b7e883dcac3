import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Corrections } from '../ledger/corrections.ts';
import { openLedger, problemOf } from '../ledger/open.ts';
import { transaction } from '../ledger/transaction.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Instant } from '../model/records.ts';
import { PROBLEM_OF } from './problems.ts';
import type { SayAnswer, Saying } from './protocol.ts';

/** Writes down what the person says, in whatever window they say it; the collector then looks again. */
export class PersonSays {
  readonly #folder: string;
  readonly #now: () => Instant;

  constructor(folder: string, now: () => Instant) {
    this.#folder = folder;
    this.#now = now;
  }

  async say({ agent, session, said, target }: Saying): Promise<SayAnswer> {
    return this.#write(corrections => corrections.say(agent, session, said, target, this.#now()) !== null);
  }

  async takeBack(correction: number): Promise<SayAnswer> {
    return this.#write(corrections => {
      corrections.takeBack(correction, this.#now());
      return true;
    });
  }

  async #write(work: (corrections: Corrections) => boolean): Promise<SayAnswer> {
    try {
      const ledger = await openLedger(join(this.#folder, DATA_FILES.ledger));
      try {
        if (!ledger.writable) return { ok: false, problem: PROBLEM_OF[ledger.problem ?? 'read-only'] };
        const known = transaction(ledger.database, () => work(new Corrections(ledger.database)));
        if (!known) return { ok: false, problem: null };
      } finally {
        ledger.database.close();
      }
      writeFileSync(join(this.#folder, DATA_FILES.wake), '');
      return { ok: true };
    } catch (error) {
      const problem = problemOf(error);
      if (problem === null) throw error;
      return { ok: false, problem: PROBLEM_OF[problem] };
    }
  }
}
