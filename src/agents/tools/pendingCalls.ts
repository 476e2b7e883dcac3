/** Calls whose results never come (interrupted) must not fill the state for ever. */
const MAX_PENDING = 256;

/** Tool calls by id, oldest first. */
export class PendingCalls<Call> {
  readonly #calls: Map<string, Call>;

  constructor(entries: readonly (readonly [string, Call])[]) {
    this.#calls = new Map(entries);
  }

  add(id: string, call: Call): void {
    this.#calls.set(id, call);
    if (this.#calls.size <= MAX_PENDING) return;
    for (const oldest of this.#calls.keys()) {
      this.#calls.delete(oldest);
      return;
    }
  }

  get(id: string): Call | undefined {
    return this.#calls.get(id);
  }

  take(id: string): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  entries(): [string, Call][] {
    return [...this.#calls];
  }
}
