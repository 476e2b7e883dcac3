import { RunTable } from './runTable.ts';

const NONE = -1;

/** Memory in which one text after another is looked at: arrays of all their tokens are much garbage. */
export class RunRoom {
  readonly table = new RunTable();
  readonly lineOf = new TokenRoom();
  readonly standsIn = new TokenRoom();
  readonly next = new TokenRoom();
  /** Of a change. */
  readonly changed = { lineOf: new TokenRoom(), taken: new TokenRoom(), sources: new TokenRoom() };
}

class TokenRoom {
  #numbers = new Int32Array(0);

  /** A number for each of so many tokens, none yet; what was given before is no longer to be used. */
  clear(size: number): Int32Array {
    if (this.#numbers.length < size) this.#numbers = new Int32Array(size * 2);
    return this.#numbers.subarray(0, size).fill(NONE);
  }
}
