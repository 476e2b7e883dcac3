import type { PackedLines } from '../model/editedLines.ts';
import { EditLine, type FileEdit, type NetFile, type NetLine } from './net.ts';

/** Lines that stand one after the other in one edit: the edit's number, the place of the first, and how many they are. */
type Runs = readonly number[];

const NONE: Runs = [];
const RUN = 3;

/** The same of one run, without lines. */
export interface NetRun {
  readonly edit: FileEdit;
  readonly first: number;
  readonly count: number;
}

type Part = 'added' | 'removed' | 'passed';

/** What a session left in a file, by runs of its lines: there are very many. Lines are made when asked for. */
export class PackedNet implements NetFile {
  readonly #edits: readonly FileEdit[];
  readonly #runs: Readonly<Record<Part, Runs>>;

  /** @param net as `netOfEdits` gives it */
  constructor({ added, removed, passed }: NetFile) {
    const numbers = new Map<FileEdit, number>();
    this.#runs = {
      added: pack(added, numbers),
      removed: pack(removed, numbers),
      passed: pack(passed, numbers),
    };
    this.#edits = [...numbers.keys()];
  }

  get added(): NetLine[] {
    return this.#lines('added');
  }

  get removed(): NetLine[] {
    return this.#lines('removed');
  }

  get passed(): NetLine[] {
    return this.#lines('passed');
  }

  /** In the order of the lines. */
  runs(part: Part): NetRun[] {
    const runs: NetRun[] = [];
    const packed = this.#runs[part];
    for (let at = 0; at < packed.length; at += RUN)
      runs.push({ edit: this.#edits[packed[at]!]!, first: packed[at + 1]!, count: packed[at + 2]! });
    return runs;
  }

  /** Shows each line where it stands: no objects are made for them. */
  each(part: Part, show: (edit: FileEdit, among: PackedLines, index: number) => void): void {
    // Asked for once: of a ledger's edit they may be read each time.
    const asked = new Map<FileEdit, PackedLines>();
    for (const { edit, first, count } of this.runs(part)) {
      const among = asked.get(edit) ?? linesOf(edit, part);
      asked.set(edit, among);
      for (let index = first; index < first + count; index++) show(edit, among, index);
    }
  }

  #lines(part: Part): NetLine[] {
    const lines: NetLine[] = [];
    this.each(part, (edit, among, index) => lines.push(new EditLine(edit, among, index)));
    return lines;
  }
}

/** Those of an edit in which lines of a net stand. */
export function linesOf(edit: FileEdit, part: Part): PackedLines {
  // Of a file that was written over, what is gone is known by all that stood there.
  return part === 'removed' ? (edit.before ?? edit.removed) : edit.added;
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
