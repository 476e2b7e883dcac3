/**
 * The number under which the ledger keeps a record that has a name of its own: 53 bits of a hash, equal for equal
 * names, in every ledger and for ever. Half the rows of years of work are ids, and as text they would be most of
 * its size. Among a million records two would share a number once in 18,000 ledgers.
 * @param seed keeps equal names of different things apart
 */
export function recordKey(name: string, seed: number): number {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
    // Bits only move up in a product; fold some back down so that early letters keep their say.
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  high = Math.imul(high ^ (low >>> 16), 0x85ebca6b);
  low = Math.imul(low ^ (high >>> 13), 0xc2b2ae35);
  high ^= low >>> 16;
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}

/** A seed for the names of one agent. */
export function seedOf(agent: string): number {
  return recordKey(agent, 0) | 0;
}
