import type { PackedLines } from '../model/editedLines.ts';
import type { Instant } from '../model/records.ts';
import type { Work } from './attribution.ts';
import { EditLine, type FileEdit, weighs } from './net.ts';
import { linesOf, type NetRun, type PackedNet } from './packedNet.ts';

/** A line of a session, and whether something has paid for it. */
export class OpenLine extends EditLine {
  readonly session: number;
  /** Whether lines of its file weigh at all. */
  readonly counts: boolean;
  taken = false;

  constructor(edit: FileEdit, among: PackedLines, index: number, { session, counts }: Writer) {
    super(edit, among, index);
    this.session = session;
    this.counts = counts;
  }

  get weighs(): boolean {
    return this.counts && weighs(this);
  }
}

/** Which edits a change can hold. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  /** Sessions of which it can; `null` for any. */
  readonly sessions: ReadonlySet<number> | null;
}

export function isOpen({ taken, at, session }: OpenLine, { from, to, sessions }: Span): boolean {
  return !taken && at >= from && at <= to && (sessions === null || sessions.has(session));
}

/** Whose lines they are, and whether lines of their file weigh at all. */
export type Writer = Pick<OpenLine, 'session' | 'counts'>;

/** Lines of one edit, one after the other. */
export interface OpenRun extends NetRun, Writer {}

const NO_LINES: readonly OpenLine[] = [];

/** One side of one file: what all sessions left there, the oldest edit first. */
export class OpenSide {
  readonly #side: Side;
  readonly #left: readonly Left[];
  #lines: OpenLine[] | null = null;
  /** By place, while they rest: 1 for a line that something has paid for; empty before the first look. */
  #taken = new Uint8Array(0);
  #byFingerprint: Map<number, OpenLine[]> | null = null;
  /** By edit, and by place in it. */
  #places: Map<FileEdit, OpenLine[]> | null = null;

  /** @param left by sessions in any order; lines are made of it anew after each rest, for they are many */
  constructor(side: Side, left: readonly Left[]) {
    this.#side = side;
    this.#left = left;
  }

  /** In the order of the lines, of which none is made. */
  runs(): OpenRun[] {
    const runs: OpenRun[] = [];
    for (const { session, net, counts } of this.#left)
      for (const { edit, first, count } of net.runs(this.#side))
        runs.push({ edit, first, count, session, counts });
    return runs.sort((a, b) => a.edit.at - b.edit.at || a.session - b.session || a.first - b.first);
  }

  get lines(): OpenLine[] {
    this.#lines ??= this.#make(() => true);
    return this.#lines;
  }

  /** Those that nothing has paid for; while they rest they are made for who asks, and are not to be changed. */
  get open(): OpenLine[] {
    // Of nearly all files nearly all are paid for: while they rest the others alone are made.
    return this.#lines === null
      ? this.#make(place => this.#taken[place] !== 1)
      : this.#lines.filter(({ taken }) => !taken);
  }

  /** Whether something has paid for the line at this place; no lines are made for it. */
  isTaken(place: number): boolean {
    return this.#lines === null ? this.#taken[place] === 1 : this.#lines[place]!.taken;
  }

  /** Lines with this text, the oldest edit first; some may be taken. */
  same(fingerprint: number): readonly OpenLine[] {
    this.#byFingerprint ??= this.#index();
    return this.#byFingerprint.get(fingerprint) ?? NO_LINES;
  }

  /** How many lines of an edit nothing has paid for. */
  openOf(edit: FileEdit): number {
    this.#places ??= this.#place();
    let open = 0;
    this.#places.get(edit)?.forEach(line => {
      if (!line.taken) open++;
    });
    return open;
  }

  /** The line that stood beside another in the same edit. */
  beside({ edit, index }: OpenLine, step: 1 | -1): OpenLine | undefined {
    this.#places ??= this.#place();
    return this.#places.get(edit)?.[index + step];
  }

  /** Gives back the memory that looking up took; lines that were given are not to be changed any more. */
  rest(): void {
    this.#byFingerprint = null;
    this.#places = null;
    const lines = this.#lines;
    if (lines === null) return;
    if (this.#taken.length < lines.length) this.#taken = new Uint8Array(lines.length);
    for (let place = 0; place < lines.length; place++) this.#taken[place] = lines[place]!.taken ? 1 : 0;
    this.#lines = null;
  }

  #make(isWanted: (place: number) => boolean): OpenLine[] {
    const lines: OpenLine[] = [];
    let place = 0;
    for (const run of this.runs()) {
      const { edit, first, count } = run;
      let among: PackedLines | null = null;
      for (let index = first; index < first + count; index++, place++) {
        if (!isWanted(place)) continue;
        among ??= linesOf(edit, this.#side);
        const line = new OpenLine(edit, among, index, run);
        line.taken = this.#taken[place] === 1;
        lines.push(line);
      }
    }
    return lines;
  }

  #index(): Map<number, OpenLine[]> {
    const index = new Map<number, OpenLine[]>();
    for (const open of this.lines) {
      if (open.taken) continue;
      const same = index.get(open.fingerprint);
      if (same === undefined) index.set(open.fingerprint, [open]);
      else same.push(open);
    }
    return index;
  }

  #place(): Map<FileEdit, OpenLine[]> {
    const places = new Map<FileEdit, OpenLine[]>();
    for (const open of this.lines) {
      let inEdit = places.get(open.edit);
      if (inEdit === undefined) {
        inEdit = [];
        places.set(open.edit, inEdit);
      }
      inEdit[open.index] = open;
    }
    return places;
  }
}

export const SIDES = ['added', 'removed'] as const;
export type Side = (typeof SIDES)[number];

export interface OpenFile {
  readonly path: string;
  readonly added: OpenSide;
  readonly removed: OpenSide;
}

interface Left extends Writer {
  readonly net: PackedNet;
}

/** By path: all that sessions left, in whatever order the sessions are given. */
export function* openFiles(works: readonly Work[]): Generator<void, Map<string, OpenFile>> {
  const left = new Map<string, Left[]>();
  for (const { session, files } of works) {
    for (const [path, { net, counts }] of files) {
      const all = left.get(path);
      if (all === undefined) left.set(path, [{ session, net, counts }]);
      else all.push({ session, net, counts });
    }
    yield;
  }
  return new Map(
    Array.from(left, ([path, all]) => {
      return [path, { path, added: new OpenSide('added', all), removed: new OpenSide('removed', all) }];
    }),
  );
}
