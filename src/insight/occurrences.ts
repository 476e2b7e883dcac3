import type { FingerprintSet } from './fingerprintSet.ts';
import type { HistoryStep } from './historyStep.ts';

/** A file of a step with no other lines than some that are looked for. */
export interface ChangedFile {
  readonly path: string;
  readonly oldPath: string | null;
  readonly added: { readonly fingerprints: Float64Array };
  readonly removed: { readonly fingerprints: Float64Array };
}

/** So many fingerprints lie in one piece of memory: the files are very many, and most have few. */
const BLOCK = 16 * 1024;

const NO_FILES: readonly ChangedFile[] = [];
const NO_LINES: ChangedFile['added'] = { fingerprints: new Float64Array(0) };

/** In which steps of a history lines stand that are followed: nearly all steps have none of a session's. */
export class Occurrences {
  readonly #followed: FingerprintSet;
  /** By step: its files that have such lines, or another name than before. */
  readonly #files: ReadonlyMap<number, readonly ChangedFile[]>;
  /** By number of a line: where its steps begin in `#steps`. */
  readonly #starts: Int32Array;
  readonly #steps: Int32Array;

  private constructor(followed: FingerprintSet, files: ReadonlyMap<number, readonly ChangedFile[]>) {
    this.#followed = followed;
    this.#files = files;
    this.#starts = new Int32Array(followed.size + 1);
    eachLine(files, fingerprint => this.#starts[followed.numberOf(fingerprint) + 1]!++);
    for (let line = 0; line < followed.size; line++) this.#starts[line + 1]! += this.#starts[line]!;
    this.#steps = new Int32Array(this.#starts[followed.size]!);
    const filled = this.#starts.slice();
    eachLine(files, (fingerprint, step) => {
      this.#steps[filled[followed.numberOf(fingerprint)]!++] = step;
    });
  }

  /**
   * In short steps, between which the caller may do something else.
   * @param followed all lines that are; no others may be added any more
   */
  static *finding(followed: FingerprintSet, steps: readonly HistoryStep[]): Generator<void, Occurrences> {
    let block = new Float64Array(0);
    let used = 0;
    const followedOf = (all: Float64Array): ChangedFile['added'] => {
      if (block.length - used < all.length) {
        block = new Float64Array(Math.max(BLOCK, all.length));
        used = 0;
      }
      const start = used;
      for (let at = 0; at < all.length; at++) if (followed.has(all[at]!)) block[used++] = all[at]!;
      return start === used ? NO_LINES : { fingerprints: block.subarray(start, used) };
    };
    const files = new Map<number, ChangedFile[]>();
    for (const [step, { files: changed }] of steps.entries()) {
      const ofStep: ChangedFile[] = [];
      for (const { path, oldPath, added, removed } of changed) {
        const plus = followedOf(added.fingerprints);
        const minus = followedOf(removed.fingerprints);
        if (plus !== NO_LINES || minus !== NO_LINES || oldPath !== null)
          ofStep.push({ path, oldPath, added: plus, removed: minus });
      }
      // A copy: a list that grew has room for many more.
      if (ofStep.length > 0) files.set(step, ofStep.slice());
      yield;
    }
    return new Occurrences(followed, files);
  }

  /** A number for all lines that look so; -1 where nobody looked for them. */
  kindOf(fingerprint: number): number {
    return this.#followed.numberOf(fingerprint);
  }

  /** Shows the numbers of the steps that add or remove lines of a kind, in rising order. */
  each(kind: number, show: (step: number) => void): void {
    // A view of them for each kind would be much garbage.
    const end = this.#starts[kind + 1]!;
    for (let at = this.#starts[kind]!; at < end; at++) show(this.#steps[at]!);
  }

  /** What a step did to the lines that are followed. */
  filesOf(step: number): readonly ChangedFile[] {
    return this.#files.get(step) ?? NO_FILES;
  }
}

function eachLine(
  files: ReadonlyMap<number, readonly ChangedFile[]>,
  show: (fingerprint: number, step: number) => void,
): void {
  for (const [step, changed] of files) {
    for (const { added, removed } of changed) {
      for (const { fingerprints } of [added, removed])
        for (let at = 0; at < fingerprints.length; at++) show(fingerprints[at]!, step);
    }
  }
}
