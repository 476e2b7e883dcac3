/** Numbers that look random and are the same each time (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: string) {
    let state = 0x9e3779b9;
    for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 0x85ebca6b) ^ (state >>> 13);
    this.#state = state | 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number, both ends included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)]!;
  }

  /** All items in another order. */
  shuffled<T>(items: readonly T[]): T[] {
    const order = [...items];
    for (let i = order.length - 1; i > 0; i--) {
      const other = this.between(0, i);
      [order[i], order[other]] = [order[other]!, order[i]!];
    }
    return order;
  }

  hex(length: number): string {
    return Array.from({ length }, () => this.between(0, 15).toString(16)).join('');
  }

  /** In the form of a UUID; `version` is its 13th digit. */
  uuid(version = '4'): string {
    return `${this.hex(8)}-${this.hex(4)}-${version}${this.hex(3)}-a${this.hex(3)}-${this.hex(12)}`;
  }
}
