const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Strings up to this length are searched in place; a native search pays off only beyond it. */
const SHORT = 40;

/** The number by which `ObjectWalk.key` names a key: 30 bits, so that it stays a small integer everywhere. */
export function keyOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) & 0x3fffffff;
  return hash;
}

/** The same number for the JSON string at `start`, without decoding it; -1 where there is no string. */
export function stringKey(buffer: Buffer, start: number, end: number): number {
  if (buffer[start] !== QUOTE) return -1;
  let hash = 0;
  for (let i = start + 1; i < end; i++) {
    const byte = buffer[i]!;
    if (byte === QUOTE) return hash;
    hash = (Math.imul(hash, 31) + byte) & 0x3fffffff;
  }
  return -1;
}

/** @returns where the string that opened before `from` closes, or -1 */
function stringEnd(buffer: Buffer, from: number, end: number): number {
  let i = from;
  const near = Math.min(end, from + SHORT);
  for (; i < near; i++) {
    const byte = buffer[i]!;
    if (byte === QUOTE) return i;
    if (byte === BACKSLASH) i++;
  }
  while (i < end) {
    const quote = buffer.indexOf(QUOTE, i);
    if (quote < 0 || quote >= end) return -1;
    let before = quote - 1;
    while (before >= i && buffer[before] === BACKSLASH) before--;
    if (((quote - 1 - before) & 1) === 0) return quote;
    i = quote + 1;
  }
  return -1;
}

/** @returns the position after the JSON value at `start`, or -1 where the bytes are not one whole value */
export function valueEnd(buffer: Buffer, start: number, end: number): number {
  const first = buffer[start]!;
  if (start >= end) return -1;
  if (first === QUOTE) {
    const close = stringEnd(buffer, start + 1, end);
    return close < 0 ? -1 : close + 1;
  }
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return containerEnd(buffer, start, end);
  if (!isLiteralStart(first)) return -1;
  let i = start + 1;
  while (i < end) {
    const byte = buffer[i]!;
    if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= 32) break;
    i++;
  }
  return i;
}

/**
 * What follows and precedes each string is checked, so that a line torn inside a string and glued to the next
 * record is never taken for a whole one.
 */
function containerEnd(buffer: Buffer, start: number, end: number): number {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const byte = buffer[i]!;
    if (byte === QUOTE) {
      const before = buffer[i - 1]!;
      if (before > 32 && before !== COMMA && before !== COLON && !isOpening(before)) return -1;
      i = stringEnd(buffer, i + 1, end);
      if (i < 0 || i + 1 >= end) return -1;
      const after = buffer[i + 1]!;
      if (after > 32 && after !== COMMA && after !== COLON && !isClosing(after)) return -1;
    } else if (isOpening(byte)) depth++;
    else if (isClosing(byte) && --depth === 0) return i + 1;
  }
  return -1;
}

function isOpening(byte: number): boolean {
  return byte === OPEN_BRACE || byte === OPEN_BRACKET;
}

function isClosing(byte: number): boolean {
  return byte === CLOSE_BRACE || byte === CLOSE_BRACKET;
}

function isLiteralStart(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || byte === 45 || byte === 116 || byte === 102 || byte === 110;
}

export function skipSpace(buffer: Buffer, from: number, end: number): number {
  let i = from;
  while (i < end && buffer[i]! <= 32) i++;
  return i;
}

/**
 * Walks the members of one JSON object in the bytes, in whatever order they come, without decoding what nobody
 * asks for. One walk is reused for many objects.
 */
export class ObjectWalk {
  /** `keyOf` of the current key. */
  key = 0;
  /** Where the current value begins. */
  value = 0;
  /** The bytes are not a JSON object. */
  broken = false;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  #first = true;
  #inValue = false;

  open(buffer: Buffer, start: number, end: number): void {
    this.#buffer = buffer;
    this.#end = end;
    this.#at = start + 1;
    this.#first = true;
    this.#inValue = false;
    this.broken = start >= end || buffer[start] !== OPEN_BRACE;
  }

  /** Goes to the next member. False after the last one, and where the object is broken. */
  next(): boolean {
    if (this.broken) return false;
    const buffer = this.#buffer;
    const end = this.#end;
    let i = skipSpace(buffer, this.#inValue ? this.valueEnd() : this.#at, end);
    if (this.broken || i >= end) return this.#fail();
    if (buffer[i] === CLOSE_BRACE) {
      this.#at = i + 1;
      return false;
    }
    if (!this.#first) {
      if (buffer[i] !== COMMA) return this.#fail();
      i = skipSpace(buffer, i + 1, end);
    }
    this.#first = false;
    if (buffer[i] !== QUOTE) return this.#fail();
    let hash = 0;
    let byte = 0;
    for (i++; i < end; i++) {
      byte = buffer[i]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) hash = (Math.imul(hash, 31) + buffer[++i]!) & 0x3fffffff;
      hash = (Math.imul(hash, 31) + byte) & 0x3fffffff;
    }
    i = skipSpace(buffer, i + 1, end);
    if (buffer[i] !== COLON || i >= end) return this.#fail();
    i = skipSpace(buffer, i + 1, end);
    if (i >= end) return this.#fail();
    this.key = hash;
    this.value = i;
    this.#inValue = true;
    return true;
  }

  /** The position after the current value; after the object where `next` said that it is over. */
  valueEnd(): number {
    if (this.#inValue) {
      this.#inValue = false;
      this.#at = valueEnd(this.#buffer, this.value, this.#end);
      if (this.#at < 0) this.#fail();
    }
    return this.#at;
  }

  /** Goes on after `position`, to which another walk has read the current value. */
  leave(position: number): void {
    this.#at = position;
    this.#inValue = false;
  }

  #fail(): false {
    this.broken = true;
    this.#inValue = false;
    return false;
  }
}

/** Walks the elements of one JSON array. */
export class ArrayWalk {
  value = 0;
  broken = false;
  #buffer: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  #first = true;
  #inValue = false;

  open(buffer: Buffer, start: number, end: number): void {
    this.#buffer = buffer;
    this.#end = end;
    this.#at = start + 1;
    this.#first = true;
    this.#inValue = false;
    this.broken = start >= end || buffer[start] !== OPEN_BRACKET;
  }

  next(): boolean {
    if (this.broken) return false;
    const buffer = this.#buffer;
    const end = this.#end;
    let i = skipSpace(buffer, this.#inValue ? this.valueEnd() : this.#at, end);
    if (this.broken || i >= end) return this.#fail();
    if (buffer[i] === CLOSE_BRACKET) {
      this.#at = i + 1;
      return false;
    }
    if (!this.#first) {
      if (buffer[i] !== COMMA) return this.#fail();
      i = skipSpace(buffer, i + 1, end);
    }
    this.#first = false;
    this.value = i;
    this.#inValue = true;
    return true;
  }

  valueEnd(): number {
    if (this.#inValue) {
      this.#inValue = false;
      this.#at = valueEnd(this.#buffer, this.value, this.#end);
      if (this.#at < 0) this.#fail();
    }
    return this.#at;
  }

  leave(position: number): void {
    this.#at = position;
    this.#inValue = false;
  }

  #fail(): false {
    this.broken = true;
    this.#inValue = false;
    return false;
  }
}
