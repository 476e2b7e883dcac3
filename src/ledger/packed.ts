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

/** The arrays lie in the memory of the blob itself where they can: there are very many, and most are small. */
export function unpackLines(blob: Uint8Array): { added: PackedLines; removed: PackedLines } {
  const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 8;
  const side = (count: number): PackedLines => {
    if (count === 0) return NO_LINES;
    const fingerprints = doubles(bytes, at, count);
    at += count * 8;
    const tokens = bytes.subarray(at, at + count);
    at += count;
    const flags = bytes.subarray(at, at + count);
    at += count;
    return { fingerprints, tokens, flags };
  };
  const added = side(view.getUint32(0, true));
  return { added, removed: side(view.getUint32(4, true)) };
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
