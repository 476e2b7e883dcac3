const NONE = -1;

/** By token run: a number. One table serves for one text after another: maps of so many runs are much garbage. */
export class RunTable {
  #keys = new Int32Array(0);
  #values = new Int32Array(0);
  #shift = 32;

  /** Forgets all, and makes room for so many different runs. */
  clear(most: number): void {
    const bits = Math.ceil(Math.log2(most * 2 + 2));
    const slots = 2 ** bits;
    if (this.#values.length < slots) {
      this.#keys = new Int32Array(slots);
      this.#values = new Int32Array(slots);
    }
    this.#shift = 32 - bits;
    this.#values.fill(NONE, 0, slots);
  }

  /** -1 where nothing was set. */
  get(run: number): number {
    return this.#values[this.#slotOf(run | 0)]!;
  }

  /** @param value from 0 */
  set(run: number, value: number): void {
    const slot = this.#slotOf(run | 0);
    this.#keys[slot] = run;
    this.#values[slot] = value;
  }

  #slotOf(run: number): number {
    const last = 2 ** (32 - this.#shift) - 1;
    let slot = Math.imul(run, 0x9e3779b1) >>> this.#shift;
    while (this.#values[slot] !== NONE && this.#keys[slot] !== run) slot = (slot + 1) & last;
    return slot;
  }
}
