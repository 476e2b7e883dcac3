import type { FileChange } from '../model/git.ts';
import { OPEN, PAID } from './changedLines.ts';
import type { FileEdit } from './net.ts';
import { isOpen, type OpenLine, type OpenSide, type Span } from './openLines.ts';
import { RunRoom } from './runRoom.ts';
import type { RunTable } from './runTable.ts';
import { canBeRecognised, matchOf, RUN, tokenStarts } from './tokenRuns.ts';

export type PartMatch = 'reflowed' | 'mixed';

/** A line of a change that runs of a session's tokens account for, wholly or in part. */
export interface RunMatch {
  readonly index: number;
  readonly line: OpenLine;
}

const NONE = -1;

/**
 * The token runs of all that sessions added to one file, under all its names, of lines that nothing has paid
 * for yet. A run pays for a run; a run that lies in paid lines alone is spent.
 */
export class RunPool {
  readonly #runs: Uint32Array;
  /** By token: its line in `#lines`, or none where the line is paid for or gone. */
  readonly #lineOf: Int32Array;
  readonly #lines: OpenLine[] = [];
  readonly #spent: Uint8Array;
  /** By token: the number of the change in which it stands, or none. */
  readonly #standsIn: Int32Array;
  /** First and next run with the same fingerprint, the newest edit first. */
  readonly #first: RunTable;
  readonly #next: Int32Array;
  readonly #room: RunRoom['changed'];

