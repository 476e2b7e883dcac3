// lines: text in, numbers out. The only room that sees code after a reader; what leaves it are fingerprints,
// counts and flags. A normaliser is never edited, only succeeded: NORMALISER names the one in this file.
import { LineFlag } from '../model/editedLines.ts';
import { isTrivialStart, type Syntax } from './syntax.ts';

export const NORMALISER = 1;

const OVERLONG = 1000;
const SPACE = 32;
const SEMICOLON = 59;
const COMMA = 44;
const SINGLE_QUOTE = 39;
const DOUBLE_QUOTE = 34;
const NO_BREAK_SPACE = 160;

const IN_SPACE = 0;
const IN_WORD = 1;
const IN_OPERATOR = 2;
const DROPPED = 3;

/** What a formatter adds and removes is no token: ; , ( ) ' " ` { } [ ] */
const KINDS = (() => {
  const kinds = new Uint8Array(128).fill(IN_OPERATOR);
  kinds.fill(IN_SPACE, 0, SPACE + 1);
  const set = (chars: string, kind: number) => {
    for (const char of chars) kinds[char.charCodeAt(0)] = kind;
  };
  set('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_$', IN_WORD);
  set(';,()\'"`{}[]', DROPPED);
  return kinds;
})();

function kindOf(code: number): number {
  if (code < 128) return KINDS[code]!;
  return code === NO_BREAK_SPACE || code === 0xfeff ? IN_SPACE : IN_WORD;
}

/** What one pass over a line found. One object is reused for all lines: read it before the next scan. */
export interface Scanned {
  /** Two 32-bit lanes of the normalised line, not yet keyed. */
  high: number;
  low: number;
  /** Nothing but white space. */
  blank: boolean;
  tokens: number;
  flags: number;
}

/** Collects the 32-bit hashes of tokens, in order, over many lines. */
export interface TokenSink {
  push(hash: number): void;
}

/**
 * Normalises `text[from..to)` and hashes it on the way: trimmed, runs of white space as one space, single
 * quotes as double ones, one closing `;` or `,` dropped. Letter case stays: it tells identifiers apart.
 */
export function scanLine(
  text: string,
  from: number,
  to: number,
  syntax: Syntax,
  into: Scanned,
  sink: TokenSink | null,
): void {
  let start = from;
  let end = to;
  while (start < end && kindOf(text.charCodeAt(start)) === IN_SPACE) start++;
  while (end > start && kindOf(text.charCodeAt(end - 1)) === IN_SPACE) end--;
  into.blank = start === end;
  into.flags = end - start > OVERLONG ? LineFlag.overlong : 0;
  const trivialStart = isTrivialStart(text, start, end, syntax);
  if (end > start) {
    const last = text.charCodeAt(end - 1);
    if (last === SEMICOLON || last === COMMA) end--;
    while (end > start && kindOf(text.charCodeAt(end - 1)) === IN_SPACE) end--;
  }

  let high = 0xdeadbeef | 0;
  let low = 0x41c6ce57 | 0;
  let tokens = 0;
  let token = 0;
  let inside = IN_SPACE;
  for (let i = start; i < end; i++) {
    let code = text.charCodeAt(i);
    const kind = kindOf(code);
    if (kind !== inside || kind === DROPPED) {
      if (inside === IN_WORD || inside === IN_OPERATOR) {
        tokens++;
        if (sink !== null) sink.push(token);
      }
      token = 0x2f0b4a27;
      if (kind === IN_SPACE) {
        high = Math.imul(high ^ SPACE, 0x9e3779b1);
        low = Math.imul(low ^ SPACE, 0x5f356495);
      }
      inside = kind;
    }
    if (kind === IN_SPACE) continue;
    if (code === SINGLE_QUOTE) code = DOUBLE_QUOTE;
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
    if (kind !== DROPPED) token = Math.imul(token ^ code, 0x85ebca6b);
    // Bits only move up in a product; fold some back down so that early letters keep their say.
    high ^= high >>> 15;
    low ^= low >>> 13;
  }
  if (inside === IN_WORD || inside === IN_OPERATOR) {
    tokens++;
    if (sink !== null) sink.push(token);
  }
  into.high = high;
  into.low = low;
  into.tokens = tokens > 255 ? 255 : tokens;
  if (tokens < 2 || trivialStart) into.flags |= LineFlag.trivial;
}
