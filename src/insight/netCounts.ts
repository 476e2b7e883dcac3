import type { ChangedFile } from './changedFile.ts';
import type { FollowedLines } from './followedLines.ts';
import type { Side } from './shippedLine.ts';
import { sign } from './shippedUnit.ts';

/** How many more lines of each kind files gained than they lost. One serves for all steps: they are very many. */
export class NetCounts {
  #counts = new Int32Array(0);
  #isMet = new Uint8Array(0);
  #kinds = new Int32Array(0);
  #met = 0;

  /** Those that are followed and that the files of the last count have, as they were met; until the next count. */
  get kinds(): Int32Array {
    return this.#kinds.subarray(0, this.#met);
  }

  /** Counts anew. */
  count(files: readonly ChangedFile[], followed: FollowedLines): this {
    this.#clear(followed);
    for (const file of files) {
      this.#countSide(file, 'added', followed);
      this.#countSide(file, 'removed', followed);
    }
    return this;
  }

  of(kind: number): number {
    return this.#counts[kind]!;
  }

  add(kind: number, by: 1 | -1): void {
    this.#counts[kind]! += by;
  }

  #countSide(file: ChangedFile, side: Side, followed: FollowedLines): void {
    const by = sign(side);
    const count = file.count(side);
    for (let at = 0; at < count; at++) {
      const kind = followed.kindOf(file.print(side, at));
      if (kind === -1) continue;
      if (this.#isMet[kind] === 0) {
        this.#isMet[kind] = 1;
        this.#kinds[this.#met++] = kind;
      }
      this.#counts[kind]! += by;
    }
  }

  #clear({ kindsEver }: FollowedLines): void {
    while (this.#met > 0) {
      const kind = this.#kinds[--this.#met]!;
      this.#counts[kind] = 0;
      this.#isMet[kind] = 0;
    }
    if (this.#counts.length >= kindsEver) return;
    this.#counts = new Int32Array(kindsEver * 2);
    this.#isMet = new Uint8Array(kindsEver * 2);
    this.#kinds = new Int32Array(kindsEver * 2);
  }
}

/** What one step after another gained and lost of some lines. */
export class StepCounts {
  readonly everywhere = new NetCounts();
  #followed: FollowedLines | null = null;
  #changed: readonly ChangedFile[] = [];
  /** By each name that they have in the step. */
  readonly #files = new Map<string, ChangedFile[]>();
  readonly #inFile = new Map<string, NetCounts>();
  /** Some to be used again. */
  readonly #spare: NetCounts[] = [];

  begin(files: readonly ChangedFile[], followed: FollowedLines): void {
    this.#followed = followed;
    this.#changed = files;
    // A map that is cleared is made anew, and most steps put nothing into these.
    if (this.#files.size > 0) this.#files.clear();
    if (this.#inFile.size > 0) {
      this.#spare.push(...this.#inFile.values());
      this.#inFile.clear();
    }
    this.everywhere.count(files, followed);
  }

  /** `null` where the step does not change it. */
  inFile(path: string): NetCounts | null {
    if (this.#followed === null) return null;
    if (this.#files.size === 0) this.#name();
    const files = this.#files.get(path);
    // Lines lie in many files, and a step changes few: nothing is kept of the others.
    if (files === undefined) return null;
    let counts = this.#inFile.get(path);
    if (counts === undefined) {
      counts = (this.#spare.pop() ?? new NetCounts()).count(files, this.#followed);
      this.#inFile.set(path, counts);
    }
    return counts;
  }

  #name(): void {
    for (const file of this.#changed) {
      this.#put(file.path, file);
      if (file.oldPath !== null && file.oldPath !== file.path) this.#put(file.oldPath, file);
    }
  }

  #put(name: string, file: ChangedFile): void {
    const files = this.#files.get(name);
    if (files === undefined) this.#files.set(name, [file]);
    else files.push(file);
  }
}
