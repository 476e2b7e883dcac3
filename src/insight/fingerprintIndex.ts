import { FingerprintSet } from './fingerprintSet.ts';
import { int32s } from './ownPages.ts';

const NONE = -1;

/** Which entries of a list have a fingerprint, in a few bytes each: a map of lists takes ten times as many. */
export class FingerprintIndex {
  readonly #set: FingerprintSet;
  /** By number in the set: the last entry with that fingerprint. */
  #last: Int32Array;
  /** By entry: the following one with the same fingerprint; of the last one, the first inverted bit by bit. */
  #next: Int32Array;
  #size = 0;

  /** @param most entries that will be added, as far as that is known */
  constructor(most: number) {
    this.#set = new FingerprintSet(most);
    this.#last = int32s(most);
    this.#next = int32s(most);
  }

  get size(): number {
    return this.#size;
  }

  /** Entries are numbered as they are added, from 0. */
  add(fingerprint: number): number {
    if (this.#size === this.#next.length) this.#grow();
    const { size } = this.#set;
    const number = this.#set.add(fingerprint);
    const entry = this.#size++;
    if (number === size) this.#next[entry] = ~entry;
    else {
      const last = this.#last[number]!;
      this.#next[entry] = this.#next[last]!;
      this.#next[last] = entry;
    }
    this.#last[number] = entry;
    return entry;
  }

  has(fingerprint: number): boolean {
    return this.#set.has(fingerprint);
  }

  /** -1 where there is none. */
  first(fingerprint: number): number {
    const number = this.#set.numberOf(fingerprint);
    return number === NONE ? NONE : ~this.#next[this.#last[number]!]!;
  }

  /** -1 after the last one. */
  next(entry: number): number {
    return Math.max(NONE, this.#next[entry]!);
  }

  #grow(): void {
    const grown = (array: Int32Array) => {
      const larger = int32s(array.length * 2 + 8);
      larger.set(array);
      return larger;
    };
    this.#last = grown(this.#last);
    this.#next = grown(this.#next);
  }
}
