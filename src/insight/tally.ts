import type { Attribution, Found, Holding, StageCounts } from './attribution.ts';
import type { OpenLine } from './openLines.ts';
import { noCounts } from './stageCounts.ts';

/** How a line was recognised: word for word, by most of its token runs, or by some of them. */
export type Match = 'exact' | 'reflowed' | 'mixed';

const NOTHING = {
  lines: 0,
  weighing: 0,
  exact: 0,
  exactWeighing: 0,
  mixed: 0,
  mixedWeighing: 0,
  changed: 0,
  changedWeighing: 0,
};

type Counted = { -readonly [K in keyof Found]: Found[K] };

/** Counts what is found of one session: its own lines by stage, and the lines of each change that are its. */
export class Tally {
  readonly #session: number;
  readonly #weighing = noCounts();
  readonly #all = noCounts();
  readonly #found = new Map<string, Counted>();
  #last: { holding: Holding; path: string; found: Counted } | null = null;

  constructor(session: number) {
    this.#session = session;
  }

  /** A line of the change is the session's. */
  holds(holding: Holding, path: string, weighs: boolean): void {
    const found = this.#foundIn(holding, path);
    found.changed++;
    if (weighs) found.changedWeighing++;
  }

  /** A line of the session is there. */
  reached(holding: Holding, path: string, line: OpenLine, match: Match): void {
    const { stage } = holding;
    const found = this.#foundIn(holding, path);
    const isMixed = match === 'mixed';
    const weighing = line.weighs ? 1 : 0;
    if (isMixed) {
      found.mixed++;
      found.mixedWeighing += weighing;
    } else {
      found.lines++;
      found.weighing += weighing;
    }
    if (match === 'exact') {
      found.exact++;
      found.exactWeighing += weighing;
    }
    this.#reached(this.#all, stage, match);
    if (line.weighs) this.#reached(this.#weighing, stage, match);
  }

  /** @param uncertain it may never have been there, so that its absence tells nothing */
  missed(line: OpenLine, uncertain: boolean): void {
    for (const counts of line.weighs ? [this.#weighing, this.#all] : [this.#all]) {
      counts.total++;
      if (uncertain) counts.uncertain++;
    }
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

  #foundIn(holding: Holding, path: string): Counted {
    if (this.#last?.holding === holding && this.#last.path === path) return this.#last.found;
    const { stage, commit, ref } = holding;
    const key = `${stage} ${commit ?? ref} ${path}`;
    const found = this.#found.get(key) ?? { stage, commit, ref, path, ...NOTHING };
    this.#found.set(key, found);
    this.#last = { holding, path, found };
    return found;
  }

  #reached(counts: StageCounts, stage: Holding['stage'], match: Match): void {
    counts.total++;
    counts.at[stage] += match === 'mixed' ? 0.5 : 1;
    if (match === 'exact') counts.exact[stage]++;
    if (match === 'mixed') counts.mixed[stage]++;
  }
}
