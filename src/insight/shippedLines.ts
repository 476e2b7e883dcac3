import type { FileChange } from '../model/git.ts';
import type { Found, Work } from './attribution.ts';
import { weighs } from './net.ts';

export type Side = 'added' | 'removed';

/** One line of a session as the shipping ref got it. */
export interface ShippedLine {
  /** The step of the shipping ref that brought it. */
  readonly commit: string;
  readonly path: string;
  readonly side: Side;
  /** Its place among the lines of that side. */
  readonly index: number;
  readonly fingerprint: number;
}

/** The lines of one file of a step that are a session's, in little memory. */
export interface ShippedPart {
  readonly commit: string;
  readonly change: FileChange;
  /** Places among the added lines; of a removed one its place inverted bit by bit. */
  readonly places: Int32Array;
}

/**
 * The lines of steps that are a session's: those whose fingerprints it wrote, and, where more were found than
 * those (reflowed, lightly edited), others of the same file. Only lines that weigh, unless none does.
 * @param filesOf what each step changed
 */
export function shippedParts(
  work: Work | undefined,
  found: readonly Found[],
  filesOf: ReadonlyMap<string, readonly FileChange[]>,
): ShippedPart[] {
  const shipped = found.filter(({ stage }) => stage === 'shipped');
  const weighing = shipped.some(each => each.weighing > 0);
  const wrote = fingerprintsOf(work);
  return shipped.flatMap(({ commit, path, changed, changedWeighing }) => {
    const change = filesOf.get(commit ?? '')?.find(file => file.path === path);
    if (commit === null || change === undefined) return [];
    const candidates = linesOf(commit, change, weighing);
    const own = candidates.filter(line => wrote[line.side].has(line.fingerprint));
    const others = candidates.filter(line => !wrote[line.side].has(line.fingerprint));
    const lines = [...own, ...others].slice(0, weighing ? changedWeighing : changed);
    const places = Int32Array.from(lines, ({ side, index }) => (side === 'added' ? index : ~index));
    return lines.length === 0 ? [] : [{ commit, change, places }];
  });
}

export function linesOfPart({ commit, change, places }: ShippedPart): ShippedLine[] {
  const { path, added, removed } = change;
  return Array.from(places, (place): ShippedLine => {
    const [side, index] = place >= 0 ? (['added', place] as const) : (['removed', ~place] as const);
    const { fingerprints } = side === 'added' ? added : removed;
    return { commit, path, side, index, fingerprint: fingerprints[index]! };
  });
}

/** All lines of a change, where the change as a whole is a session's; those that weigh, unless none does. */
export function linesOfChange(commit: string, files: readonly FileChange[]): ShippedLine[] {
  const heavy = files.flatMap(file => linesOf(commit, file, true));
  return heavy.length > 0 ? heavy : files.flatMap(file => linesOf(commit, file, false));
}

function linesOf(commit: string, change: FileChange, onlyWeighing: boolean): ShippedLine[] {
  return (['added', 'removed'] as const).flatMap(side => {
    const { fingerprints, flags } = change[side];
    return Array.from(fingerprints, (fingerprint, index) => ({ fingerprint, index, flags: flags[index]! }))
      .filter(line => !onlyWeighing || weighs(line))
      .map(({ fingerprint, index }) => ({ commit, path: change.path, side, index, fingerprint }));
  });
}

function fingerprintsOf(work: Work | undefined): Record<Side, Set<number>> {
  const wrote = { added: new Set<number>(), removed: new Set<number>() };
  for (const { net } of work?.files.values() ?? []) {
    for (const side of ['added', 'removed'] as const) {
      for (const { fingerprint } of net[side]) wrote[side].add(fingerprint);
    }
  }
  return wrote;
}
