import type { FileChange } from '../model/git.ts';
import type { Side } from './shippedLine.ts';

/** What a step did to a file: all its lines, or those that are looked for. */
export interface ChangedFile {
  readonly path: string;
  readonly oldPath: string | null;
  /** How many lines it gained or lost. */
  count(side: Side): number;
  /** The fingerprint of one of them. */
  print(side: Side, at: number): number;
}

/** What a step did, with all lines. */
export function wholeFiles(changes: readonly FileChange[]): ChangedFile[] {
  return changes.map(change => new WholeFile(change));
}

/** With all its lines, which are asked for once: of a ledger's file they may be read each time. */
export class WholeFile implements ChangedFile {
  readonly #change: FileChange;
  #added: Float64Array | null = null;
  #removed: Float64Array | null = null;

  constructor(change: FileChange) {
    this.#change = change;
  }

  get path(): string {
    return this.#change.path;
  }

  get oldPath(): string | null {
    return this.#change.oldPath;
  }

  count(side: Side): number {
    return this.#prints(side).length;
  }

  print(side: Side, at: number): number {
    return this.#prints(side)[at]!;
  }

  #prints(side: Side): Float64Array {
    if (side === 'added') {
      this.#added ??= this.#change.added.fingerprints;
      return this.#added;
    }
    this.#removed ??= this.#change.removed.fingerprints;
    return this.#removed;
  }
}
