import { FingerprintIndex } from './fingerprintIndex.ts';
import type { HistoryStep } from './historyStep.ts';

/** A file of a step with no other lines than some that are looked for. */
export interface ChangedFile {
  readonly path: string;
  readonly oldPath: string | null;
  readonly added: { readonly fingerprints: Float64Array };
  readonly removed: { readonly fingerprints: Float64Array };
}

/** A file's place in the list of all fingerprints: first its added lines, then its removed ones. */
interface FilePlace {
  readonly path: string;
  readonly oldPath: string | null;
  readonly from: number;
  readonly removedFrom: number;
  readonly to: number;
}

const NO_FILES: readonly FilePlace[] = [];

/** In which steps of a history lines stand that are followed: nearly all steps have none of a session's. */
export class Occurrences {
  readonly #index: FingerprintIndex;
  /** By step: its files that have such lines, or another name than before. */
  readonly #files: ReadonlyMap<number, readonly FilePlace[]>;
  readonly #fingerprints: Float64Array;
  /** By entry of the index: where its steps begin in `#steps`. */
  readonly #starts: Int32Array;
  readonly #steps: Int32Array;

  private constructor(
    index: FingerprintIndex,
    files: ReadonlyMap<number, readonly FilePlace[]>,
    fingerprints: Float64Array,
  ) {
    this.#index = index;
    this.#files = files;
    this.#fingerprints = fingerprints;
    this.#starts = new Int32Array(index.size + 1);
    for (const fingerprint of fingerprints) this.#starts[index.first(fingerprint) + 1]!++;
    for (let entry = 0; entry < index.size; entry++) this.#starts[entry + 1]! += this.#starts[entry]!;
    this.#steps = new Int32Array(fingerprints.length);
    const filled = this.#starts.slice();
    for (const [step, places] of files) {
      for (const { from, to } of places) {
        for (let at = from; at < to; at++) this.#steps[filled[index.first(fingerprints[at]!)]!++] = step;
      }
    }
  }

  /** In short steps, between which the caller may do something else. */
  static *finding(
    followed: ReadonlySet<number>,
    steps: readonly HistoryStep[],
  ): Generator<void, Occurrences> {
    const index = new FingerprintIndex(followed.size);
    for (const fingerprint of followed) index.add(fingerprint);
    const files = new Map<number, FilePlace[]>();
    const found: number[] = [];
    for (const [step, { files: changed }] of steps.entries()) {
      const places: FilePlace[] = [];
      for (const { path, oldPath, added, removed } of changed) {
        const from = found.length;
        for (const each of added.fingerprints) if (index.has(each)) found.push(each);
        const removedFrom = found.length;
        for (const each of removed.fingerprints) if (index.has(each)) found.push(each);
        if (found.length > from || oldPath !== null)
          places.push({ path, oldPath, from, removedFrom, to: found.length });
      }
      if (places.length > 0) files.set(step, places);
      yield;
    }
    return new Occurrences(index, files, Float64Array.from(found));
  }

  /** Numbers of the steps that add or remove the line, in rising order; `null` where nobody looked for it. */
  of(fingerprint: number): Int32Array | null {
    const entry = this.#index.first(fingerprint);
    return entry === -1 ? null : this.#steps.subarray(this.#starts[entry]!, this.#starts[entry + 1]!);
  }

  /** What a step did to the lines that are followed. */
  filesOf(step: number): ChangedFile[] {
    const part = (from: number, to: number) => ({ fingerprints: this.#fingerprints.subarray(from, to) });
    return (this.#files.get(step) ?? NO_FILES).map(({ path, oldPath, from, removedFrom, to }) => {
      return { path, oldPath, added: part(from, removedFrom), removed: part(removedFrom, to) };
    });
  }
}
