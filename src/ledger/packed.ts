import type { PackedLines } from '../model/editedLines.ts';

/**
 * Both sides of a change as one blob, little-endian: two counts (u32), then for each side fingerprints (f64),
 * tokens (u8) and flags (u8).
 */
export function packLines(added: PackedLines, removed: PackedLines): Uint8Array {
  const count = added.fingerprints.length + removed.fingerprints.length;
  const bytes = new Uint8Array(8 + count * 10);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, added.fingerprints.length, true);
  view.setUint32(4, removed.fingerprints.length, true);
  let at = 8;
  for (const side of [added, removed]) {
    bytes.set(
      new Uint8Array(side.fingerprints.buffer, side.fingerprints.byteOffset, side.fingerprints.byteLength),
      at,
    );
    at += side.fingerprints.byteLength;
    bytes.set(side.tokens, at);
    at += side.tokens.length;
    bytes.set(side.flags, at);
    at += side.flags.length;
  }
  return bytes;
}

export const NO_LINES: PackedLines = {
  fingerprints: new Float64Array(0),
  tokens: new Uint8Array(0),
  flags: new Uint8Array(0),
};

/** @throws {RangeError} where something was cut off */
export function unpackLines(blob: Uint8Array): { added: PackedLines; removed: PackedLines } {
  const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice();
  const added = countAt(bytes, 0);
  const removed = countAt(bytes, 4);
  const end = 8 + added * 10;
  if (bytes.length !== end + removed * 10) throw new RangeError('lines of another length than they say');
  return {
    added: added === 0 ? NO_LINES : new BlobLines(bytes, 8, added),
    removed: removed === 0 ? NO_LINES : new BlobLines(bytes, end, removed),
  };
}

/**
 * One side within a blob, whose arrays lie in its memory where they can. They are made when asked for: there are very
 * many, and most who ask want one of the three.
 */
class BlobLines implements PackedLines {
  readonly #bytes: Uint8Array;
  readonly #start: number;
  readonly #count: number;
  #fingerprints: Float64Array | null = null;
  #tokens: Uint8Array | null = null;
  #flags: Uint8Array | null = null;

  constructor(bytes: Uint8Array, start: number, count: number) {
    this.#bytes = bytes;
    this.#start = start;
    this.#count = count;
  }

  get fingerprints(): Float64Array {
    this.#fingerprints ??= doubles(this.#bytes, this.#start, this.#count);
    return this.#fingerprints;
  }

  get tokens(): Uint8Array {
    this.#tokens ??= this.#bytesAfter(8);
    return this.#tokens;
  }

  get flags(): Uint8Array {
    this.#flags ??= this.#bytesAfter(9);
    return this.#flags;
  }

  /** @param before bytes that stand before it for each line */
  #bytesAfter(before: number): Uint8Array {
    const start = this.#start + this.#count * before;
    return this.#bytes.subarray(start, start + this.#count);
  }
}

function countAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** A copy where they do not begin at a multiple of eight. */
function doubles(bytes: Uint8Array, at: number, count: number): Float64Array {
  const start = bytes.byteOffset + at;
  if (start % 8 === 0) return new Float64Array(bytes.buffer, start, count);
  return new Float64Array(bytes.slice(at, at + count * 8).buffer);
}

export function packGrams(grams: Uint32Array): Uint8Array {
  return new Uint8Array(grams.buffer, grams.byteOffset, grams.byteLength);
}

export function unpackGrams(bytes: Uint8Array): Uint32Array {
  const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(whole.buffer, whole.byteOffset, whole.byteLength / 4);
}
