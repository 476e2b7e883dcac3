import type { Attribution, Found, Holding, Stage, StageCounts } from './attribution.ts';
import type { OpenLine } from './openLines.ts';
import { noCounts } from './stageCounts.ts';

/** How a line was recognised: word for word, by most of its token runs, or by some of them. */
export type Match = 'exact' | 'reflowed' | 'mixed';

/** Counts what is found of one session: its own lines by stage, and the lines of each change that are its. */
export class Tally {
  readonly #session: number;
  readonly #weighing = noCounts();
  readonly #all = noCounts();
  readonly #found = new Map<string, { -readonly [K in keyof Found]: Found[K] }>();

  constructor(session: number) {
    this.#session = session;
  }

  /** A line of the change is the session's. */
  holds({ stage, commit, ref }: Holding, path: string, match: Match, weighs: boolean): void {
    const key = `${stage} ${commit ?? ref} ${path}`;
    const entry = this.#found.get(key) ?? {
      stage,
      commit,
      ref,
      path,
      lines: 0,
      weighing: 0,
      exact: 0,
      mixed: 0,
    };
    this.#found.set(key, entry);
    if (match === 'mixed') entry.mixed++;
    else {
      entry.lines++;
      if (weighs) entry.weighing++;
      if (match === 'exact') entry.exact++;
    }
  }

  /** A line of the session is there. */
  reached(stage: Stage, line: OpenLine, match: Match): void {
    this.#count(line, counts => {
      counts.at[stage] += match === 'mixed' ? 0.5 : 1;
      if (match === 'exact') counts.exact[stage]++;
      if (match === 'mixed') counts.mixed[stage]++;
    });
  }

  /** @param uncertain it may never have been there, so that its absence tells nothing */
  missed(line: OpenLine, uncertain: boolean): void {
    this.#count(line, counts => {
      if (uncertain) counts.uncertain++;
    });
  }

  /** So many of the missed lines may be there in other words. */
  perhaps(weighing: number, all: number): void {
    this.#weighing.perhapsShipped += weighing;
    this.#all.perhapsShipped += all;
  }

  result(): Attribution {
    return {
      session: this.#session,
      weighing: this.#weighing,
      all: this.#all,
      found: [...this.#found.values()],
    };
  }

  #count(line: OpenLine, more: (counts: StageCounts) => void): void {
    for (const counts of line.weighs ? [this.#weighing, this.#all] : [this.#all]) {
      counts.total++;
      more(counts);
    }
  }
}
