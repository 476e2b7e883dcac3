/** Of so many the lines stay in memory, those of one change: of more they would only grow old before they go. */
const MOST_OPEN = 64;

interface Holder {
  /** Its lines may be asked for again, and are then read anew. */
  close(): void;
}

/** Those whose lines were asked for last; what was asked for first goes first. */
export class HeldLines {
  #open: Holder[] = [];
  #oldest = 0;

  /** To be told of a holder that read its lines. */
  opened(holder: Holder): void {
    this.#open[this.#oldest]?.close();
    this.#open[this.#oldest] = holder;
    this.#oldest = (this.#oldest + 1) % MOST_OPEN;
  }

  rest(): void {
    for (const holder of this.#open) holder.close();
    this.#open = [];
    this.#oldest = 0;
  }
}
