import type { FileChange } from '../model/git.ts';
import { TELLING_TOKENS } from './net.ts';
import type { Side } from './openLines.ts';

/** What is known of one line of a change. */
export const OPEN = 0;
/** It pays for a line of a session. */
export const PAID = 1;
/** It stood elsewhere in the same change, or here with other white space: nobody wrote it anew. */
const MOVED = 2;

export interface ChangeState {
  readonly added: Uint8Array;
  readonly removed: Uint8Array;
}

/**
 * The lines of one commit or working tree, by file, all open save those that it only moved. In the same file
 * any line can be moved, from one file to another only those that are not equal by chance.
 */
export function statesOf(files: readonly FileChange[]): ChangeState[] {
  // In one piece of memory: there are very many, and most are small.
  const sizes = files.flatMap(({ added, removed }) => [added.flags.length, removed.flags.length]);
  const memory = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  const next = (size: number) => {
    at += size;
    return memory.subarray(at - size, at);
  };
  const states = files.map((_, index) => ({
    added: next(sizes[index * 2]!),
    removed: next(sizes[index * 2 + 1]!),
  }));
  if (!files.some(({ removed }) => removed.fingerprints.length > 0)) return states;
  for (const [index, file] of files.entries()) markMoved([file], [states[index]!], 0);
  if (files.length > 1) markMoved(files, states, TELLING_TOKENS);
  return states;
}

function markMoved(files: readonly FileChange[], states: readonly ChangeState[], least: number): void {
  const removed = new Map<number, number>();
  each(files, states, 'removed', least, fingerprint => {
    removed.set(fingerprint, (removed.get(fingerprint) ?? 0) + 1);
    return false;
  });
  if (removed.size === 0) return;
  const moved = new Map<number, number>();
  each(files, states, 'added', least, fingerprint => {
    const left = removed.get(fingerprint) ?? 0;
    if (left === 0) return false;
    removed.set(fingerprint, left - 1);
    moved.set(fingerprint, (moved.get(fingerprint) ?? 0) + 1);
    return true;
  });
  if (moved.size === 0) return;
  each(files, states, 'removed', least, fingerprint => {
    const left = moved.get(fingerprint) ?? 0;
    if (left > 0) moved.set(fingerprint, left - 1);
    return left > 0;
  });
}

/** Shows each open line of at least so many tokens; those for which the answer is yes are moved. */
function each(
  files: readonly FileChange[],
  states: readonly ChangeState[],
  side: Side,
  least: number,
  isMoved: (fingerprint: number) => boolean,
): void {
  for (let f = 0; f < files.length; f++) {
    const { fingerprints, tokens } = files[f]![side];
    const state = states[f]![side];
    for (let i = 0; i < state.length; i++) {
      if (state[i] !== OPEN || tokens[i]! < least) continue;
      if (isMoved(fingerprints[i]!)) state[i] = MOVED;
    }
  }
}
