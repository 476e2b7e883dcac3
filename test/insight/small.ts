import { type ChangedFile, wholeFiles } from '../../src/insight/changedFile.ts';
import { FingerprintSet } from '../../src/insight/fingerprintSet.ts';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { EditLine, type FileEdit, type NetLine } from '../../src/insight/net.ts';
import { OpenLine, OpenSide } from '../../src/insight/openLines.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import type { Unit } from '../../src/insight/shippedUnit.ts';
import type { PackedLines } from '../../src/model/editedLines.ts';
import type { FileChange } from '../../src/model/git.ts';

/** What is told of one line. */
export interface Line {
  readonly print: number;
  readonly tokens?: number;
  /** Bits of `LineFlag`. */
  readonly flags?: number;
}

/** Lines by their fingerprints: of eight tokens each, and none of them trivial, unless it says otherwise. */
export function packed(lines: readonly (number | Line)[]): PackedLines {
  const whole = lines.map(line => (typeof line === 'number' ? { print: line } : line));
  return {
    fingerprints: Float64Array.from(whole, ({ print }) => print),
    tokens: Uint8Array.from(whole, ({ tokens = 8 }) => tokens),
    flags: Uint8Array.from(whole, ({ flags = 0 }) => flags),
  };
}

export function change(
  path: string,
  added: readonly (number | Line)[],
  removed: readonly (number | Line)[] = [],
  more: Partial<FileChange> = {},
): FileChange {
  return { path, oldPath: null, unread: null, added: packed(added), removed: packed(removed), ...more };
}

export function edit(
  at: number,
  added: readonly (number | Line)[],
  removed: readonly (number | Line)[] = [],
  more: Partial<FileEdit> = {},
): FileEdit {
  return { at, baseline: 'patch', added: packed(added), removed: packed(removed), ...more };
}

/** All lines of an edit, as they are left where nothing took any back. */
export function net(...edits: readonly FileEdit[]): PackedNet {
  const left = (side: 'added' | 'removed'): NetLine[] =>
    edits.flatMap(one =>
      Array.from(one[side].fingerprints, (_, index) => new EditLine(one, one[side], index)),
    );
  return new PackedNet({ added: left('added'), removed: left('removed'), passed: [] });
}

/** What a session added by these edits, as nothing has paid for it yet. */
export function leftBy(session: number, ...edits: readonly FileEdit[]): OpenLine[] {
  return net(...edits).added.map(
    ({ edit, among, index }) => new OpenLine(edit, among, index, { session, counts: true }),
  );
}

/** What sessions added to a file by these edits. */
export function sideOf(...edits: readonly (readonly [session: number, FileEdit])[]): OpenSide {
  return new OpenSide(
    'added',
    edits.map(([session, one]) => ({ session, net: net(one), counts: true })),
  );
}

/** A line that one step shipped and that stands. */
export const unit = (fingerprint: number, more: Partial<Unit> = {}): Unit => ({
  line: { commit: 'one', path: 'a', side: 'added', index: 0, fingerprint, fresh: true },
  place: 0,
  shippedAt: 0,
  path: 'a',
  fingerprint,
  text: null,
  state: 'standing',
  leftEarly: false,
  by: null,
  ...more,
});
export function followed(fingerprints: Iterable<number>): FingerprintSet {
  const set = new FingerprintSet();
  for (const fingerprint of fingerprints) set.add(fingerprint);
  return set;
}

/** The same as a step's files are looked at. */
export const whole = (...changes: readonly FileChange[]): ChangedFile[] => wholeFiles(changes);

/** What a step did to a file, as numbers. */
export const toldOf = (file: ChangedFile) => {
  const prints = (side: 'added' | 'removed') =>
    Array.from({ length: file.count(side) }, (_, at) => file.print(side, at));
  return [file.path, file.oldPath, prints('added'), prints('removed')];
};

/** A step of a history that says nothing but what it changed. */
export const step = (files: readonly FileChange[], more: Partial<HistoryStep> = {}): HistoryStep => ({
  commit: 'x',
  at: 0,
  files,
  reverts: [],
  saysRevert: false,
  ...more,
});

/** Lines of one-letter tokens, with their runs of five; a line with `#` before it is trivial. */
export function lettered(texts: readonly string[]): {
  readonly lines: readonly Line[];
  readonly grams: Uint32Array;
} {
  const hash = (text: string) =>
    [...text].reduce((sum, letter) => (Math.imul(sum, 131) + letter.charCodeAt(0)) >>> 0, 7);
  const plain = texts.map(text => text.replace('#', ''));
  const all = plain.join('');
  const runs = Math.max(0, all.length - 4);
  return {
    lines: plain.map((text, at) => ({
      print: hash(text),
      tokens: text.length,
      flags: texts[at]!.startsWith('#') ? 1 : 0,
    })),
    grams: Uint32Array.from({ length: runs }, (_, at) => hash(all.slice(at, at + 5))),
  };
}
