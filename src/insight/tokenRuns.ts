import { LineFlag } from '../model/editedLines.ts';
import { TELLING_TOKENS } from './net.ts';

/** Tokens in one run; run `i` of a text covers its tokens `i` to `i + 4`. */
export const RUN = 5;

/** Share of a line's tokens that makes it the same line, set anew or lightly edited. */
const SAME = 0.7;
/** Share that makes it partly the same. */
const PARTLY = 0.35;

export function matchOf(covered: number, tokens: number): 'reflowed' | 'mixed' | null {
  const share = covered / tokens;
  if (share >= SAME) return 'reflowed';
  return share >= PARTLY ? 'mixed' : null;
}

/** Braces, imports and short comments are too alike to be recognised by a part of them. */
export function canBeRecognised(tokens: number, flags: number): boolean {
  return (
    tokens >= ((flags & LineFlag.trivial) === 0 ? 1 : TELLING_TOKENS) && (flags & LineFlag.overlong) === 0
  );
}

/** A line with so many tokens may have more. */
const MOST_COUNTED = 255;

/**
 * Where the tokens of each line begin in the text that runs were taken of, and where the last one ends.
 * `null` where that cannot be told, because several lines have more tokens than were counted.
 */
export function tokenStarts(tokens: Uint8Array, runs: number): Int32Array | null {
  if (runs === 0) return null;
  const starts = new Int32Array(tokens.length + 1);
  let beyond = -1;
  for (let i = 0; i < tokens.length; i++) {
    starts[i + 1] = starts[i]! + tokens[i]!;
    if (tokens[i] !== MOST_COUNTED) continue;
    if (beyond !== -1) return null;
    beyond = i;
  }
  const more = runs + RUN - 1 - starts[tokens.length]!;
  if (more === 0) return starts;
  if (beyond === -1 || more < 0) return null;
  for (let i = beyond + 1; i < starts.length; i++) starts[i]! += more;
  return starts;
}
