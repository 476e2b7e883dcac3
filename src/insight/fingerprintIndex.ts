const NONE = -1;
/** At most so many of the slots are taken, so that a search ends soon. */
const FULL = 0.75;

/** Which entries of a list have a fingerprint, in a few bytes each: a map of lists takes ten times as many. */
export class FingerprintIndex {
  #mask: number;
  #keys: Float64Array;
  /** By slot: the first and the last entry with its fingerprint. */
  #first: Int32Array;
  #last: Int32Array;
  /** By entry: the following one with the same fingerprint. */
  #next: Int32Array;
  #size = 0;

  /** @param most entries that will be added, as far as that is known */
  constructor(most: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(1, most) / FULL + 1));
    this.#mask = slots - 1;
    this.#keys = new Float64Array(slots);
    this.#first = new Int32Array(slots).fill(NONE);
    this.#last = new Int32Array(slots).fill(NONE);
    this.#next = new Int32Array(most).fill(NONE);
  }

  get size(): number {
    return this.#size;
  }

  /** Entries are numbered as they are added, from 0. */
  add(fingerprint: number): number {
    if (this.#size === this.#next.length) this.#grow();
    const slot = this.#slot(fingerprint);
    const entry = this.#size++;
    if (this.#first[slot] === NONE) {
      this.#keys[slot] = fingerprint;
      this.#first[slot] = entry;
    } else this.#next[this.#last[slot]!] = entry;
    this.#last[slot] = entry;
    return entry;
  }

  has(fingerprint: number): boolean {
    return this.first(fingerprint) !== NONE;
  }

  /** -1 where there is none. */
  first(fingerprint: number): number {
    return this.#first[this.#slot(fingerprint)]!;
  }

  /** -1 after the last one. */
  next(entry: number): number {
    return this.#next[entry]!;
  }

  #grow(): void {
    const larger = new FingerprintIndex(this.#size * 2 + 8);
    larger.#next.set(this.#next);
    for (let slot = 0; slot <= this.#mask; slot++) {
      if (this.#first[slot] === NONE) continue;
      const into = larger.#slot(this.#keys[slot]!);
      larger.#keys[into] = this.#keys[slot]!;
      larger.#first[into] = this.#first[slot]!;
      larger.#last[into] = this.#last[slot]!;
    }
    this.#mask = larger.#mask;
    this.#keys = larger.#keys;
    this.#first = larger.#first;
    this.#last = larger.#last;
    this.#next = larger.#next;
  }

  #slot(fingerprint: number): number {
    // Keyed fingerprints are spread evenly, and so are their lowest bits.
    let slot = fingerprint & this.#mask;
    while (this.#first[slot] !== NONE && this.#keys[slot] !== fingerprint) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
