import { skipSpace, valueEnd } from './jsonWalk.ts';

/** A torn line with more starts in it than this holds something else than records. */
const MAX_TRIES = 100;

/**
 * A process that dies while it writes leaves a line without its newline, and the next record is glued to it.
 * Finds the first whole record in `buffer[from..end)` that ends where the line does.
 * @returns where it starts, or -1
 */
export function wholeRecordIn(buffer: Buffer, from: number, end: number, starts: readonly string[]): number {
  const bytes = buffer.subarray(from, end);
  const candidates: number[] = [];
  for (const start of starts) {
    let at = bytes.indexOf(start);
    for (let tries = 0; at >= 0 && tries < MAX_TRIES; tries++) {
      candidates.push(from + at);
      at = bytes.indexOf(start, at + 1);
    }
  }
  candidates.sort((a, b) => a - b);
  for (const candidate of candidates) {
    const close = valueEnd(buffer, candidate, end);
    if (close >= 0 && skipSpace(buffer, close, end) === end) return candidate;
  }
  return -1;
}

/**
 * Looks at what follows `at`, up to which a line was read, for another record glued to it. A record's first key
 * cannot stand in a string without escapes, so a hit is one, or lies inside a whole line.
 * @returns where the line's own record ends: `end` but for two whole records, or -1 where it is torn
 */
export function gluedRecord(buffer: Buffer, start: number, at: number, end: number, mark: Buffer): number {
  // The next line begins with the mark, mostly: the search goes no further than that.
  const hit = end - at < mark.length ? -1 : buffer.indexOf(mark, at);
  if (hit < 0 || hit >= end) return end;
  const close = valueEnd(buffer, start, end);
  return close < 0 ? -1 : skipSpace(buffer, close, end);
}