  /** @param room is the pool's until another one has it */
  constructor(sides: readonly OpenSide[], room = new RunRoom()) {
    const edits = openEdits(sides);
    let size = 0;
    for (const { runs } of edits) size += runs.length + RUN - 1;
    this.#runs = new Uint32Array(size);
    this.#lineOf = room.lineOf.clear(size);
    this.#spent = new Uint8Array(size);
    this.#standsIn = room.standsIn.clear(size);
    this.#next = room.next.clear(size);
    this.#room = room.changed;
    const { table } = room;
    this.#first = table;
    table.clear(size);
    let base = 0;
    for (const { runs, starts, lines } of edits) {
      this.#runs.set(runs, base);
      for (const line of lines) {
        const index = this.#lines.push(line) - 1;
        this.#lineOf.fill(index, base + starts[line.index]!, base + starts[line.index + 1]!);
      }
      const end = base + runs.length;
      this.#spent.fill(1, end, end + RUN - 1);
      for (let run = end - 1; run >= base; run--) {
        this.#next[run] = table.get(this.#runs[run]!);
        table.set(this.#runs[run]!, run);
      }
      base = end + RUN - 1;
    }
  }

  get isEmpty(): boolean {
    return this.#runs.length === 0;
  }

  /**
   * @param number by which `settle` names the change
   * @param state of each added line of the change; recognised ones are marked as paid
   */
  match(number: number, { added, grams }: FileChange, state: Uint8Array, span: Span): RunMatch[] {
    const starts = grams === undefined ? null : tokenStarts(added.tokens, grams.length);
    if (grams === undefined || starts === null) return [];
    const lineOf = linesOfTokens(starts, this.#room.lineOf);
    const taken = this.#take(grams, lineOf, state, span);
    const sources = this.#room.sources.clear(lineOf.length);
    for (let i = 0; i < taken.length; i++) {
      if (taken[i] === NONE) continue;
      for (let k = 0; k < RUN; k++) {
        const source = taken[i]! + k;
        if (sources[i + k] === NONE && this.#lineOf[source] !== NONE) sources[i + k] = source;
      }
    }
    const matches: RunMatch[] = [];
    for (let i = 0; i < state.length; i++) {
      const from = starts[i]!;
      const to = starts[i + 1]!;
      if (state[i] !== OPEN || !canBeRecognised(to - from, added.flags[i]!)) continue;
      const match = matchOf(this.#freshIn(sources, from, to), to - from);
      const line = match === null ? null : this.#mostly(sources, from, to);
      if (match === null || line === null) continue;
      state[i] = PAID;
      for (let t = from; t < to; t++) if (sources[t] !== NONE) this.#standsIn[sources[t]!] = number;
      // Of a line that is recognised its runs are spent; all others can be found elsewhere.
      for (let run = Math.max(0, from - RUN + 1); run < Math.min(to, taken.length); run++) taken[run] = NONE;
      matches.push({ index: i, line });
    }
    for (const run of taken) if (run !== NONE) this.#spent[run] = 0;
    return matches;
  }

  /** Lines of sessions that stand in the changes that were matched, wholly or in part; they are taken. */
  settle(): { line: OpenLine; match: PartMatch; change: number }[] {
    const settled: { line: OpenLine; match: PartMatch; change: number }[] = [];
    for (let from = 0, to = 0; from < this.#lineOf.length; from = to) {
      const index = this.#lineOf[from]!;
      for (to = from + 1; to < this.#lineOf.length && this.#lineOf[to] === index; ) to++;
      const line = index === NONE ? undefined : this.#lines[index];
      if (line === undefined || !canBeRecognised(to - from, line.flags)) continue;
      const counts = new Map<number, number>();
      let covered = 0;
      for (let t = from; t < to; t++) {
        const change = this.#standsIn[t]!;
        if (change === NONE) continue;
        covered++;
        counts.set(change, (counts.get(change) ?? 0) + 1);
      }
      const match = covered === 0 ? null : matchOf(covered, to - from);
      if (match === null) continue;
      line.taken = true;
      settled.push({ line, match, change: mostFrequent(counts)! });
    }
    return settled;
  }

  /** For each run of the change that lies in some open line: a run of a session, spent on it for now. */
  #take(runs: Uint32Array, lineOf: Int32Array, state: Uint8Array, span: Span): Int32Array {
    const taken = this.#room.taken.clear(runs.length);
    let open = 0;
    for (let t = 0; t < Math.min(RUN - 1, lineOf.length); t++) if (state[lineOf[t]!] === OPEN) open++;
    let before = NONE;
    for (let i = 0; i < runs.length; i++) {
      if (state[lineOf[i + RUN - 1]!] === OPEN) open++;
      const run = open === 0 ? NONE : this.#find(runs[i]!, before, span);
      if (run !== NONE) {
        taken[i] = run;
        this.#spent[run] = 1;
      }
      before = run;
      if (state[lineOf[i]!] === OPEN) open--;
    }
    return taken;
  }

  /** The run that follows the one before, else one of the newest edit. */
  #find(fingerprint: number, before: number, span: Span): number {
    const next = before + 1;
    if (before !== NONE && this.#runs[next] === fingerprint && this.#isFree(next, span)) return next;
    let run = this.#first.get(fingerprint);
    while (run !== NONE && !this.#isFree(run, span)) run = this.#next[run]!;
    return run;
  }

  #isFree(run: number, span: Span): boolean {
    if (this.#spent[run] === 1) return false;
    const line = this.#lineAt(run);
    return line !== null && isOpen(line, span);
  }

  /** The first line in which a run has tokens that are still to be paid for. */
  #lineAt(run: number): OpenLine | null {
    for (let t = run; t < run + RUN; t++) {
      const index = this.#lineOf[t]!;
      if (index !== NONE) return this.#lines[index]!;
    }
    return null;
  }

  /** How many of these tokens come from some that stand in no other line. */
  #freshIn(sources: Int32Array, from: number, to: number): number {
    let fresh = 0;
    for (let t = from; t < to; t++) if (sources[t] !== NONE && this.#standsIn[sources[t]!] === NONE) fresh++;
    return fresh;
  }

  /** The line of a session from which most of these tokens come. */
  #mostly(sources: Int32Array, from: number, to: number): OpenLine | null {
    const counts = new Map<OpenLine, number>();
    for (let t = from; t < to; t++) {
      const source = sources[t]!;
      const index = source === NONE ? NONE : this.#lineOf[source]!;
      if (index !== NONE) counts.set(this.#lines[index]!, (counts.get(this.#lines[index]!) ?? 0) + 1);
    }
    return mostFrequent(counts);
  }
}

interface OpenEdit {
  readonly runs: Uint32Array;
  readonly starts: Int32Array;
  readonly lines: OpenLine[];
}

/** Edits some lines of which are open, oldest first; before them those whose text may have stood there before. */
function openEdits(sides: readonly OpenSide[]): OpenEdit[] {
  const edits = new Map<FileEdit, OpenEdit | null>();
  for (const { lines } of sides) {
    for (const open of lines) {
      if (open.taken) continue;
      const { edit } = open;
      let entry = edits.get(edit);
      if (entry === undefined) {
        const runs = edit.grams ?? null;
        const starts = runs === null ? null : tokenStarts(edit.added.tokens, runs.length);
        entry = runs === null || starts === null ? null : { runs, starts, lines: [] };
        edits.set(edit, entry);
      }
      entry?.lines.push(open);
    }
  }
  const known = [...edits.values()].filter(entry => entry !== null);
  const isUncertain = ({ lines }: OpenEdit) => lines[0]!.uncertain;
  return [...known.filter(isUncertain), ...known.filter(entry => !isUncertain(entry))];
}

function linesOfTokens(starts: Int32Array, room: RunRoom['lineOf']): Int32Array {
  const lines = room.clear(starts[starts.length - 1]!);
  for (let i = 0; i + 1 < starts.length; i++) lines.fill(i, starts[i]!, starts[i + 1]!);
  return lines;
}

function mostFrequent<T>(counts: ReadonlyMap<T, number>): T | null {
  let most: T | null = null;
  for (const [each, count] of counts) if (most === null || count > counts.get(most)!) most = each;
  return most;
}
