import { LineFlag, type PackedLines } from '../model/editedLines.ts';

const RUN = 5;
/** So many of a line's runs of tokens must stand on the other side too. */
const SAME = 0.95;

/**
 * Marks lines whose tokens all stand, in the same order, among those of the other side: what a formatter did, or an
 * agent in its place, is no new code.
 * @param tokens hashes of all tokens of this side, line after line
 * @param others the same of the other side
 */
export function markReset(side: PackedLines, tokens: Int32Array, others: Int32Array): void {
  if (tokens.length < RUN || others.length < RUN) return;
  const known = new Set<number>();
  for (let at = 0; at + RUN <= others.length; at++) known.add(runAt(others, at));
  let at = 0;
  for (let line = 0; line < side.tokens.length; line++) {
    const count = side.tokens[line]!;
    let same = 0;
    let runs = 0;
    // The last few tokens begin no run: the run that ends with them tells of them.
    for (let token = at; token < at + count; token++) {
      runs++;
      if (known.has(runAt(tokens, Math.min(token, tokens.length - RUN)))) same++;
    }
    if (runs > 0 && same >= runs * SAME) side.flags[line]! |= LineFlag.reset;
    at += count;
  }
}

function runAt(tokens: Int32Array, at: number): number {
  let hash = 0x1b873593;
  for (let i = at; i < at + RUN; i++) hash = Math.imul(hash ^ tokens[i]!, 0x85ebca6b) ^ (hash >>> 13);
  // Signed, as a set keeps it in less memory.
  return hash | 0;
}
