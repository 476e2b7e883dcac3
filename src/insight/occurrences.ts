import type { ChangedFile } from './changedFile.ts';
import type { FingerprintSet } from './fingerprintSet.ts';
import type { HistoryStep } from './historyStep.ts';
import { NumberLists } from './numberLists.ts';
import type { Side } from './shippedLine.ts';

/** So many numbers lie in one piece of memory: the files are very many, and most have few lines. */
const BLOCK = 32 * 1024;

const NO_FILES: readonly FollowedFile[] = [];

/** In which steps of a history lines stand that are followed: nearly all steps have none of a session's. */
export class Occurrences {
  readonly #followed: FingerprintSet;
  /** By step: its files that have such lines, or another name than before. */
  readonly #files: ReadonlyMap<number, readonly FollowedFile[]>;
  /** By number of a line. */
  readonly #steps: NumberLists;

  private constructor(
    followed: FingerprintSet,
    files: ReadonlyMap<number, readonly FollowedFile[]>,
    steps: NumberLists,
  ) {
    this.#followed = followed;
    this.#files = files;
    this.#steps = steps;
  }

  /**
   * In short steps, between which the caller may do something else.
   * @param followed all lines that are; no others may be added any more
   */
  static *finding(followed: FingerprintSet, steps: readonly HistoryStep[]): Generator<void, Occurrences> {
    let block: Block = { followed, lines: new Int32Array(0) };
    let used = 0;
    const put = (prints: Float64Array) => {
      for (let at = 0; at < prints.length; at++) {
        const line = followed.numberOf(prints[at]!);
        if (line !== -1) block.lines[used++] = line;
      }
      return used;
    };
    const files = new Map<number, readonly FollowedFile[]>();
    for (const [step, { files: changed }] of steps.entries()) {
      const ofStep: FollowedFile[] = [];
      for (const { path, oldPath, added, removed } of changed) {
        const size = added.fingerprints.length + removed.fingerprints.length;
        if (block.lines.length - used < size) {
          block = { followed, lines: new Int32Array(Math.max(BLOCK, size)) };
          used = 0;
        }
        const start = used;
        const middle = put(added.fingerprints);
        const end = put(removed.fingerprints);
        if (end > start || oldPath !== null)
          ofStep.push(new FollowedFile(path, oldPath, block, start, middle, end));
      }
      // A copy: a list that grew has room for many more.
      if (ofStep.length > 0) files.set(step, ofStep.slice());
      yield;
    }
    const lists = new NumberLists(followed.size, steps.length - 1);
    for (const changed of files.values()) {
      for (const file of changed) file.each(line => lists.expect(line));
      yield;
    }
    lists.expectNoMore();
    for (const [step, changed] of files) {
      for (const file of changed) file.each(line => lists.put(line, step));
      yield;
    }
    return new Occurrences(followed, files, lists);
  }

  /** A number for all lines that look so; -1 where nobody looked for them. */
  kindOf(fingerprint: number): number {
    return this.#followed.numberOf(fingerprint);
  }

  /** Shows the numbers of the steps that add or remove lines of a kind, in rising order. */
  each(kind: number, show: (step: number) => void): void {
    // A view of them for each kind would be much garbage.
    const end = this.#steps.end(kind);
    for (let at = this.#steps.start(kind); at < end; at++) show(this.#steps.at(at));
  }

  /** What a step did to the lines that are followed. */
  filesOf(step: number): readonly ChangedFile[] {
    return this.#files.get(step) ?? NO_FILES;
  }
}

interface Block {
  readonly followed: FingerprintSet;
  /** Their numbers in the set. */
  readonly lines: Int32Array;
}

/** A file of a step with no other lines than those that are followed. */
class FollowedFile implements ChangedFile {
  readonly path: string;
  readonly oldPath: string | null;
  readonly #block: Block;
  /** Where in it the added lines begin, the removed ones, and what is another file's. */
  readonly #start: number;
  readonly #middle: number;
  readonly #end: number;

  constructor(
    path: string,
    oldPath: string | null,
    block: Block,
    start: number,
    middle: number,
    end: number,
  ) {
    this.path = path;
    this.oldPath = oldPath;
    this.#block = block;
    this.#start = start;
    this.#middle = middle;
    this.#end = end;
  }

  count(side: Side): number {
    return side === 'added' ? this.#middle - this.#start : this.#end - this.#middle;
  }

  print(side: Side, at: number): number {
    const { followed, lines } = this.#block;
    return followed.at(lines[(side === 'added' ? this.#start : this.#middle) + at]!);
  }

  each(show: (line: number) => void): void {
    for (let at = this.#start; at < this.#end; at++) show(this.#block.lines[at]!);
  }
}
