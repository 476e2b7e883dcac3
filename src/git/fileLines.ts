import type { Packer } from '../lines/packer.ts';
import type { FileChange, UnreadReason } from '../model/git.ts';

/** Bytes of changed lines in one file above which its lines are not read. */
export const FILE_LIMIT = 1024 * 1024;
/** Bytes of one line that are read. */
export const LINE_LIMIT = 64 * 1024;

/** One file of a change, as git's raw record tells it. */
export interface ChangedPath {
  readonly path: string;
  readonly oldPath: string | null;
  readonly status: string;
  readonly submodule: boolean;
}

/** Gathers the changed lines of one file and makes numbers of them. */
export class FileLines {
  readonly #changed: ChangedPath;
  #added: string[] = [];
  #removed: string[] = [];
  #bytes = 0;
  #unread: UnreadReason | null;

  constructor(changed: ChangedPath) {
    this.#changed = changed;
    this.#unread = changed.submodule ? 'submodule' : null;
  }

  /** @param length of the line in the patch, which may be more than what `text` keeps of it */
  add(sign: '+' | '-', text: string, length: number): void {
    if (this.#unread !== null) return;
    this.#bytes += length;
    if (this.#bytes > FILE_LIMIT) this.leaveOut('large');
    else if (sign === '+') this.#added.push(text);
    else this.#removed.push(text);
  }

  leaveOut(reason: UnreadReason): void {
    this.#unread ??= reason;
    this.#added = [];
    this.#removed = [];
  }

  pack(packer: Packer, keepsGrams: (path: string) => boolean = () => true): FileChange {
    const { path, oldPath } = this.#changed;
    const head = { path, oldPath, unread: this.#unread };
    if (!keepsGrams(path) && (oldPath === null || !keepsGrams(oldPath))) {
      const removed = packer.lines(oldPath ?? path, this.#removed);
      return { ...head, added: packer.lines(path, this.#added), removed };
    }
    return { ...head, ...packer.change(path, oldPath ?? path, this.#added, this.#removed) };
  }
}
