import type { Instant } from '../model/records.ts';
import type { Work } from './attribution.ts';
import { EditLine, type FileEdit, type NetFile, type NetLine, weighs } from './net.ts';

/** A line of a session, and whether something has paid for it. */
export class OpenLine extends EditLine {
  readonly session: number;
  /** Whether lines of its file weigh at all. */
  readonly counts: boolean;
  taken = false;

  constructor(
    { edit, among, index }: Pick<NetLine, 'edit' | 'among' | 'index'>,
    session: number,
    counts: boolean,
  ) {
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

const NO_LINES: readonly OpenLine[] = [];

/** One side of one file: what all sessions left there, the oldest edit first. */
export class OpenSide {
  readonly #make: (() => OpenLine[]) | null;
  #lines: OpenLine[] | null;
  /** While it rests: of each line, whether something has paid for it. */
  #taken = new Uint8Array(0);
  #byFingerprint: Map<number, OpenLine[]> | null = null;
  /** By edit, and by place in it. */
  #places: Map<FileEdit, OpenLine[]> | null = null;

  /** @param make its lines, always the same: they are many, and are made anew after each rest */
  constructor(make: (() => OpenLine[]) | null = null) {
    this.#make = make;
    this.#lines = make === null ? [] : null;
  }

  get lines(): OpenLine[] {
    if (this.#lines === null) {
      this.#lines = this.#make?.() ?? [];
      for (const [at, taken] of this.#taken.entries()) this.#lines[at]!.taken = taken === 1;
    }
    return this.#lines;
  }

  /** Those that nothing has paid for. */
  get open(): OpenLine[] {
    const isAllTaken = this.#lines === null && this.#taken.length > 0 && !this.#taken.includes(0);
    return isAllTaken ? [] : this.lines.filter(({ taken }) => !taken);
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
    if (this.#make === null || this.#lines === null) return;
    this.#taken = Uint8Array.from(this.#lines, ({ taken }) => Number(taken));
    this.#lines = null;
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

interface Left {
  readonly session: number;
  readonly net: NetFile;
  readonly counts: boolean;
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
  const sideOf = (path: string, side: Side) => new OpenSide(() => openLines(left.get(path)!, side));
  return new Map(
    [...left.keys()].map(path => {
      return [path, { path, added: sideOf(path, 'added'), removed: sideOf(path, 'removed') }];
    }),
  );
}

function openLines(left: readonly Left[], side: Side): OpenLine[] {
  const lines: OpenLine[] = [];
  for (const { session, net, counts } of left) {
    for (const line of net[side]) lines.push(new OpenLine(line, session, counts));
  }
  return lines.sort((a, b) => a.at - b.at || a.session - b.session || a.index - b.index);
}
