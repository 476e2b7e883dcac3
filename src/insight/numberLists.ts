import { int32s, ownPages } from './ownPages.ts';

/** The greatest number that takes two bytes. */
const SHORT = 0xffff;

/**
 * For each of many keys a list of numbers: all in two arrays, for so many lists would take ten times as much. To be told
 * of the key of each number that will come, then that it was told of all, then of the numbers.
 */
export class NumberLists {
  /**
   * By key: where its numbers begin; one more for the end of the last. One place further until all are put in: each start
   * moves to the end of its list meanwhile.
   */
  readonly #starts: Int32Array;
  readonly #isShort: boolean;
  #numbers: Int32Array | Uint16Array = new Uint16Array(0);

  /**
   * @param keys how many there are; they are numbered from 0
   * @param greatest of the numbers, which begin at 0
   */
  constructor(keys: number, greatest: number) {
    this.#starts = int32s(keys + 2);
    this.#isShort = greatest <= SHORT;
  }

  /** A number of this key will come. */
  expect(key: number): void {
    this.#starts[key + 2]!++;
  }

  expectNoMore(): void {
    const starts = this.#starts;
    for (let key = 2; key < starts.length; key++) starts[key]! += starts[key - 1]!;
    const size = starts.at(-1)!;
    this.#numbers = this.#isShort ? new Uint16Array(ownPages(size * 2)) : int32s(size);
  }

  /** At the end of the key's list. */
  put(key: number, number: number): void {
    this.#numbers[this.#starts[key + 1]!++] = number;
  }

  /** The place of a key's first number. */
  start(key: number): number {
    return this.#starts[key]!;
  }

  /** The place after that of its last one. */
  end(key: number): number {
    return this.#starts[key + 1]!;
  }

  at(place: number): number {
    return this.#numbers[place]!;
  }
}
