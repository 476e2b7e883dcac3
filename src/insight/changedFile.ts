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

/** With all its lines. */
export class WholeFile implements ChangedFile {
  readonly #change: FileChange;

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
    return this.#change[side].fingerprints.length;
  }

  print(side: Side, at: number): number {
    return this.#change[side].fingerprints[at]!;
  }
}
