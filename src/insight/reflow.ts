import type { FileChange } from '../model/git.ts';
import { weighs } from './net.ts';
import { RunTable } from './runTable.ts';
import { RUN, tokenStarts } from './tokenRuns.ts';

/** A line among those that a change added to a file. */
export interface AddedLine {
  readonly change: FileChange;
  readonly index: number;
}

/** Share of a line's tokens that stand elsewhere, in the same order, where it was only set or named anew. */
const MODIFIED = 0.5;

/** Changes whose tokens stay in memory: those of one step and of where its lines came from. */
const MOST_TEXTS = 500;

interface Text {
  readonly starts: Int32Array;
  readonly runs: Uint32Array;
}

/** Follows lines that formatters break or join and people edit, from one change of a file to a later one. */
export class Reflows {
  readonly #texts = new Map<FileChange, Text | null>();
  /** By run of one of them: the first token of the first place where it stands. */
  readonly #places = new RunTable();
  #placed: Text | null = null;

  /**
   * The line of a later change that most of a line's tokens went to. `null` where most of them are gone, and
   * where the changes do not tell.
   */
  into({ change, index }: AddedLine, later: FileChange): AddedLine | null {
    const from = this.#textOf(change);
    const to = this.#textOf(later);
    if (from === null || to === null) return null;
    const [start, end] = [from.starts[index]!, from.starts[index + 1]!];
    this.#place(to);
    let covered = 0;
    let reached = start;
    const votes = new Map<number, number>();
    for (let run = Math.max(0, start - RUN + 1); run < Math.min(end, from.runs.length); run++) {
      const place = this.#places.get(from.runs[run]!);
      if (place === -1) continue;
      const until = Math.min(run + RUN, end);
      covered += until - Math.max(run, reached);
      reached = until;
      for (let token = Math.max(run, start); token < until; token++) {
        const line = lineAt(to.starts, place + token - run);
        votes.set(line, (votes.get(line) ?? 0) + 1);
      }
    }
    if (covered === 0 || covered < (end - start) * MODIFIED) return null;
    const likely = [...votes].sort((a, b) => b[1] - a[1]).map(([line]) => line);
    const telling = likely.find(line => weighs({ flags: later.added.flags[line]! }));
    return { change: later, index: telling ?? likely[0]! };
  }

  #place(text: Text): void {
    if (this.#placed === text) return;
    this.#placed = text;
    this.#places.clear(text.runs.length);
    for (let at = text.runs.length - 1; at >= 0; at--) this.#places.set(text.runs[at]!, at);
  }

  #textOf(change: FileChange): Text | null {
    let text = this.#texts.get(change);
    if (text === undefined) {
      text = read(change);
      this.#texts.set(change, text);
      if (this.#texts.size > MOST_TEXTS) this.#texts.delete(this.#texts.keys().next().value!);
    }
    return text;
  }
}

function read({ added, grams }: FileChange): Text | null {
  const starts = grams === undefined ? null : tokenStarts(added.tokens, grams.length);
  if (grams === undefined || starts === null) return null;
  return { starts, runs: grams };
}

function lineAt(starts: Int32Array, token: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= token) low = middle;
    else high = middle - 1;
  }
  return low;
}
