import type { Instant } from '../model/records.ts';
import type { Work } from './attribution.ts';
import { type FileEdit, type NetLine, weighs } from './net.ts';

/** A line of a session, and whether something has paid for it. */
export interface OpenLine {
  readonly session: number;
  readonly line: NetLine;
  readonly weighs: boolean;
  /** Whether lines of its file weigh at all. */
  readonly counts: boolean;
  taken: boolean;
}

/** Which edits a change can hold. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
  /** Sessions of which it can; `null` for any. */
  readonly sessions: ReadonlySet<number> | null;
}

export function isOpen({ taken, line, session }: OpenLine, { from, to, sessions }: Span): boolean {
  return !taken && line.at >= from && line.at <= to && (sessions === null || sessions.has(session));
}

const NO_LINES: readonly OpenLine[] = [];

/** One side of one file: what all sessions left there, the oldest edit first. */
export class OpenSide {
  readonly lines: OpenLine[] = [];
  #byFingerprint: Map<number, OpenLine[]> | null = null;
  #places: Map<FileEdit, Map<number, OpenLine>> | null = null;

  /** Lines with this text, the oldest edit first; some may be taken. */
  same(fingerprint: number): readonly OpenLine[] {
    this.#byFingerprint ??= this.#index();
    return this.#byFingerprint.get(fingerprint) ?? NO_LINES;
  }

  /** How many lines of an edit nothing has paid for. */
  openOf(edit: FileEdit): number {
    this.#places ??= this.#place();
    let open = 0;
    for (const line of this.#places.get(edit)?.values() ?? []) if (!line.taken) open++;
    return open;
  }

  /** The line that stood beside another in the same edit. */
  beside({ line }: OpenLine, step: 1 | -1): OpenLine | undefined {
    this.#places ??= this.#place();
    return this.#places.get(line.edit)?.get(line.index + step);
  }

  /** Gives back the memory that looking up took. */
  rest(): void {
    this.#byFingerprint = null;
    this.#places = null;
  }

  #index(): Map<number, OpenLine[]> {
    const index = new Map<number, OpenLine[]>();
    for (const open of this.lines) {
      if (open.taken) continue;
      const same = index.get(open.line.fingerprint);
      if (same === undefined) index.set(open.line.fingerprint, [open]);
      else same.push(open);
    }
    return index;
  }

  #place(): Map<FileEdit, Map<number, OpenLine>> {
    const places = new Map<FileEdit, Map<number, OpenLine>>();
    for (const open of this.lines) {
      const inEdit = places.get(open.line.edit) ?? new Map<number, OpenLine>();
      places.set(open.line.edit, inEdit);
      inEdit.set(open.line.index, open);
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

/** By path: all that sessions left, in whatever order the sessions are given. */
export function* openFiles(works: readonly Work[]): Generator<void, Map<string, OpenFile>> {
  const files = new Map<string, OpenFile>();
  for (const { session, files: touched } of works) {
    for (const [path, { net, counts }] of touched) {
      const file = files.get(path) ?? { path, added: new OpenSide(), removed: new OpenSide() };
      files.set(path, file);
      for (const side of SIDES) {
        for (const line of net[side]) {
          file[side].lines.push({ session, line, weighs: counts && weighs(line), counts, taken: false });
        }
      }
    }
    yield;
  }
  for (const file of files.values()) {
    for (const side of SIDES) {
      file[side].lines.sort(
        (a, b) => a.line.at - b.line.at || a.session - b.session || a.line.index - b.line.index,
      );
    }
    yield;
  }
  return files;
}
