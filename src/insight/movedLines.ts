import type { FileChange } from '../model/git.ts';
import type { Holding } from './attribution.ts';
import { type ChangeState, OPEN, PAID } from './changedLines.ts';
import { FingerprintIndex } from './fingerprintIndex.ts';
import { TELLING_TOKENS, weighs } from './net.ts';
import { isOpen, type OpenFile, type OpenLine, type OpenSide, type Span } from './openLines.ts';
import { int32s } from './ownPages.ts';

/** So many lines of one file, or half of what a change added, do not end up in another by chance. */
const MOVED_LINES = 5;

/** Added lines of all sessions that tell where they come from, wherever they turn up. */
export class MovedLines {
  readonly #files: readonly OpenFile[];
  /** By file: the number of its first added line. */
  readonly #starts: Int32Array;
  readonly #lines: LinePlaces;
  readonly #anywhere: FingerprintIndex;
  /** Sessions with lines in a change: most changes have one's or none, and a set takes more than all of these. */
  readonly #present = new Map<Holding, number[]>();

  private constructor(
    files: readonly OpenFile[],
    starts: Int32Array,
    lines: LinePlaces,
    anywhere: FingerprintIndex,
  ) {
    this.#files = files;
    this.#starts = starts;
    this.#lines = lines;
    this.#anywhere = anywhere;
  }

  /** In short steps, between which the caller may do something else. */
  static *of(given: Iterable<OpenFile>): Generator<void, MovedLines> {
    const files = [...given];
    // Twice: lists of all that tell would grow, and what a list grew out of is garbage.
    const starts = new Int32Array(files.length);
    let size = 0;
    let all = 0;
    for (const [file, { added }] of files.entries()) {
      starts[file] = all;
      all += eachThatTells(added, () => size++);
      yield;
    }
    const anywhere = new FingerprintIndex(size);
    const lines = { sessions: int32s(size), numbers: int32s(size) };
    for (const [file, { added }] of files.entries()) {
      eachThatTells(added, (fingerprint, session, place) => {
        const entry = anywhere.add(fingerprint);
        lines.sessions[entry] = session;
        lines.numbers[entry] = starts[file]! + place;
      });
      yield;
    }
    return new MovedLines(files, starts, lines, anywhere);
  }

  /** Sessions of which the change has at least so many different lines that tell where they come from. */
  toldBy({ files }: Holding, least: number): Set<number> {
    const told = new Map<number, Set<number>>();
    for (const { added } of files) {
      for (const fingerprint of added.fingerprints) {
        let at = this.#anywhere.first(fingerprint);
        for (; at !== -1; at = this.#anywhere.next(at)) {
          const session = this.#lines.sessions[at]!;
          const lines = told.get(session) ?? new Set();
          told.set(session, lines.add(fingerprint));
        }
      }
    }
    return new Set([...told].filter(([, lines]) => lines.size >= least).map(([session]) => session));
  }

  /** Some line of the session was found in this change in the file where it was written. */
  found(holding: Holding, session: number): void {
    const sessions = this.#present.get(holding);
    if (sessions === undefined) this.#present.set(holding, [session]);
    else if (!sessions.includes(session)) sessions.push(session);
  }

  /** Whether the change has any line that may come from elsewhere. */
  mayHold({ files }: Holding): boolean {
    return files.some(({ added }) => added.fingerprints.some(fingerprint => this.#anywhere.has(fingerprint)));
  }

  /**
   * Lines of one file of a change that came out of another one: a session's that has more in this change, or so
   * many of one file that they are not equal by chance; with the short ones beside them.
   */
  take(holding: Holding, { added }: FileChange, { added: state }: ChangeState, span: Span): OpenLine[] {
    const bySource = new Map<string, { session: number; from: OpenSide; lines: Map<number, OpenLine> }>();
    const counted = new Set<OpenLine>();
    for (let index = 0; index < state.length; index++) {
      if (state[index] !== OPEN) continue;
      let at = this.#anywhere.first(added.fingerprints[index]!);
      while (at !== -1 && !this.#mayTake(at, span, counted)) at = this.#anywhere.next(at);
      if (at === -1) continue;
      const number = this.#lines.numbers[at]!;
      const file = this.#fileOf(number);
      const line = this.#lineAt(number, file);
      counted.add(line);
      const { session } = line;
      const { path, added: from } = this.#files[file]!;
      const key = `${session} ${path}`;
      const group = bySource.get(key) ?? { session, from, lines: new Map() };
      bySource.set(key, group);
      group.lines.set(index, line);
    }
    const taken: OpenLine[] = [];
    for (const { session, from, lines } of bySource.values()) {
      for (const step of [1, -1] as const) {
        for (const [index, line] of [...lines]) {
          let at = index + step;
          let next = from.beside(line, step);
          for (; next !== undefined && !lines.has(at); next = from.beside(next, step), at += step) {
            if (state[at] !== OPEN || added.fingerprints[at] !== next.fingerprint) break;
            if (counted.has(next) || !isOpen(next, span)) break;
            counted.add(next);
            lines.set(at, next);
          }
        }
      }
      const many = lines.size >= MOVED_LINES || lines.size * 2 >= added.fingerprints.length;
      // What somebody else writes in another file is theirs, however alike.
      const enough = many && holding.others !== true;
      if (!enough && !this.#present.get(holding)?.includes(session)) continue;
      for (const [index, line] of lines) {
        if (state[index] !== OPEN) continue;
        line.taken = true;
        state[index] = PAID;
        taken.push(line);
      }
    }
    return taken;
  }

  #mayTake(entry: number, span: Span, counted: ReadonlySet<OpenLine>): boolean {
    const number = this.#lines.numbers[entry]!;
    const file = this.#fileOf(number);
    // Nearly all are paid for in their own file: of those no lines are made.
    if (this.#files[file]!.added.isTaken(number - this.#starts[file]!)) return false;
    const line = this.#lineAt(number, file);
    return isOpen(line, span) && !counted.has(line);
  }

  #lineAt(number: number, file: number): OpenLine {
    return this.#files[file]!.added.lines[number - this.#starts[file]!]!;
  }

  #fileOf(number: number): number {
    let file = 0;
    for (let after = this.#starts.length; after - file > 1; ) {
      const middle = (file + after) >> 1;
      if (this.#starts[middle]! <= number) file = middle;
      else after = middle;
    }
    return file;
  }
}

/**
 * Shows the lines that tell where they come from, by their places among all; none is made for it.
 * @returns how many there are in all
 */
function eachThatTells(
  side: OpenSide,
  show: (fingerprint: number, session: number, place: number) => void,
): number {
  let place = 0;
  for (const { edit, first, count, session, counts } of side.runs()) {
    // In a file that does not count none weighs.
    if (counts) {
      const { fingerprints, tokens, flags } = edit.added;
      for (let at = 0, index = first; at < count; at++, index++)
        if (tokens[index]! >= TELLING_TOKENS && weighs({ flags: flags[index]! }))
          show(fingerprints[index]!, session, place + at);
    }
    place += count;
  }
  return place;
}

/** By entry of the index: whose line it is, and where it is to be found. */
interface LinePlaces {
  readonly sessions: Int32Array;
  /** Its number among the added lines of all files. */
  readonly numbers: Int32Array;
}
