import { valueEnd } from './jsonWalk.ts';

const QUOTE = 34;
const BACKSLASH = 92;

/** The JSON string at `start`, decoded; `null` where there is none. */
export function textAt(buffer: Buffer, start: number, end: number): string | null {
  if (start < 0 || buffer[start] !== QUOTE) return null;
  for (let i = start + 1; i < end; i++) {
    const byte = buffer[i]!;
    if (byte === QUOTE) return buffer.toString('latin1', start + 1, i);
    if (byte === BACKSLASH || byte > 126) break;
  }
  const value = jsonAt(buffer, start, end);
  return typeof value === 'string' ? value : null;
}

/** The JSON value at `start`, parsed; `undefined` where it cannot be. */
export function jsonAt(buffer: Buffer, start: number, end: number): unknown {
  if (start < 0) return undefined;
  const close = valueEnd(buffer, start, end);
  if (close < 0) return undefined;
  try {
    return JSON.parse(buffer.toString('utf8', start, close));
  } catch {
    return undefined;
  }
}

/** A number that is at least 0; `null` for anything else, `null` in the log included. */
export function countAt(buffer: Buffer, start: number, end: number): number | null {
  let value = 0;
  let i = start;
  for (; i < end; i++) {
    const digit = buffer[i]! - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const after = i < end ? buffer[i]! : 44;
  const whole = after === 44 || after === 125 || after === 93 || after <= 32;
  if (i > start && i - start < 16 && whole) return value;
  const parsed = jsonAt(buffer, start, end);
  return typeof parsed === 'number' && parsed >= 0 ? parsed : null;
}

export function isTrueAt(buffer: Buffer, start: number): boolean {
  return start >= 0 && buffer[start] === 116;
}

/** An ISO 8601 time as milliseconds since the epoch; `null` where it is none. */
export function instantAt(buffer: Buffer, start: number, end: number): number | null {
  const quick = quickInstant(buffer, start, end);
  if (quick !== null) return quick;
  const text = textAt(buffer, start, end);
  if (text === null) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
}

/** The shape that `Date.prototype.toISOString` writes, which is nearly all there is. */
function quickInstant(buffer: Buffer, start: number, end: number): number | null {
  if (start + 26 > end || buffer[start + 24] !== 90 || buffer[start + 25] !== QUOTE) return null;
  if (buffer[start + 11] !== 84 || buffer[start + 20] !== 46) return null;
  const at = Date.UTC(
    digits(buffer, start + 1, 4),
    digits(buffer, start + 6, 2) - 1,
    digits(buffer, start + 9, 2),
    digits(buffer, start + 12, 2),
    digits(buffer, start + 15, 2),
    digits(buffer, start + 18, 2),
    digits(buffer, start + 21, 3),
  );
  return Number.isNaN(at) ? null : at;
}

function digits(buffer: Buffer, start: number, count: number): number {
  let value = 0;
  for (let i = start; i < start + count; i++) {
    const digit = buffer[i]! - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Decodes a string that is nearly always the one before (a session's id, a model) only when it changes. */
export class RepeatedText {
  #bytes: Buffer = Buffer.alloc(0);
  #text: string | null = null;

  at(buffer: Buffer, start: number, end: number): string | null {
    if (start < 0 || buffer[start] !== QUOTE) return null;
    const bytes = this.#bytes;
    let i = 0;
    while (i < bytes.length && start + i < end && bytes[i] === buffer[start + i]) i++;
    if (i === bytes.length && i > 0) return this.#text;
    const close = valueEnd(buffer, start, end);
    if (close < 0) return null;
    this.#bytes = Buffer.from(buffer.subarray(start, close));
    this.#text = textAt(buffer, start, end);
    return this.#text;
  }
}
