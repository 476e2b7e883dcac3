import type { PackedLines } from '../model/editedLines.ts';
import type { Confidence } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import { type FileEdit, type NetFile, type NetLine, TELLING_TOKENS } from './net.ts';
import { canBeRecognised, RUN, tokenStarts } from './tokenRuns.ts';

/** A line that somebody asks about, as it stands now. */
export interface AskedLine {
  /** The line and some of those around it, in order, blank ones left out. */
  readonly around: PackedLines;
  /** Of each five consecutive tokens of `around`. */
  readonly grams: Uint32Array;
  /** Its place in `around`. */
  readonly index: number;
}

/** What one session did to the file that holds the line. */
export interface FileWork {
  readonly session: number;
  /** In order. */
  readonly edits: readonly FileEdit[];
  /** What they come to, without lines that the session only moved there from another file. */
  readonly net: NetFile;
}

export interface LineAuthor {
  readonly session: number;
  readonly at: Instant;
  /**
   * - `exact`: the very line
   * - `may have stood`: it wrote the file as a whole, and the line may have stood there before
   * - `set anew`: its tokens in this order, with those before and after them: formatted, or lightly edited, since
   * - `edited since`: a part of them, among lines of the session
   * - `around`: too common by itself, and it wrote what is around it
   */
  readonly evidence: 'exact' | 'may have stood' | 'set anew' | 'edited since' | 'around';
  readonly confidence: Confidence;
}

/** Lines on either side that speak for a line that tells little by itself. */
const NEAR = 3;

/** Share of the runs touching a line from which on it is the same line, set anew. */
const SET_ANEW = 0.6;
/** The same for one that somebody edited. */
const EDITED = 0.35;

/** Which session wrote a line: by the very line, else by its tokens; `null` where none of these did. */
export function lineAuthor(asked: AskedLine, works: readonly FileWork[]): LineAuthor | null {
  return (tells(asked, asked.index) ? exactly(asked, works) : null) ?? byRuns(asked, works);
}

/** Whether a line is more than a brace, or a bare word of an import or a comment. */
export function tells({ around }: AskedLine, index: number): boolean {
  return canBeRecognised(around.tokens[index]!, around.flags[index]!);
}

/** The last that left the line there, before those that may only have found it there. */
function exactly(asked: AskedLine, works: readonly FileWork[]): LineAuthor | null {
  const { around, index } = asked;
  const short = around.tokens[index]! < TELLING_TOKENS;
  const found = works.flatMap(({ session, net }) => {
    const line = net.added.findLast(({ fingerprint }) => fingerprint === around.fingerprints[index]);
    return line === undefined ? [] : [{ session, line, near: near(asked, leftIn(net)) }];
  });
  const [best] = found.sort(
    (a, b) =>
      Number(a.line.uncertain) - Number(b.line.uncertain) ||
      // A short line stands in many places: then what is around it tells which one this is.
      (short ? b.near - a.near : 0) ||
      b.line.at - a.line.at,
  );
  if (best === undefined) return null;
  const { session, line } = best;
  if (line.uncertain) return { session, at: line.at, evidence: 'may have stood', confidence: 'fair' };
  const doubted = (short && best.near === 0) || takenOutSince(line, session, works);
  return { session, at: line.at, evidence: 'exact', confidence: doubted ? 'fair' : 'solid' };
}

/** Fingerprints of what a session left added. */
export function leftIn(net: NetFile): number[] {
  return net.added.map(({ fingerprint }) => fingerprint);
}

/** How many of the telling lines close by are among these too. */
export function near(asked: AskedLine, fingerprints: Iterable<number>): number {
  const left = new Set(fingerprints);
  return [...before(asked), ...after(asked)].filter(i => left.has(asked.around.fingerprints[i]!)).length;
}

function before(asked: AskedLine): number[] {
  return places(asked, asked.index - NEAR, asked.index);
}

function after(asked: AskedLine): number[] {
  return places(asked, asked.index + 1, asked.index + 1 + NEAR);
}

