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

/** States lie in pieces of memory of so many lines: there are very many changes, and most are small. */
const BLOCK = 64 * 1024;

/** Memory for the states of many changes. */
export class StateRoom {
  #block = new Uint8Array(0);
  #used = 0;

  /** @returns a piece of memory, and where in it there is room for so many lines, all open, that nobody else gets */
  take(lines: number): readonly [block: Uint8Array, start: number] {
    if (this.#block.length - this.#used < lines) {
      this.#block = new Uint8Array(Math.max(BLOCK, lines));
      this.#used = 0;
    }
    this.#used += lines;
    return [this.#block, this.#used - lines];
  }
}

/** One file's part of what is known of all lines of a change: they are very many, so views are made when asked for. */
class FileState implements ChangeState {
  readonly #all: Uint8Array;
  readonly #start: number;
  readonly #middle: number;
  readonly #end: number;

  constructor(all: Uint8Array, start: number, added: number, removed: number) {
    this.#all = all;
    this.#start = start;
    this.#middle = start + added;
    this.#end = this.#middle + removed;
  }

  get added(): Uint8Array {
    return this.#all.subarray(this.#start, this.#middle);
  }

  get removed(): Uint8Array {
    return this.#all.subarray(this.#middle, this.#end);
  }
}

/**
 * The lines of one commit or working tree, by file, all open save those that it only moved. In the same file
 * any line can be moved, from one file to another only those that are not equal by chance.
 */
export function statesOf(files: readonly FileChange[], room = new StateRoom()): ChangeState[] {
  const sizes = files.map(({ added, removed }) => [added.flags.length, removed.flags.length] as const);
  const [block, first] = room.take(sizes.reduce((sum, [added, removed]) => sum + added + removed, 0));
  let start = first;
  const states = sizes.map(([added, removed]) => {
    start += added + removed;
    return new FileState(block, start - added - removed, added, removed);
  });
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
