const FIRST_SIZE = 1 << 20;
const ROOM = 1 << 16;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Lines longer than this are skipped. */
export const MAX_LINE = 64 << 20;

export interface LineSink {
  /** One whole line, `buffer[start..end)`, without its newline, at byte `offset` of the file. */
  line(buffer: Buffer, start: number, end: number, offset: number): void;
  tooLong(): void;
}

/** The memory that lines pass through. One may serve many files, one after another. */
export class LineBuffer {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_SIZE);

  grow(size: number): void {
    const larger = Buffer.allocUnsafeSlow(size);
    this.bytes.copy(larger);
    this.bytes = larger;
  }

  /** Gives back what one long line took. */
  shrink(): void {
    if (this.bytes.length > FIRST_SIZE * 4) this.bytes = Buffer.allocUnsafeSlow(FIRST_SIZE);
  }
}

/**
 * Cuts bytes into lines at newlines only (U+2028 is text, a carriage return before the newline is dropped).
 * What follows the last newline waits for more. Fill `free()`, then say how much with `filled()`.
 */
export class LineSplitter {
  readonly #memory: LineBuffer;
  readonly #sink: LineSink;
  readonly #maxLine: number;
  #start = 0;
  #searched = 0;
  #end = 0;
  #offset: number;
  #skipping: boolean;

  /**
   * @param offset where in the file the first byte lies
   * @param skipping whether that is inside a line that is too long
   */
  constructor(memory: LineBuffer, sink: LineSink, offset: number, skipping: boolean, maxLine = MAX_LINE) {
    this.#memory = memory;
    this.#sink = sink;
    this.#offset = offset;
    this.#skipping = skipping;
    this.#maxLine = maxLine;
  }

  /** Byte after the last whole line. */
  get offset(): number {
    return this.#offset;
  }

  /** Bytes after it that wait for their newline. */
  get waiting(): number {
    return this.#end - this.#start;
  }

  /** Memory to read into, never empty. */
  free(): Buffer {
    const memory = this.#memory;
    if (memory.bytes.length - this.#end < ROOM) {
      if (this.#start > 0) {
        memory.bytes.copyWithin(0, this.#start, this.#end);
        this.#searched -= this.#start;
        this.#end -= this.#start;
        this.#start = 0;
      }
      if (memory.bytes.length - this.#end < ROOM) memory.grow(memory.bytes.length * 2);
    }
    return memory.bytes.subarray(this.#end);
  }

  filled(count: number): void {
    const bytes = this.#memory.bytes;
    this.#end += count;
    for (;;) {
      const newline = bytes.indexOf(NEWLINE, this.#searched);
      if (newline < 0 || newline >= this.#end) break;
      this.#whole(bytes, newline);
      this.#searched = newline + 1;
    }
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
    this.#searched = this.#end;
    if (this.#end - this.#start > this.#maxLine) this.#skipAhead();
  }

  #whole(bytes: Buffer, newline: number): void {
    const start = this.#start;
    const offset = this.#offset;
    this.#start = newline + 1;
    this.#offset = offset + this.#start - start;
    if (this.#skipping) {
      this.#skipping = false;
      this.#sink.tooLong();
      return;
    }
    const end = newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
    if (end - start > this.#maxLine) this.#sink.tooLong();
    else if (end > start) this.#sink.line(bytes, start, end, offset);
  }

  /** Forgets what has come of a line that is too long. Its end is still awaited before anything is counted. */
  #skipAhead(): void {
    this.#offset += this.#end - this.#start;
    this.#start = 0;
    this.#end = 0;
    this.#searched = 0;
    this.#skipping = true;
  }

  /** True while the bytes before `offset` are part of a line that is too long and has not ended. */
  get skipping(): boolean {
    return this.#skipping;
  }
}
