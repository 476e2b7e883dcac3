import { FingerprintIndex } from './fingerprintIndex.ts';
import type { HistoryStep } from './historyStep.ts';

/** In which steps of a history lines stand that are followed: nearly all steps have none of a session's. */
export class Occurrences {
  readonly #index: FingerprintIndex;
  /** By entry of the index: where its steps begin in `#steps`. */
  readonly #starts: Int32Array;
  readonly #steps: Int32Array;

  private constructor(index: FingerprintIndex, starts: Int32Array, steps: Int32Array) {
    this.#index = index;
    this.#starts = starts;
    this.#steps = steps;
  }

  /** In short steps, between which the caller may do something else. */
  static *finding(
    fingerprints: ReadonlySet<number>,
    steps: readonly HistoryStep[],
  ): Generator<void, Occurrences> {
    const index = new FingerprintIndex(fingerprints.size);
    for (const fingerprint of fingerprints) index.add(fingerprint);
    const counts = new Int32Array(index.size + 1);
    for (const { files } of steps) {
      each(files, index, entry => counts[entry]!++);
      yield;
    }
    const starts = new Int32Array(index.size + 1);
    for (let entry = 0; entry < index.size; entry++) starts[entry + 1] = starts[entry]! + counts[entry]!;
    const found = new Int32Array(starts[index.size]!);
    const filled = starts.slice();
    for (const [at, { files }] of steps.entries()) {
      each(files, index, entry => {
        found[filled[entry]!++] = at;
      });
      yield;
    }
    return new Occurrences(index, starts, found);
  }

  /** Numbers of the steps that add or remove the line, in rising order; `null` where nobody looked for it. */
  of(fingerprint: number): Int32Array | null {
    const entry = this.#index.first(fingerprint);
    return entry === -1 ? null : this.#steps.subarray(this.#starts[entry]!, this.#starts[entry + 1]!);
  }
}

function each(files: HistoryStep['files'], index: FingerprintIndex, visit: (entry: number) => void): void {
  for (const { added, removed } of files) {
    for (const { fingerprints } of [added, removed]) {
      for (let i = 0; i < fingerprints.length; i++) {
        const entry = index.first(fingerprints[i]!);
        if (entry !== -1) visit(entry);
      }
    }
  }
}
