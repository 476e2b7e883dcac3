import { classCounts, classifyPath } from '../lines/classify.ts';
import type { FileChange } from '../model/git.ts';
import type { Found, Work } from './attribution.ts';
import type { FingerprintSet } from './fingerprintSet.ts';
import type { Freshness } from './freshness.ts';
import { weighs } from './net.ts';
import type { ShippedLine, Side } from './shippedLine.ts';

/** The lines of one file of a step that are a session's, in little memory. */
export interface ShippedPart {
  readonly commit: string;
  readonly change: FileChange;
  /** Its lines count in figures, as far as they weigh and are new. */
  readonly counts: boolean;
  /** Places among the added lines; of a removed one its place inverted bit by bit. */
  readonly places: readonly number[];
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
    const own: number[] = [];
    const others: number[] = [];
    for (const place of placesOf(change, weighing)) {
      const isOwn = wrote[place >= 0 ? 'added' : 'removed'].has(fingerprintAt(change, place));
      (isOwn ? own : others).push(place);
    }
    return partOf(
      commit,
      change,
      weighing,
      [...own, ...others].slice(0, weighing ? changedWeighing : changed),
    );
  });
}

export function addFingerprints({ change, places }: ShippedPart, to: FingerprintSet): void {
  for (const place of places) to.add(fingerprintAt(change, place));
}

/** @param freshness `null` where nobody asks what was new */
export function linesOfPart(part: ShippedPart, freshness: Freshness | null): ShippedLine[] {
  const lines = part.places.map(place => new PartLine(part, place));
  if (freshness === null) return lines;
  for (const side of ['added', 'removed'] as const) {
    const asked = lines.filter(line => line.fresh && line.side === side).sort((a, b) => a.index - b.index);
    for (const line of freshness.staleOf(asked)) line.fresh = false;
  }
  return lines;
}

/** A place in a part: there are very many, and the part has the rest. */
class PartLine implements ShippedLine {
  readonly #part: ShippedPart;
  readonly #place: number;
  fresh: boolean;

  constructor(part: ShippedPart, place: number) {
    this.#part = part;
    this.#place = place;
    this.fresh = part.counts && weighs({ flags: this.#among.flags[this.index]! });
  }

  get commit(): string {
    return this.#part.commit;
  }

  get path(): string {
    return this.#part.change.path;
  }

  get side(): Side {
    return this.#place >= 0 ? 'added' : 'removed';
  }

  get index(): number {
    return this.#place >= 0 ? this.#place : ~this.#place;
  }

  get fingerprint(): number {
    return this.#among.fingerprints[this.index]!;
  }

  get #among(): FileChange['added'] {
    return this.#part.change[this.side];
  }
}

/** All of a change, where it is a session's as a whole; only lines that weigh, unless none does. */
export function partsOfChange(commit: string, files: readonly FileChange[]): ShippedPart[] {
  const parts = (onlyWeighing: boolean) =>
    files.flatMap(change => {
      const counts = classCounts(classifyPath(change.path));
      return partOf(commit, change, counts, placesOf(change, onlyWeighing));
    });
  const heavy = parts(true);
  return heavy.length > 0 ? heavy : parts(false);
}

function partOf(
  commit: string,
  change: FileChange,
  counts: boolean,
  places: readonly number[],
): ShippedPart[] {
  // A copy: a list that grew has room for many more.
  return places.length === 0 ? [] : [{ commit, change, counts, places: places.slice() }];
}

/** As in `ShippedPart`. */
function placesOf(change: FileChange, onlyWeighing: boolean): number[] {
  const places: number[] = [];
  for (const side of ['added', 'removed'] as const) {
    const { flags } = change[side];
    for (let index = 0; index < flags.length; index++)
      if (!onlyWeighing || weighs({ flags: flags[index]! })) places.push(side === 'added' ? index : ~index);
  }
  return places;
}

function fingerprintAt({ added, removed }: FileChange, place: number): number {
  return place >= 0 ? added.fingerprints[place]! : removed.fingerprints[~place]!;
}

function fingerprintsOf(work: Work | undefined): Record<Side, Set<number>> {
  const wrote = { added: new Set<number>(), removed: new Set<number>() };
  for (const { net } of work?.files.values() ?? []) {
    for (const side of ['added', 'removed'] as const) {
      net.each(side, (_edit, { fingerprints }, index) => wrote[side].add(fingerprints[index]!));
    }
  }
  return wrote;
}
