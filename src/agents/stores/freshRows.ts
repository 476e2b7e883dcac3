/** Up to when rows that are updated in place were read, and which of that very moment. */
export interface FreshState {
  readonly at: number;
  readonly seen: readonly string[];
}

/**
 * Tells rows that are new or changed from those that were read, by the time of their last change. Two changes may have
 * one time, so those of the last moment are known by their names.
 */
export class FreshRows {
  readonly since: number;
  readonly #seen: ReadonlySet<string>;
  #at: number;
  #names: Set<string>;

  /** @param newest time of any row now: where it is before what was read, the store is another one */
  constructor(state: FreshState | null, newest: number) {
    const known = state !== null && newest >= state.at ? state : null;
    this.since = known?.at ?? Number.MIN_SAFE_INTEGER;
    this.#seen = new Set(known?.seen);
    this.#at = this.since;
    this.#names = new Set(known?.seen);
  }

  /** @param name with all that would tell a change within the same moment */
  isFresh(name: string, at: number): boolean {
    if (at > this.#at) {
      this.#at = at;
      this.#names = new Set();
    }
    if (at === this.#at) this.#names.add(name);
    return at > this.since || !this.#seen.has(name);
  }

  state(): FreshState {
    return { at: this.#at, seen: [...this.#names].sort() };
  }
}
