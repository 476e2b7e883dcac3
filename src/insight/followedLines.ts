import type { Instant } from '../model/records.ts';
import type { ChangedFile } from './changedFile.ts';
import { FingerprintIndex } from './fingerprintIndex.ts';
import type { HistoryStep } from './historyStep.ts';
import type { Side } from './shippedLine.ts';
import { TELLING_AGE, type Unit } from './shippedUnit.ts';

/** Lines of one session or piece, as they are looked for: nearly all steps have none of them. */
export class FollowedLines {
  readonly #units: readonly Unit[];
  /** In rising order. */
  readonly #places: Float64Array;
  readonly #index: FingerprintIndex;
  /** By entry of the index; a line that looked otherwise before has an entry for that too. */
  readonly #entries: Unit[] = [];
  /** By path: how many of them can be met there. */
  readonly #paths = new Map<string, number>();
  #rolledBack = 0;

  constructor(units: readonly Unit[]) {
    this.#units = units;
    this.#places = Float64Array.from(units, ({ place }) => place).sort();
    this.#index = new FingerprintIndex(units.length);
    for (const unit of units) {
      this.#put(unit);
      this.#count(unit, 1);
    }
  }

  has(fingerprint: number): boolean {
    return this.#index.has(fingerprint);
  }

  /** A number for all lines that look so, or did; -1 where none is followed. */
  kindOf(fingerprint: number): number {
    return this.#index.first(fingerprint);
  }

  /** All kinds have lower numbers, until a line looks otherwise. */
  get kindsEver(): number {
    return this.#entries.length;
  }

  /** Whether lines can be met again in a file. */
  areIn(path: string): boolean {
    return (this.#paths.get(path) ?? 0) > 0;
  }

  /** They can be met in every file: where it decides, what was rolled back may be put back in another. */
  get areAnywhere(): boolean {
    return this.#rolledBack > 0 && this.#rolledBack * 2 >= this.#units.length;
  }

  /** Shows those that were on the ref before a step and look so now: a list of them for each step is much garbage. */
  each(kinds: Int32Array, at: number, show: (unit: Unit, kind: number) => void): void {
    for (let place = 0; place < kinds.length; place++) {
      const kind = kinds[place]!;
      let known = Number.NaN;
      for (let entry = kind; entry !== -1; entry = this.#index.next(entry)) {
        const unit = this.#entries[entry]!;
        if (unit.place >= at) continue;
        const { fingerprint } = unit;
        // Nearly all of a kind look so now: they are looked up once.
        if (fingerprint !== known && this.kindOf(fingerprint) !== kind) continue;
        known = fingerprint;
        show(unit, kind);
      }
    }
  }

  before(at: number): Unit[] {
    return this.#units.filter(({ place }) => place < at);
  }

  countBefore(at: number): number {
    return indexAfter(this.#places, at - 1);
  }

  became(unit: Unit, fingerprint: number): void {
    unit.fingerprint = fingerprint;
    for (let entry = this.kindOf(fingerprint); entry !== -1; entry = this.#index.next(entry))
      if (this.#entries[entry] === unit) return;
    this.#put(unit);
  }

  /** @param at when that happened; what comes later than the time that tells does not change what stood then */
  turned(unit: Unit, state: Unit['state'], by: Unit['by'], at: Instant): void {
    this.#count(unit, -1);
    unit.state = state;
    unit.by = by;
    if (at - unit.shippedAt <= TELLING_AGE) unit.leftEarly = state !== 'standing';
    this.#count(unit, 1);
  }

  moved(unit: Unit, path: string): void {
    this.#count(unit, -1);
    unit.path = path;
    this.#count(unit, 1);
  }

  /** What was lost piece by piece is not looked for any more. */
  #count({ state, path }: Unit, by: 1 | -1): void {
    if (state === 'rolled back') this.#rolledBack += by;
    if (state !== 'lost') this.#paths.set(path, (this.#paths.get(path) ?? 0) + by);
  }

  #put(unit: Unit): void {
    this.#entries[this.#index.add(unit.fingerprint)] = unit;
  }
}

/** Whether a step can change anything about lines: most that touch their files cannot. */
export function concerns(
  { reverts, saysRevert }: HistoryStep,
  files: readonly ChangedFile[],
  followed: FollowedLines,
): boolean {
  if (saysRevert || reverts.length > 0) return true;
  const anywhere = followed.areAnywhere;
  return files.some(file => {
    const { path, oldPath } = file;
    if (!anywhere && !followed.areIn(path) && (oldPath === null || !followed.areIn(oldPath))) return false;
    return oldPath !== null || hasAny(file, 'added', followed) || hasAny(file, 'removed', followed);
  });
}

function hasAny(file: ChangedFile, side: Side, followed: FollowedLines): boolean {
  const count = file.count(side);
  for (let at = 0; at < count; at++) if (followed.has(file.print(side, at))) return true;
  return false;
}

/** How many of these numbers, in rising order, are not greater. */
function indexAfter(places: Float64Array, than: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! > than) high = middle;
    else low = middle + 1;
  }
  return low;
}