function places(asked: AskedLine, from: number, to: number): number[] {
  const all = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return all.filter(i => i >= 0 && i < asked.around.flags.length && tells(asked, i));
}

/** Somebody then put it back. */
function takenOutSince({ fingerprint, at }: NetLine, session: number, works: readonly FileWork[]): boolean {
  return works.some(
    other =>
      other.session !== session &&
      other.net.removed.some(line => line.fingerprint === fingerprint && line.at > at),
  );
}

/** By what formatters, and edits for a part, leave: the same tokens, in the same order. */
function byRuns(asked: AskedLine, works: readonly FileWork[]): LineAuthor | null {
  const starts = tokenStarts(asked.around.tokens, asked.grams.length);
  if (starts === null) return null;
  const found = works.flatMap(({ session, edits, net }) => {
    const owned = new Set(leftIn(net));
    return edits.flatMap(edit => {
      const match = matchIn(asked, starts, edit, owned);
      return match === null ? [] : [{ session, edit, ...match }];
    });
  });
  const [best] = found.sort(
    (a, b) =>
      CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence) ||
      Number(wholeFile(a.edit)) - Number(wholeFile(b.edit)) ||
      b.edit.at - a.edit.at,
  );
  if (best === undefined) return null;
  const { session, edit, evidence, confidence } = best;
  return { session, at: edit.at, evidence, confidence };
}

const CONFIDENCES: readonly Confidence[] = ['solid', 'fair', 'thin'];

/** Written over what was not seen: much of it may have stood there before. */
function wholeFile({ baseline }: FileEdit): boolean {
  return baseline === 'unknown' || baseline === 'commit';
}

function matchIn(
  asked: AskedLine,
  starts: Int32Array,
  edit: FileEdit,
  owned: ReadonlySet<number>,
): Pick<LineAuthor, 'evidence' | 'confidence'> | null {
  const { around, grams, index } = asked;
  const kept = edit.grams ?? null;
  // It put the very line there and does not own it: it brought it from elsewhere, or took it back.
  const passed = (line: number) => {
    const fingerprint = around.fingerprints[line]!;
    return edit.added.fingerprints.includes(fingerprint) && !owned.has(fingerprint);
  };
  if (kept === null || (tells(asked, index) && passed(index))) return null;
  const runs = runsIn(grams, kept);
  const share = (line: number) => shareOf(runs, starts[line]!, starts[line + 1]!, grams.length);
  const written = (lines: readonly number[]) =>
    lines.filter(line => share(line) >= SET_ANEW && !passed(line)).length;
  const [above, below] = [before(asked), after(asked)];
  const known = written(above) + written(below);
  if (!tells(asked, index)) {
    const both = written(above) > 0 && written(below) > 0;
    return share(index) < SET_ANEW || !both ? null : { evidence: 'around', confidence: 'fair' };
  }
  if (share(index) >= SET_ANEW) return { evidence: 'set anew', confidence: 'fair' };
  const among = known > 0 && known * 2 >= above.length + below.length;
  return share(index) >= EDITED && among ? { evidence: 'edited since', confidence: 'thin' } : null;
}

/** Which runs of the text that is asked about an edit has. */
function runsIn(grams: Uint32Array, kept: Uint32Array): Set<number> {
  const wanted = new Map<number, number[]>();
  for (const [run, gram] of grams.entries()) wanted.set(gram, [...(wanted.get(gram) ?? []), run]);
  const runs = new Set<number>();
  for (const gram of kept) for (const run of wanted.get(gram) ?? []) runs.add(run);
  return runs;
}

/**
 * The share that these runs are of all that touch a line, or reach over one without tokens. Those that begin before it
 * or end after it are what tells a line that was set anew from another one like it.
 */
function shareOf(runs: ReadonlySet<number>, start: number, end: number, count: number): number {
  const last = Math.min(end, count);
  let all = 0;
  let had = 0;
  for (let run = Math.max(0, start - RUN + 1); run < last; run++) {
    all++;
    if (runs.has(run)) had++;
  }
  return all === 0 ? 0 : had / all;
}
