/** Receives one line or NUL-ended field; `length` counts its bytes before it was cut to what `bytes` keeps. */
export type LineSink = (bytes: Buffer, start: number, end: number, length: number) => void;

const NOTHING: Buffer = Buffer.alloc(0);

/** Cuts a stream of bytes, wherever its chunks end, at one separator that may change from line to line. */
export class LineCutter {
  readonly #keep: number;
  readonly #sink: LineSink;
  /** The byte that ends the line being read. */
  separator = 0;
  #rest: Buffer = NOTHING;
  #dropped = 0;

  /** @param keep bytes of one line that are kept; the rest of it is counted only */
  constructor(keep: number, sink: LineSink) {
    this.#keep = keep;
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(this.separator, start);
      if (end === -1) {
        this.#hold(chunk, start, chunk.length);
        return;
      }
      if (this.#rest.length === 0) {
        this.#sink(chunk, start, Math.min(end, start + this.#keep), end - start);
      } else {
        this.#hold(chunk, start, end);
        this.#flush();
      }
      start = end + 1;
    }
  }

  /** A last line that nothing ended. */
  end(): void {
    if (this.#rest.length > 0) this.#flush();
  }

  #flush(): void {
    const line = this.#rest;
    const length = line.length + this.#dropped;
    this.#rest = NOTHING;
    this.#dropped = 0;
    this.#sink(line, 0, line.length, length);
  }

  #hold(chunk: Buffer, start: number, end: number): void {
    const room = Math.max(0, this.#keep - this.#rest.length);
    const kept = chunk.subarray(start, Math.min(end, start + room));
    this.#dropped += end - start - kept.length;
    if (kept.length > 0) this.#rest = Buffer.concat([this.#rest, kept]);
  }
}
