import { EditLine, type FileEdit, type NetFile, type NetLine } from './net.ts';

const NOTHING = new Int32Array(0);

/** What a session left in a file, as two numbers for each line: there are very many. Lines are made when asked for. */
export class PackedNet implements NetFile {
  readonly #edits: FileEdit[] = [];
  readonly #added: Int32Array;
  readonly #removed: Int32Array;
  readonly #passed: Int32Array;

  /** @param net as `netOfEdits` gives it */
  constructor({ added, removed, passed }: NetFile) {
    const numbers = new Map<FileEdit, number>();
    const pack = (lines: readonly NetLine[]) => {
      if (lines.length === 0) return NOTHING;
      const packed = new Int32Array(lines.length * 2);
      for (const [at, { edit, index }] of lines.entries()) {
        let number = numbers.get(edit);
        if (number === undefined) {
          number = this.#edits.push(edit) - 1;
          numbers.set(edit, number);
        }
        packed[at * 2] = number;
        packed[at * 2 + 1] = index;
      }
      return packed;
    };
    this.#added = pack(added);
    this.#removed = pack(removed);
    this.#passed = pack(passed);
  }

  get added(): NetLine[] {
    return this.#unpack(this.#added, edit => edit.added);
  }

  get removed(): NetLine[] {
    // Of a file that was written over, what is gone is known by all that stood there.
    return this.#unpack(this.#removed, edit => edit.before ?? edit.removed);
  }

  get passed(): NetLine[] {
    return this.#unpack(this.#passed, edit => edit.added);
  }

  #unpack(packed: Int32Array, sideOf: (edit: FileEdit) => FileEdit['added']): NetLine[] {
    const lines: NetLine[] = new Array(packed.length / 2);
    // Asked for once: of a ledger's edit they may be read each time.
    const sides: FileEdit['added'][] = [];
    for (let at = 0; at < packed.length; at += 2) {
      const number = packed[at]!;
      const edit = this.#edits[number]!;
      sides[number] ??= sideOf(edit);
      lines[at / 2] = new EditLine(edit, sides[number], packed[at + 1]!);
    }
    return lines;
  }
}
