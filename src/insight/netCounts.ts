import type { FollowedLines } from './followedLines.ts';
import type { ChangedFile } from './occurrences.ts';

/** How many more lines of each kind files gained than they lost. One serves for many steps: they are very many. */
export class NetCounts {
  readonly #followed: FollowedLines;
  #counts = new Int32Array(0);
  #isMet = new Uint8Array(0);
  #kinds: number[] = [];

  constructor(followed: FollowedLines) {
    this.#followed = followed;
  }

  /** Those that are followed and that the files of the last count have, as they were met. */
  get kinds(): readonly number[] {
    return this.#kinds;
  }

  /** Counts anew. */
  count(files: readonly ChangedFile[]): this {
    this.#clear();
    for (const { added, removed } of files) {
      this.#countSide(added.fingerprints, 1);
      this.#countSide(removed.fingerprints, -1);
    }
    return this;
  }

  of(kind: number): number {
    return this.#counts[kind]!;
  }

  add(kind: number, by: 1 | -1): void {
    this.#counts[kind]! += by;
  }

  #countSide(fingerprints: Float64Array, by: 1 | -1): void {
    for (let at = 0; at < fingerprints.length; at++) {
      const kind = this.#followed.kindOf(fingerprints[at]!);
      if (kind === -1) continue;
      if (this.#isMet[kind] === 0) {
        this.#isMet[kind] = 1;
        this.#kinds.push(kind);
      }
      this.#counts[kind]! += by;
    }
  }

  #clear(): void {
    for (const kind of this.#kinds) {
      this.#counts[kind] = 0;
      this.#isMet[kind] = 0;
    }
    this.#kinds = [];
    const { kindsEver } = this.#followed;
    if (this.#counts.length >= kindsEver) return;
    this.#counts = new Int32Array(kindsEver * 2);
    this.#isMet = new Uint8Array(kindsEver * 2);
  }
}

/** What one step after another gained and lost of some lines. */
export class StepCounts {
  readonly everywhere: NetCounts;
  readonly #followed: FollowedLines;
  #files: readonly ChangedFile[] = [];
  readonly #inFile = new Map<string, NetCounts | null>();
  /** Some to be used again. */
  readonly #spare: NetCounts[] = [];

  constructor(followed: FollowedLines) {
    this.#followed = followed;
    this.everywhere = new NetCounts(followed);
  }

  begin(files: readonly ChangedFile[]): void {
    for (const counts of this.#inFile.values()) if (counts !== null) this.#spare.push(counts);
    this.#inFile.clear();
    this.#files = files;
    this.everywhere.count(files);
  }

  /** `null` where the step does not change it. */
  inFile(path: string): NetCounts | null {
    let counts = this.#inFile.get(path);
    if (counts === undefined) {
      const files = this.#files.filter(file => file.path === path || file.oldPath === path);
      counts = files.length === 0 ? null : (this.#spare.pop() ?? new NetCounts(this.#followed)).count(files);
      this.#inFile.set(path, counts);
    }
    return counts;
  }
}
