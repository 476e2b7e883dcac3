/**
 * Makes an unkeyed hash useless to whoever lacks the key: HalfSipHash-2-4 over the hash's eight bytes.
 * Without the 32 bytes of the key, a ledger cannot be searched for a guessed line.
 * Source: J.-P. Aumasson, D. J. Bernstein, SipHash reference code, halfsiphash.c.
 */
export class Keyed {
  readonly #k0: number;
  readonly #k1: number;
  readonly #gram0: number;
  readonly #gram1: number;

  /** @param key 32 bytes: the first 8 key lines and digests, the next 8 token runs; the rest is kept for later. */
  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError(`a key has 32 bytes, not ${key.length}`);
    const view = new DataView(key.buffer, key.byteOffset, key.byteLength);
    this.#k0 = view.getInt32(0, true);
    this.#k1 = view.getInt32(4, true);
    this.#gram0 = view.getInt32(8, true);
    this.#gram1 = view.getInt32(12, true);
  }

  /** 64 bits in, a whole number below 2^53 out. */
  fold(high: number, low: number): number {
    let v0 = this.#k0;
    let v1 = this.#k1;
    let v2 = 0x6c796765 ^ this.#k0;
    let v3 = 0x74656462 ^ this.#k1;
    v1 ^= 0xee;
    for (let block = 0; block < 3; block++) {
      const m = block === 0 ? low : block === 1 ? high : 0x08000000;
      v3 ^= m;
      for (let round = 0; round < 2; round++) {
        v0 = (v0 + v1) | 0;
        v1 = (v1 << 5) | (v1 >>> 27);
        v1 ^= v0;
        v0 = (v0 << 16) | (v0 >>> 16);
        v2 = (v2 + v3) | 0;
        v3 = (v3 << 8) | (v3 >>> 24);
        v3 ^= v2;
        v0 = (v0 + v3) | 0;
        v3 = (v3 << 7) | (v3 >>> 25);
        v3 ^= v0;
        v2 = (v2 + v1) | 0;
        v1 = (v1 << 13) | (v1 >>> 19);
        v1 ^= v2;
        v2 = (v2 << 16) | (v2 >>> 16);
      }
      v0 ^= m;
    }
    v2 ^= 0xee;
    let first = 0;
    for (let half = 0; half < 2; half++) {
      for (let round = 0; round < 4; round++) {
        v0 = (v0 + v1) | 0;
        v1 = (v1 << 5) | (v1 >>> 27);
        v1 ^= v0;
        v0 = (v0 << 16) | (v0 >>> 16);
        v2 = (v2 + v3) | 0;
        v3 = (v3 << 8) | (v3 >>> 24);
        v3 ^= v2;
        v0 = (v0 + v3) | 0;
        v3 = (v3 << 7) | (v3 >>> 25);
        v3 ^= v0;
        v2 = (v2 + v1) | 0;
        v1 = (v1 << 13) | (v1 >>> 19);
        v1 ^= v2;
        v2 = (v2 << 16) | (v2 >>> 16);
      }
      if (half === 1) break;
      first = v1 ^ v3;
      v1 ^= 0xdd;
    }
    return ((v1 ^ v3) & 0x1fffff) * 0x100000000 + (first >>> 0);
  }

  /** Five token hashes in, 32 bits out: used in bulk, so a keyed mix and no full round. */
  gram(a: number, b: number, c: number, d: number, e: number): number {
    let h = this.#gram0 ^ a;
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) + b;
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39) + c;
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) + d;
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39) + e;
    h ^= this.#gram1;
    h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
    h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
    return (h ^ (h >>> 15)) >>> 0;
  }
}
