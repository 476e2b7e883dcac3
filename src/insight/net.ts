// insight: pure functions over rows. What sessions wrote and what git holds come in; what became of it goes out,
// with evidence and rule ids. No clock, no file, no git is asked here.
import type { PackedLines } from '../model/editedLines.ts';
import { LineFlag } from '../model/editedLines.ts';
import type { Baseline, Instant } from '../model/records.ts';

/** One line that a session left added or removed at its end. */
export interface NetLine {
  readonly fingerprint: number;
  readonly at: Instant;
  readonly tokens: number;
  /** Bits of `LineFlag`. */
  readonly flags: number;
  /**
   * By a whole-file write over text that was not seen: it may have stood there before, or, where a commit tells
   * of that, somebody may have changed it since.
   */
  readonly uncertain: boolean;
  /** The edit that left it. */
  readonly edit: FileEdit;
  /** Most often those of that edit's side, and its place among them. */
  readonly among: PackedLines;
  readonly index: number;
}

export interface NetFile {
  readonly added: readonly NetLine[];
  readonly removed: readonly NetLine[];
  /** Taken out after a write over text that was not seen: neither, unless they stood there before. */
  readonly passed: readonly NetLine[];
}

export interface FileEdit {
  readonly at: Instant;
  readonly baseline: Baseline;
  readonly added: PackedLines;
  readonly removed: PackedLines;
  /** The whole file that was written over, with the baseline `commit`. */
  readonly before?: PackedLines | undefined;
  /** Of each five consecutive tokens of the added text; `null` or left out where they are not kept. */
  readonly grams?: Uint32Array | null;
}

const NONE = -1;

/** Lines with fewer tokens stand in many files. */
export const TELLING_TOKENS = 6;

/** A line too common, or too long, to tell whose it is, or one that was only set anew, does not. */
export function weighs(line: Pick<NetLine, 'flags'>): boolean {
  return (line.flags & (LineFlag.trivial | LineFlag.overlong | LineFlag.reset)) === 0;
}

/**
 * What a session's edits of one file come to, in the order given: a line added and taken back by the same
 * session is neither; so writing a thing five times counts once.
 */
export function netOfEdits(edits: readonly FileEdit[]): NetFile {
  const added = new Pool();
  const removed = new Pool();
  const passed: NetLine[] = [];
  for (const edit of edits) {
    if (edit.before !== undefined) {
      writeOver(edit, edit.before, added, removed);
      continue;
    }
    // A whole file written anew replaces all that this session had put there; one created anew was gone before.
    if (edit.baseline === 'unknown' || edit.baseline === 'created') added.clear();
    for (const [index, fingerprint] of edit.removed.fingerprints.entries()) {
      const taken = added.take(fingerprint);
      if (taken?.uncertain) passed.push(taken);
      if (taken === null) removed.put(new EditLine(edit, edit.removed, index));
    }
    for (const [index, fingerprint] of edit.added.fingerprints.entries())
      if (removed.take(fingerprint) === null) added.put(new EditLine(edit, edit.added, index));
  }
  return { added: added.lines(), removed: removed.lines(), passed };
}

/** What was there stays whoever's it was; what is gone was taken out, unless this session had done so before. */
function writeOver(edit: FileEdit, before: PackedLines, added: Pool, removed: Pool): void {
  const own = new Pool();
  for (const line of added.lines()) own.put(line);
  added.clear();
  const left = new Pool();
  for (const index of before.fingerprints.keys()) left.put(new EditLine(edit, before, index));
  for (const [index, fingerprint] of edit.added.fingerprints.entries()) {
    if (left.take(fingerprint) === null) added.put(new EditLine(edit, edit.added, index));
    else {
      const line = own.take(fingerprint);
      if (line !== null) added.put(line);
    }
  }
  const known = new Map<number, number>();
  for (const { fingerprint } of removed.lines()) add(known, fingerprint, 1);
  for (const line of left.lines()) {
    if ((known.get(line.fingerprint) ?? 0) > 0) add(known, line.fingerprint, -1);
    else removed.put(line);
  }
}

/** Lines that a session took out of one file and put into another are moved: they weigh nothing. */
export function withoutMoves(files: ReadonlyMap<string, NetFile>): Map<string, NetFile> {
  const removed = new Map<number, number>();
  for (const file of files.values())
    for (const lines of [file.removed, file.passed])
      for (const line of lines) add(removed, line.fingerprint, 1);
  const moved = new Map<number, number>();
  for (const file of files.values()) {
    for (const { fingerprint } of file.added) {
      if ((removed.get(fingerprint) ?? 0) <= 0) continue;
      add(removed, fingerprint, -1);
      add(moved, fingerprint, 1);
    }
  }
  if (moved.size === 0) return new Map(files);
  const drop = (counts: Map<number, number>) => (line: NetLine) => {
    if ((counts.get(line.fingerprint) ?? 0) <= 0) return true;
    add(counts, line.fingerprint, -1);
    return false;
  };
  const keepAdded = drop(new Map(moved));
  const keepRemoved = drop(new Map(moved));
  return new Map(
    [...files].map(([path, file]) => [
      path,
      {
        added: file.added.filter(keepAdded),
        removed: file.removed.filter(keepRemoved),
        passed: file.passed.filter(keepRemoved),
      },
    ]),
  );
}

function add(counts: Map<number, number>, key: number, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** A place in an edit: there are very many, and the edit has the rest. */
export class EditLine implements NetLine {
  readonly edit: FileEdit;
  readonly among: PackedLines;
  readonly index: number;

  constructor(edit: FileEdit, among: PackedLines, index: number) {
    this.edit = edit;
    this.among = among;
    this.index = index;
  }

  get fingerprint(): number {
    return this.among.fingerprints[this.index]!;
  }

  get tokens(): number {
    return this.among.tokens[this.index]!;
  }

  get flags(): number {
    return this.among.flags[this.index]!;
  }

  get at(): Instant {
    return this.edit.at;
  }

  get uncertain(): boolean {
    const { baseline } = this.edit;
    return baseline === 'unknown' || baseline === 'commit';
  }
}

/** Lines in order, from which the newest of a kind can be taken back. */
class Pool {
  #lines: (NetLine | null)[] = [];
  /** By fingerprint: the place of the newest. */
  readonly #newest = new Map<number, number>();
  /** By place: that of the one before it with the same fingerprint; a list for each kind would be very many. */
  #older: number[] = [];

  put(line: NetLine): void {
    const { fingerprint } = line;
    this.#older.push(this.#newest.get(fingerprint) ?? NONE);
    this.#newest.set(fingerprint, this.#lines.push(line) - 1);
  }

  take(fingerprint: number): NetLine | null {
    const place = this.#newest.get(fingerprint) ?? NONE;
    if (place === NONE) return null;
    this.#newest.set(fingerprint, this.#older[place]!);
    const line = this.#lines[place]!;
    this.#lines[place] = null;
    return line;
  }

  clear(): void {
    this.#lines = [];
    this.#older = [];
    this.#newest.clear();
  }

  lines(): NetLine[] {
    return this.#lines.filter(line => line !== null);
  }
}
