/** Bytes that stay in memory after they were asked for: of thirty busy days all of them. */
const MOST_HELD = 16 * 1024 * 1024;
/** So many bytes are given back at once: of very many small pieces the memory between them would be lost. */
const BLOCK = 256 * 1024;

/** Of so many the lines stay unpacked: that takes more memory than they have themselves. */
const MOST_OPEN = 512;

interface Holder {
  /** Its lines may be asked for again, and are then unpacked anew. */
  close(): void;
  /** Its bytes may be asked for again, and are then read anew. */
  letGo(): void;
}

interface Block {
  readonly bytes: Uint8Array;
  readonly holders: Holder[];
  used: number;
}

/** Packed lines that were asked for, in few large pieces of memory; what was asked for first goes first. */
export class HeldLines {
  readonly #most: number;
  #blocks: Block[] = [];
  #size = 0;
  #open: Holder[] = [];
  #oldest = 0;

  constructor(most = MOST_HELD) {
    this.#most = most;
  }

  /** The same bytes where they stay, beginning at a multiple of eight. */
  hold(holder: Holder, packed: Uint8Array): Uint8Array {
    const block = this.#blockFor(packed.byteLength);
    const kept = block.bytes.subarray(block.used, block.used + packed.byteLength);
    kept.set(packed);
    block.used += Math.ceil(packed.byteLength / 8) * 8;
    block.holders.push(holder);
    return kept;
  }

  /** To be told of a holder that unpacked its lines. */
  opened(holder: Holder): void {
    this.#open[this.#oldest]?.close();
    this.#open[this.#oldest] = holder;
    this.#oldest = (this.#oldest + 1) % MOST_OPEN;
  }

  rest(): void {
    this.#open = [];
    this.#oldest = 0;
    for (const { holders } of this.#blocks) for (const holder of holders) holder.letGo();
    this.#blocks = [];
    this.#size = 0;
  }

  #blockFor(size: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.bytes.length - last.used >= size) return last;
    const block = { bytes: new Uint8Array(Math.max(size, BLOCK)), holders: [], used: 0 };
    this.#size += block.bytes.length;
    while (this.#blocks.length > 0 && this.#size > this.#most) {
      const first = this.#blocks.shift()!;
      this.#size -= first.bytes.length;
      for (const holder of first.holders) holder.letGo();
    }
    this.#blocks.push(block);
    return block;
  }
}
