import { int32s, ownPages } from './ownPages.ts';

const NONE = -1;
/** At most so many of the slots are taken, so that a search ends soon. */
const FULL = 0.75;

/** Different fingerprints, numbered as they are added, in a few bytes each: a set of numbers takes ten times as many. */
export class FingerprintSet {
  #keys: Float64Array;
  #slots: Int32Array;
  #size = 0;

  /** @param most that will be added, as far as that is known */
  constructor(most = 0) {
    this.#keys = roomFor(most);
    this.#slots = emptySlots(most);
  }

  get size(): number {
    return this.#size;
  }

  /** Its number, from 0; the one that it has where it was added before. */
  add(fingerprint: number): number {
    let slot = this.#slotOf(fingerprint);
    const known = this.#slots[slot]!;
    if (known !== NONE) return known;
    if (this.#size === this.#keys.length) {
      this.#grow();
      slot = this.#slotOf(fingerprint);
    }
    this.#keys[this.#size] = fingerprint;
    this.#slots[slot] = this.#size;
    return this.#size++;
  }

  /** The one that has a number. */
  at(number: number): number {
    return this.#keys[number]!;
  }

  has(fingerprint: number): boolean {
    return this.numberOf(fingerprint) !== NONE;
  }

  /** -1 where it was not added. */
  numberOf(fingerprint: number): number {
    return this.#slots[this.#slotOf(fingerprint)]!;
  }

  #grow(): void {
    const most = this.#size * 2 + 8;
    const keys = roomFor(most);
    keys.set(this.#keys);
    this.#keys = keys;
    this.#slots = emptySlots(most);
    for (let number = 0; number < this.#size; number++) this.#slots[this.#slotOf(keys[number]!)] = number;
  }

  #slotOf(fingerprint: number): number {
    const mask = this.#slots.length - 1;
    // Keyed fingerprints are spread evenly, and so are their lowest bits.
    let slot = fingerprint & mask;
    for (let number = this.#slots[slot]!; number !== NONE; number = this.#slots[slot]!) {
      if (this.#keys[number] === fingerprint) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}

function emptySlots(most: number): Int32Array {
  return int32s(2 ** Math.ceil(Math.log2(Math.max(1, most) / FULL + 1))).fill(NONE);
}

function roomFor(most: number): Float64Array {
  return new Float64Array(ownPages(most * Float64Array.BYTES_PER_ELEMENT));
}
