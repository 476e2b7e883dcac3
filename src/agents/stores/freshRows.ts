/** Up to when rows that are updated in place were read, and when each of the last ones was changed. */
export interface FreshState {
  readonly at: number;
  /** By name. */
  readonly seen: Readonly<Record<string, number>>;
}

/** A change is dated when it is made and seen when it is committed, for which it may wait for other writers. */
const LATE_MS = 10_000;

/**
 * Tells rows that are new or changed from those that were read, by the time of their last change. Two changes may have
 * one time, and one may come to light after a later one, so those of the last moments are known by their names.
 */
export class FreshRows {
  /** No row that was changed before is of interest. */
  readonly since: number;
  readonly #seen: ReadonlyMap<string, number>;
  readonly #next: Map<string, number>;
  #at: number;

  /** @param newest time of any row now: where it is before what was read, the store is another one */
  constructor(state: FreshState | null, newest: number) {
    const known = state !== null && newest >= state.at ? state : null;
    this.#at = known?.at ?? Number.MIN_SAFE_INTEGER;
    this.since = known === null ? this.#at : known.at - LATE_MS;
    this.#seen = new Map(Object.entries(known?.seen ?? {}));
    this.#next = new Map(this.#seen);
  }

  /** @param name with all that would tell a change within the same moment */
  isFresh(name: string, at: number): boolean {
    if (at < this.since) return false;
    if (at > this.#at) this.#at = at;
    this.#next.set(name, at);
    return this.#seen.get(name) !== at;
  }

  state(): FreshState {
    const late = [...this.#next].filter(([, at]) => at >= this.#at - LATE_MS);
    return { at: this.#at, seen: Object.fromEntries(late.sort(([a], [b]) => (a < b ? -1 : 1))) };
  }
}
