import type { AgentId, AgentRecord, Instant, SessionRecord } from '../../model/records.ts';

/** What is known of a session; what is missing is not known. */
export type Known = Partial<
  Pick<SessionRecord, 'parent' | 'forkedFrom' | 'cwd' | 'branch' | 'commit' | 'remote'>
>;

export type SpanState = { readonly id: string } & Known;

/** One session as one read of one file sees it: told when first seen, and again when the read is over. */
export class SessionSpan {
  readonly #agent: AgentId;
  readonly #log: string;
  readonly #id: string;
  #known: Known;
  #first: Instant | null = null;
  #last: Instant | null = null;
  #told = false;

  constructor(agent: AgentId, log: string, state: SpanState) {
    const { id, ...known } = state;
    this.#agent = agent;
    this.#log = log;
    this.#id = id;
    this.#known = known;
  }

  /** The same session under the name that its log gives it, as long as it was not told under another. */
  named(id: string): SessionSpan {
    return this.#told || id === this.#id
      ? this
      : new SessionSpan(this.#agent, this.#log, { ...this.#known, id });
  }

  /** The branch may change as a session goes on; everything else is kept as first told. */
  learn(known: Known): void {
    for (const key of Object.keys(known) as (keyof Known)[]) {
      const value = known[key];
      if (value == null || (key !== 'branch' && this.#known[key] != null) || this.#known[key] === value)
        continue;
      this.#known = { ...this.#known, [key]: value };
    }
  }

  see(at: Instant | null, emit: (record: AgentRecord) => void): void {
    if (at !== null) {
      if (this.#first === null || at < this.#first) this.#first = at;
      if (this.#last === null || at > this.#last) this.#last = at;
    }
    if (!this.#told) emit(this.#record());
    this.#told = true;
  }

  /** Tells the session as it is known now, if these bytes held anything of it. */
  finish(emit: (record: AgentRecord) => void): void {
    if (this.#told) emit(this.#record());
  }

  state(): SpanState {
    return { id: this.#id, ...this.#known };
  }

  #record(): SessionRecord {
    const known = this.#known;
    return {
      kind: 'session',
      agent: this.#agent,
      id: this.#id,
      parent: known.parent ?? null,
      forkedFrom: known.forkedFrom ?? null,
      cwd: known.cwd ?? null,
      branch: known.branch ?? null,
      commit: known.commit ?? null,
      remote: known.remote ?? null,
      startedAt: this.#first,
      endedAt: this.#last,
      log: this.#log,
    };
  }
}
