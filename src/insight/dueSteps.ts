import { type ChangedFile, wholeFiles } from './changedFile.ts';
import type { FollowedLines } from './followedLines.ts';
import type { HistoryStep } from './historyStep.ts';
import type { Occurrences } from './occurrences.ts';
import type { Unit } from './shippedUnit.ts';

/** The step has such a line, or may have one. */
const HAS = 1;
/** The step changes a file in which such lines lie. */
const NEAR = 2;

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
    for (const [at, { files, reverts, saysRevert }] of steps.entries()) {
      if (saysRevert || reverts.length > 0 || files.some(({ oldPath }) => oldPath !== null)) always.push(at);
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
    return wholeFiles(this.#steps[step]!.files);
  }
}

/** The steps that may concern some lines while these are followed: of many thousands it is few. */
export class DueSteps {
  readonly #steps: StepIndex;
  readonly #occurrences: Occurrences | null;
  /** By step: bits of `HAS` and `NEAR`. */
  readonly #marks: Uint8Array;
  readonly #has = (step: number): void => {
    this.#marks[step]! |= HAS;
  };
  readonly #kinds = new Set<number>();
  readonly #paths = new Set<string>();
  /** Files with lines of which nobody has looked where they stand. */
  readonly #unknown = new Set<string>();

  constructor(steps: StepIndex, occurrences: Occurrences | null, units: readonly Unit[]) {
    this.#steps = steps;
    this.#occurrences = occurrences;
    this.#marks = new Uint8Array(steps.count);
    this.#mark(steps.always, HAS | NEAR);
    for (const unit of units) this.follow(unit);
  }

  /** To be told of a line that looks otherwise, or lies elsewhere, than before. */
  follow({ fingerprint, path }: Unit): void {
    const touching = this.#steps.touching.get(path) ?? [];
    if (!this.#paths.has(path)) {
      this.#paths.add(path);
      this.#mark(touching, NEAR);
    }
    const kind = this.#occurrences?.kindOf(fingerprint) ?? -1;
    if (this.#occurrences !== null && kind !== -1) {
      if (this.#kinds.has(kind)) return;
      this.#kinds.add(kind);
      this.#occurrences.each(kind, this.#has);
    } else if (!this.#unknown.has(path)) {
      this.#unknown.add(path);
      this.#mark(touching, HAS);
    }
  }

  /** What a step did to the lines that are followed, and perhaps to others. */
  filesOf(step: number): readonly ChangedFile[] {
    const areKnown = this.#occurrences !== null && this.#unknown.size === 0;
    return areKnown ? this.#occurrences.filesOf(step) : this.#steps.filesOf(step);
  }

  /** The number of steps where there is none. */
  next(at: number, followed: FollowedLines): number {
    if (followed.areAnywhere && this.#unknown.size > 0) return at + 1;
    const wanted = followed.areAnywhere ? HAS : HAS | NEAR;
    for (let next = at + 1; next < this.#marks.length; next++)
      if ((this.#marks[next]! & wanted) === wanted) return next;
    return Math.max(at + 1, this.#steps.count);
  }

  #mark(steps: ArrayLike<number>, as: number): void {
    for (let at = 0; at < steps.length; at++) this.#marks[steps[at]!]! |= as;
  }
}
