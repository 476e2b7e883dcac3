import type { DatabaseSync } from 'node:sqlite';
import { DoubledCalls } from '../ledger/doubledCalls.ts';
import { keyOf, keyOfCall, sumsOf, without } from '../ledger/summing.ts';
import { QUARTER_MS, quarterOf } from '../ledger/useKey.ts';
import { type SingleCall, UseReads, type UseSum } from '../ledger/useReads.ts';
import type { Instant } from '../model/records.ts';
import { addCounts } from '../model/tokens.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { microsOf, type PricedSum } from './pricedSum.ts';
import { UseTally } from './useTally.ts';

/** Use of one session, its sub-agents apart. */
export interface SessionUse {
  readonly sums: readonly PricedSum[];
  /** All of it. */
  readonly tally: UseTally;
  /** Micro-dollars of what could be priced, by model. */
  readonly byModel: ReadonlyMap<string | null, number>;
  /** Its last quarter of an hour. */
  readonly lastQuarter: number;
}

const EARLIEST = -8.64e15;
/** So many sessions and more are read with all others. */
const MANY = 500;

/** Use by session, priced, with every call counted once. Kept from one report to the next. */
export class KeptUse {
  readonly #database: DatabaseSync;
  readonly #prices: PriceBook;
  readonly #from: number;
  readonly #reads: UseReads;
  readonly #doubled: DoubledCalls;
  readonly #bySession = new Map<number, SessionUse>();
  #doubles = new Map<number, SingleCall>();
  #models: ReadonlyMap<number, string> = new Map();

  /** @param from what came before is not asked for; at the start of a quarter of an hour */
  constructor(database: DatabaseSync, prices: PriceBook, from: Instant = EARLIEST) {
    this.#database = database;
    this.#from = quarterOf(from);
    this.#prices = prices;
    this.#reads = new UseReads(database);
    this.#doubled = new DoubledCalls(database);
  }

  /**
   * @param written sessions of which something was written since; `null` for all
   * @returns sessions whose use was read anew; `null` for all
   */
  refresh(written: ReadonlySet<number> | null): ReadonlySet<number> | null {
    if (written?.size === 0) return written;
    this.#models = new Map(
      this.#database
        .prepare('SELECT id, name FROM model')
        .all()
        .map(({ id, name }) => [Number(id), String(name)]),
    );
    const before = this.#doubles;
    this.#doubles = this.#doubled.read();
    const stale = written === null ? null : new Set([...written, ...otherwise(before, this.#doubles)]);
    const all = stale === null || stale.size >= MANY;
    if (all) this.#bySession.clear();
    const sums = all
      ? this.#reads.all(this.#from)
      : [...stale].flatMap(session => this.#reads.of(session, this.#from));
    for (const session of stale ?? []) this.#bySession.delete(session);
    const doubles = Map.groupBy(this.#doubles.values(), ({ session }) => session);
    const counted = [...bySession(sums)].flatMap(([session, own]) => {
      const doubled = doubles.get(session);
      return doubled === undefined ? own : without(own, doubled);
    });
    const priced = this.#priced(counted, models => this.#reads.ofModels(models));
    for (const [session, own] of Map.groupBy(priced, ({ sum }) => sum.session)) {
      this.#bySession.set(session, useOf(own));
    }
    return all ? null : stale;
  }

  /** By session. */
  get all(): ReadonlyMap<number, SessionUse> {
    return this.#bySession;
  }

  /** The part of each session's use that lies in a window, where there is any. */
  *within(since: Instant | null, until: Instant | null): IterableIterator<[number, readonly PricedSum[]]> {
    const first = since === null ? Number.NEGATIVE_INFINITY : Math.ceil(since / QUARTER_MS);
    const end = until === null ? Number.POSITIVE_INFINITY : quarterOf(until);
    const odd = this.#odd(since, until);
    for (const [session, use] of this.#bySession) {
      const whole =
        use.lastQuarter < first
          ? []
          : use.sums.filter(({ sum }) => sum.quarter >= first && sum.quarter < end);
      const parts = odd.get(session);
      const inside = parts === undefined ? whole : [...whole, ...parts];
      if (inside.length > 0) yield [session, inside];
    }
  }

  /** What lies inside of quarters of an hour that a window cuts, by session. */
  #odd(since: Instant | null, until: Instant | null): Map<number, PricedSum[]> {
    const cut = new Set(
      [since, until].flatMap(at => (at === null || at % QUARTER_MS === 0 ? [] : quarterOf(at))),
    );
    const calls = [...cut].flatMap(quarter => {
      if (!this.#hasUseIn(quarter)) return [];
      return this.#reads
        .between(
          Math.max(quarter * QUARTER_MS, since ?? Number.NEGATIVE_INFINITY),
          Math.min((quarter + 1) * QUARTER_MS, until ?? Number.POSITIVE_INFINITY),
        )
        .filter(({ id }) => !this.#doubles.has(id));
    });
    return Map.groupBy(
      this.#priced(sumsOf(calls), () => calls),
      ({ sum }) => sum.session,
    );
  }

  #hasUseIn(quarter: number): boolean {
    for (const { sums, lastQuarter } of this.#bySession.values()) {
      if (lastQuarter >= quarter && sums.some(({ sum }) => sum.quarter === quarter)) return true;
    }
    return false;
  }

  /** @param callsOf reads the calls of models, for sums that do not tell what their calls cost */
  #priced(
    sums: readonly UseSum[],
    callsOf: (models: ReadonlySet<number>) => readonly SingleCall[],
  ): PricedSum[] {
    const found = sums.map(sum => {
      const model = this.#models.get(sum.model) ?? null;
      return { sum, model, micros: microsOf(sum, model, this.#prices) };
    });
    const models = new Set(found.flatMap(({ sum, micros }) => (micros === 'by call' ? sum.model : [])));
    const single = new Map<string, number | null>();
    for (const call of models.size === 0 ? [] : callsOf(models)) {
      if (this.#doubles.has(call.id)) continue;
      const model = this.#models.get(call.model ?? 0) ?? null;
      const key = keyOfCall(call);
      single.set(key, addCounts(single.get(key) ?? null, this.#prices.price(model, call.at, call)));
    }
    return found.map(({ sum, model, micros }) => {
      return { sum, model, micros: micros === 'by call' ? (single.get(keyOf(sum)) ?? null) : micros };
    });
  }
}

function useOf(sums: readonly PricedSum[]): SessionUse {
  const tally = new UseTally();
  const byModel = new Map<string | null, number>();
  let lastQuarter = Number.NEGATIVE_INFINITY;
  for (const sum of sums) {
    tally.add(sum);
    byModel.set(sum.model, (byModel.get(sum.model) ?? 0) + (sum.micros ?? 0));
    lastQuarter = Math.max(lastQuarter, sum.sum.quarter);
  }
  return { sums, tally, byModel, lastQuarter };
}

function bySession(sums: readonly UseSum[]): Map<number, UseSum[]> {
  return Map.groupBy(sums, ({ session }) => session);
}

/** Sessions of calls that are in one and not, or not the same, in the other. */
function otherwise(
  before: ReadonlyMap<number, SingleCall>,
  now: ReadonlyMap<number, SingleCall>,
): Set<number> {
  const sessions = new Set<number>();
  for (const [one, other] of [
    [before, now],
    [now, before],
  ] as const) {
    for (const [id, call] of one) {
      const same = other.get(id);
      if (same === undefined || same.session !== call.session) sessions.add(call.session);
    }
  }
  return sessions;
}
