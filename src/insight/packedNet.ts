import { EditLine, type FileEdit, type NetFile, type NetLine } from './net.ts';

/** Lines that stand one after the other in one edit: the edit's number, the place of the first, and how many they are. */
type Runs = readonly number[];

const NONE: Runs = [];
const RUN = 3;

/** What a session left in a file, by runs of its lines: there are very many. Lines are made when asked for. */
export class PackedNet implements NetFile {
  readonly #edits: readonly FileEdit[];
  readonly #added: Runs;
  readonly #removed: Runs;
  readonly #passed: Runs;

  /** @param net as `netOfEdits` gives it */
  constructor({ added, removed, passed }: NetFile) {
    const numbers = new Map<FileEdit, number>();
    this.#added = pack(added, numbers);
    this.#removed = pack(removed, numbers);
    this.#passed = pack(passed, numbers);
    this.#edits = [...numbers.keys()];
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

  #unpack(runs: Runs, sideOf: (edit: FileEdit) => FileEdit['added']): NetLine[] {
    const lines: NetLine[] = [];
    // Asked for once: of a ledger's edit they may be read each time.
    const sides: FileEdit['added'][] = [];
    for (let at = 0; at < runs.length; at += RUN) {
      const number = runs[at]!;
      const first = runs[at + 1]!;
      const edit = this.#edits[number]!;
      sides[number] ??= sideOf(edit);
      for (let index = first; index < first + runs[at + 2]!; index++)
        lines.push(new EditLine(edit, sides[number], index));
    }
    return lines;
  }
}

/** @param numbers of the edits, from 0; those that have none yet get theirs */
function pack(lines: readonly NetLine[], numbers: Map<FileEdit, number>): Runs {
  if (lines.length === 0) return NONE;
  const runs: number[] = [];
  let before: NetLine | undefined;
  for (const line of lines) {
    if (before?.edit === line.edit && before.index === line.index - 1) runs[runs.length - 1]!++;
    else {
      const number = numbers.get(line.edit) ?? numbers.size;
      numbers.set(line.edit, number);
      runs.push(number, line.index, 1);
    }
    before = line;
  }
  // A copy: a list that grew has room for many more.
  return runs.slice();
}
