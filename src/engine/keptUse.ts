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

/** Use of one session, its sub-agents apart: all of it, or what of it lies in a window. */
export interface SessionUse {
  readonly sums: readonly PricedSum[];
  /** All of them together. */
  readonly tally: UseTally;
  /** The model of all of them; `undefined` where they are of several. */
  readonly model: string | null | undefined;
  /** The first and last quarter of an hour. */
  readonly firstQuarter: number;
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
    const priced = this.#priced(this.#counted(sums), models => this.#reads.ofModels(models));
    for (const own of runs(priced, ({ sum }) => sum.session)) {
      this.#bySession.set(own[0]!.sum.session, useOf(own));
    }
    return all ? null : stale;
  }

  /** By session. */
  get all(): ReadonlyMap<number, SessionUse> {
    return this.#bySession;
  }

  /** Without calls that are told twice. */
  #counted(sums: readonly UseSum[]): readonly UseSum[] {
    if (this.#doubles.size === 0) return sums;
    const doubles = Map.groupBy(this.#doubles.values(), ({ session }) => session);
    return runs(sums, ({ session }) => session).flatMap(own => {
      const doubled = doubles.get(own[0]!.session);
      return doubled === undefined ? own : without(own, doubled);
    });
  }

  /** The part of each session's use that lies in a window, where there is any. */
  *within(since: Instant | null, until: Instant | null): IterableIterator<[number, SessionUse]> {
    const first = since === null ? Number.NEGATIVE_INFINITY : Math.ceil(since / QUARTER_MS);
    const end = until === null ? Number.POSITIVE_INFINITY : quarterOf(until);
    const odd = this.#odd(since, until);
    for (const [session, use] of this.#bySession) {
      const isOutside = use.lastQuarter < first || use.firstQuarter >= end;
      if (isOutside && odd.size === 0) continue;
      const isInside = use.firstQuarter >= first && use.lastQuarter < end;
      const parts = odd.get(session);
      if (isInside && parts === undefined) {
        yield [session, use];
        continue;
      }
      const whole = use.sums.filter(({ sum }) => sum.quarter >= first && sum.quarter < end);
      const inside = [...whole, ...(parts ?? [])];
      if (inside.length > 0) yield [session, useOf(inside)];
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
    const byCall: { readonly sum: UseSum; micros: number | null }[] = [];
    const priced = sums.map(sum => {
      const model = this.#models.get(sum.model) ?? null;
      const micros = microsOf(sum, model, this.#prices);
      const one = { sum, model, micros: micros === 'by call' ? null : micros };
      if (micros === 'by call') byCall.push(one);
      return one;
    });
    if (byCall.length === 0) return priced;
    const single = new Map<string, number | null>();
    for (const call of callsOf(new Set(byCall.map(({ sum }) => sum.model)))) {
      if (this.#doubles.has(call.id)) continue;
      const model = this.#models.get(call.model ?? 0) ?? null;
      const key = keyOfCall(call);
      single.set(key, addCounts(single.get(key) ?? null, this.#prices.price(model, call.at, call)));
    }
    for (const one of byCall) one.micros = single.get(keyOf(one.sum)) ?? null;
    return priced;
  }
}

function useOf(sums: readonly PricedSum[]): SessionUse {
  const tally = new UseTally();
  let model: string | null | undefined = sums[0]!.model;
  let firstQuarter = Number.POSITIVE_INFINITY;
  let lastQuarter = Number.NEGATIVE_INFINITY;
  for (const each of sums) {
    tally.add(each);
    if (each.model !== model) model = undefined;
    firstQuarter = Math.min(firstQuarter, each.sum.quarter);
    lastQuarter = Math.max(lastQuarter, each.sum.quarter);
  }
  return { sums, tally, model, firstQuarter, lastQuarter };
}

/** What lies one after the other and is of the same. */
function runs<T>(items: readonly T[], of: (item: T) => number): (readonly T[])[] {
  const found: (readonly T[])[] = [];
  let start = 0;
  for (let at = 1; at <= items.length; at++) {
    if (at < items.length && of(items[at]!) === of(items[start]!)) continue;
    found.push(items.slice(start, at));
    start = at;
  }
  return found;
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
