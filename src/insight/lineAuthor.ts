import type { PackedLines } from '../model/editedLines.ts';
import type { Confidence } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import { type FileEdit, type NetFile, type NetLine, netOfEdits, TELLING_TOKENS } from './net.ts';
import { canBeRecognised, matchOf, RUN, tokenStarts } from './tokenRuns.ts';

/** A line that somebody asks about, as it stands now. */
export interface AskedLine {
  /** The line and some of those around it, in order, blank ones left out. */
  readonly around: PackedLines;
  /** Of each five consecutive tokens of `around`. */
  readonly grams: Uint32Array;
  /** Its place in `around`. */
  readonly index: number;
}

/** What one session did to the file that holds the line, in order. */
export interface FileWork {
  readonly session: number;
  readonly edits: readonly FileEdit[];
}

export interface LineAuthor {
  readonly session: number;
  readonly at: Instant;
  /**
   * - `exact`: the very line
   * - `may have stood`: it wrote the file as a whole, and the line may have stood there before
   * - `set anew`: most of the line's tokens in this order: formatted or lightly edited since
   * - `in part`: some of them
   * - `around`: too common by itself, and it wrote what is around it
   */
  readonly evidence: 'exact' | 'may have stood' | 'set anew' | 'in part' | 'around';
  readonly confidence: Confidence;
}

/** Lines on either side that speak for a line that tells little by itself. */
const NEAR = 3;

/** Which session wrote a line: by the very line, else by its tokens; `null` where none of these did. */
export function lineAuthor(asked: AskedLine, works: readonly FileWork[]): LineAuthor | null {
  const nets = works.map(work => ({ ...work, net: netOfEdits(work.edits) }));
  return (tells(asked, asked.index) ? exactly(asked, nets) : null) ?? byRuns(asked, nets);
}

/** Whether a line is more than a brace, or a bare word of an import or a comment. */
export function tells({ around }: AskedLine, index: number): boolean {
  return canBeRecognised(around.tokens[index]!, around.flags[index]!);
}

interface NetWork extends FileWork {
  readonly net: NetFile;
}

/** The last that left the line there, before those that may only have found it there. */
function exactly(asked: AskedLine, works: readonly NetWork[]): LineAuthor | null {
  const { around, index } = asked;
  const short = around.tokens[index]! < TELLING_TOKENS;
  const found = works.flatMap(({ session, net }) => {
    const line = net.added.findLast(({ fingerprint }) => fingerprint === around.fingerprints[index]);
    return line === undefined ? [] : [{ session, line, near: near(asked, net) }];
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

/** How many of the telling lines close by a session left there too. */
function near(asked: AskedLine, net: NetFile): number {
  const left = new Set(net.added.map(({ fingerprint }) => fingerprint));
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
function takenOutSince({ fingerprint, at }: NetLine, session: number, works: readonly NetWork[]): boolean {
  return works.some(
    other =>
      other.session !== session &&
      other.net.removed.some(line => line.fingerprint === fingerprint && line.at > at),
  );
}

/** By what formatters and light edits leave: the same tokens, in the same order. */
function byRuns(asked: AskedLine, works: readonly NetWork[]): LineAuthor | null {
  const starts = tokenStarts(asked.around.tokens, asked.grams.length);
  if (starts === null) return null;
  const found = works.flatMap(({ session, edits }) =>
    edits.flatMap(edit => {
      const match = matchIn(asked, starts, edit);
      return match === null ? [] : [{ session, edit, ...match }];
    }),
  );
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
): Pick<LineAuthor, 'evidence' | 'confidence'> | null {
  const { grams, index } = asked;
  const kept = edit.grams ?? null;
  if (kept === null) return null;
  const wanted = new Map<number, number[]>();
  for (const [run, gram] of grams.entries()) wanted.set(gram, [...(wanted.get(gram) ?? []), run]);
  const runs = new Set<number>();
  for (const gram of kept) for (const run of wanted.get(gram) ?? []) runs.add(run);
  if (runs.size === 0) return null;
  const match = (line: number) => {
    const tokens = starts[line + 1]! - starts[line]!;
    return tokens === 0 ? null : matchOf(covered(runs, starts[line]!, starts[line + 1]!), tokens);
  };
  if (tells(asked, index)) {
    const found = match(index);
    if (found === null) return null;
    return found === 'reflowed'
      ? { evidence: 'set anew', confidence: 'fair' }
      : { evidence: 'in part', confidence: 'thin' };
  }
  // A brace has no tokens: a run must reach over it, from what is before to what comes after.
  if (!reachesOver(runs, starts[index]!, starts[index + 1]!)) return null;
  const written = (lines: readonly number[]) => lines.some(line => match(line) === 'reflowed');
  const sides = Number(written(before(asked))) + Number(written(after(asked)));
  if (sides === 0) return null;
  return { evidence: 'around', confidence: sides === 2 ? 'fair' : 'thin' };
}

/** Tokens from `start` up to `end` that one of these runs has. */
function covered(runs: ReadonlySet<number>, start: number, end: number): number {
  let count = 0;
  for (let token = start; token < end; token++) {
    for (let run = token - RUN + 1; run <= token; run++) {
      if (!runs.has(run)) continue;
      count++;
      break;
    }
  }
  return count;
}

function reachesOver(runs: ReadonlySet<number>, start: number, end: number): boolean {
  for (let run = Math.max(0, end - RUN + 1); run < start; run++) if (runs.has(run)) return true;
  return false;
}
