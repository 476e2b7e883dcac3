import type { HistoryStep } from './historyStep.ts';
import type { Unit } from './shippedUnit.ts';

/** Lines of one session or piece, as they are looked for: nearly all steps have none of them. */
export class FollowedLines {
  readonly #units: readonly Unit[];
  readonly #places: readonly number[];
  readonly #byFingerprint = new Map<number, Unit[]>();

  constructor(units: readonly Unit[]) {
    this.#units = units;
    this.#places = units.map(({ place }) => place).sort((a, b) => a - b);
    for (const unit of units) this.#put(unit);
  }

  has(fingerprint: number): boolean {
    return this.#byFingerprint.has(fingerprint);
  }

  /** Those that were on the ref before a step and look so now. */
  with(fingerprint: number, at: number): Unit[] {
    const units = this.#byFingerprint.get(fingerprint) ?? [];
    return units.filter(unit => unit.place < at && unit.fingerprint === fingerprint);
  }

  before(at: number): Unit[] {
    return this.#units.filter(({ place }) => place < at);
  }

  countBefore(at: number): number {
    return indexAfter(this.#places, at - 1);
  }

  became(unit: Unit, fingerprint: number): void {
    unit.fingerprint = fingerprint;
    this.#put(unit);
  }

  #put(unit: Unit): void {
    const units = this.#byFingerprint.get(unit.fingerprint);
    if (units === undefined) this.#byFingerprint.set(unit.fingerprint, [unit]);
    else if (!units.includes(unit)) units.push(unit);
  }
}

/** Where lines can be met again. */
export interface Whereabouts {
  readonly paths: ReadonlySet<string>;
  /** In every file: where it decides, what was rolled back may be put back in another. */
  readonly anywhere: boolean;
}

export function whereabouts(units: readonly Unit[]): Whereabouts {
  const paths = new Set<string>();
  let rolledBack = 0;
  for (const { state, path } of units) {
    if (state === 'rolled back') rolledBack++;
    // What was lost piece by piece is not looked for any more.
    if (state !== 'lost') paths.add(path);
  }
  return { paths, anywhere: rolledBack > 0 && rolledBack * 2 >= units.length };
}

/** Whether a step can change anything about lines with these fingerprints: most that touch their files cannot. */
export function concerns(
  { files, reverts, saysRevert }: HistoryStep,
  { paths, anywhere }: Whereabouts,
  wanted: FollowedLines,
): boolean {
  if (saysRevert || reverts.length > 0) return true;
  const has = (fingerprints: Float64Array) => fingerprints.some(fingerprint => wanted.has(fingerprint));
  return files.some(({ path, oldPath, added, removed }) => {
    if (!anywhere && !paths.has(path) && (oldPath === null || !paths.has(oldPath))) return false;
    return oldPath !== null || has(added.fingerprints) || has(removed.fingerprints);
  });
}

/** How many of these numbers, in rising order, are not greater. */
export function indexAfter(places: readonly number[], than: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! > than) high = middle;
    else low = middle + 1;
  }
  return low;
}
