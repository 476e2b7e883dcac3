import type { FollowedLines } from './followedLines.ts';
import type { HistoryStep } from './historyStep.ts';
import type { ChangedFile, Occurrences } from './occurrences.ts';
import type { Unit } from './shippedUnit.ts';

/** Where steps of a history are that may concern some lines. */
export class StepIndex {
  /** By path: the steps that changed it. */
  readonly touching = new Map<string, number[]>();
  /** Steps that say that they take something out, or that rename a file. */
  readonly always: readonly number[];
  readonly #steps: readonly HistoryStep[];

  /** @param steps oldest first */
  constructor(steps: readonly HistoryStep[]) {
    this.#steps = steps;
    const always: number[] = [];
    for (const [at, { files, saysRevert }] of steps.entries()) {
      if (saysRevert || files.some(({ oldPath }) => oldPath !== null)) always.push(at);
      for (const { path, oldPath } of files) {
        for (const name of oldPath === null ? [path] : [path, oldPath]) {
          const places = this.touching.get(name);
          if (places === undefined) this.touching.set(name, [at]);
          else if (places.at(-1) !== at) places.push(at);
        }
      }
    }
    this.always = always;
  }

  get count(): number {
    return this.#steps.length;
  }

  filesOf(step: number): readonly ChangedFile[] {
    return this.#steps[step]!.files;
  }
}

/** The steps that may concern some lines while these are followed: of many thousands it is few. */
export class DueSteps {
  readonly #steps: StepIndex;
  readonly #occurrences: Occurrences | null;
  readonly #isDue: Uint8Array;
  readonly #paths = new Set<string>();

  constructor(steps: StepIndex, occurrences: Occurrences | null, units: readonly Unit[]) {
    this.#steps = steps;
    this.#occurrences = occurrences;
    this.#isDue = new Uint8Array(steps.count);
    for (const at of steps.always) this.#isDue[at] = 1;
    for (const unit of units) this.follow(unit);
  }

  /** To be told of a line that looks otherwise, or lies elsewhere, than before. */
  follow({ fingerprint, path }: Unit): void {
    const places = this.#occurrences?.of(fingerprint) ?? null;
    if (places !== null) for (const at of places) this.#isDue[at] = 1;
    else if (!this.#paths.has(path)) {
      // Where it stands nobody has looked: it is looked for in its file.
      this.#paths.add(path);
      for (const at of this.#steps.touching.get(path) ?? []) this.#isDue[at] = 1;
    }
  }

  /** What a step did to the lines that are followed, and perhaps to others. */
  filesOf(step: number): readonly ChangedFile[] {
    const areKnown = this.#occurrences !== null && this.#paths.size === 0;
    return areKnown ? this.#occurrences.filesOf(step) : this.#steps.filesOf(step);
  }

  /** The number of steps where there is none. */
  next(at: number, followed: FollowedLines): number {
    if (followed.areAnywhere && this.#paths.size > 0) return at + 1;
    const next = at < this.#isDue.length ? this.#isDue.indexOf(1, at + 1) : -1;
    return next === -1 ? Math.max(at + 1, this.#steps.count) : next;
  }
}
