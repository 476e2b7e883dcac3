/** Less than this is taken from the C library's heap like everything else. */
const LARGE = 128 * 1024;

/**
 * Memory for a long array. What the C library's heap once gave back in one large piece it keeps from then on, as much and
 * more in each thread; a buffer that could be resized has pages of its own, which go back to the system.
 */
export function ownPages(bytes: number): ArrayBuffer {
  return bytes < LARGE ? new ArrayBuffer(bytes) : new ArrayBuffer(bytes, { maxByteLength: bytes });
}

export function int32s(length: number): Int32Array<ArrayBuffer> {
  return new Int32Array(ownPages(length * Int32Array.BYTES_PER_ELEMENT));
}
