import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Corrections } from '../ledger/corrections.ts';
import { type NudgeRow, Nudges } from '../ledger/nudges.ts';
import { openLedger, problemOf } from '../ledger/open.ts';
import { ProductionWords } from '../ledger/productionWords.ts';
import { transaction } from '../ledger/transaction.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { NudgeAnswer } from '../model/nudge.ts';
import type { Instant } from '../model/records.ts';
import type { NudgeReport } from '../model/report.ts';
import { reportNudge } from './nudgeReports.ts';
import { PROBLEM_OF } from './problems.ts';
import type { ProductionSaying, SayAnswer, Saying } from './protocol.ts';

/** Writes down what the person says, in whatever window they say it; the collector then looks again. */
export class PersonSays {
  readonly #folder: string;
  readonly #now: () => Instant;

  constructor(folder: string, now: () => Instant) {
    this.#folder = folder;
    this.#now = now;
  }

  async say({ agent, session, said, target }: Saying): Promise<SayAnswer> {
    const at = this.#now();
    return this.#write(ledger => new Corrections(ledger).say(agent, session, said, target, at) !== null);
  }

  async takeBack(correction: number): Promise<SayAnswer> {
    return this.#write(ledger => {
      new Corrections(ledger).takeBack(correction, this.#now());
      return true;
    });
  }

  async sayOfProduction({ repo, said, ...sign }: ProductionSaying): Promise<SayAnswer> {
    const at = this.#now();
    return this.#write(ledger => new ProductionWords(ledger).say(repo, sign, said, at) !== null);
  }

  async takeBackOfProduction(word: number): Promise<SayAnswer> {
    return this.#write(ledger => {
      new ProductionWords(ledger).takeBack(word, this.#now());
      return true;
    });
  }

  async answerNudge(nudge: number, answer: NudgeAnswer): Promise<SayAnswer> {
    return this.#write(ledger => new Nudges(ledger).answer(nudge, answer, this.#now()));
  }

  /** `null` where there is none, or another window has told it. */
  async takeNudge(): Promise<NudgeReport | null> {
    const at = this.#now();
    let taken: NudgeRow | null = null;
    await this.#write(ledger => {
      taken = new Nudges(ledger).take(at);
      return false;
    });
    return taken === null ? null : reportNudge(taken);
  }

  /** What is open stood on the page. */
  async seeNudges(): Promise<void> {
    await this.#write(ledger => {
      new Nudges(ledger).see(this.#now());
      return false;
    });
  }

  /** @param work false where there is nothing for others to look at */
  async #write(work: (ledger: DatabaseSync) => boolean): Promise<SayAnswer> {
    try {
      const ledger = await openLedger(join(this.#folder, DATA_FILES.ledger));
      try {
        if (!ledger.writable) return { ok: false, problem: PROBLEM_OF[ledger.problem ?? 'read-only'] };
        const known = transaction(ledger.database, () => work(ledger.database));
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
