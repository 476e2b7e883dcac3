import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Counts, CREDIT_PARTS, kindOf, quarterOf } from './useKey.ts';

/** A call, as far as its use goes. */
export interface SummedCall extends Counts {
  readonly at: number;
  /** The ledger's number of its model. */
  readonly model: number | null;
  readonly creditUnit: string | null;
  readonly credit: number | null;
  /** Its number in `QUALITIES`. */
  readonly quality: number;
}

/** By how much a sum has changed. */
interface Difference {
  readonly session: number;
  readonly quarter: number;
  readonly model: number;
  readonly kind: number;
  readonly unit: string;
  calls: number;
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
  reasoning: number;
  cost: number;
  credit: number;
  /** Whether something was taken away, so that nothing may be left. */
  isLess: boolean;
  /** Another of the same session and quarter of an hour. */
  readonly next: Difference | undefined;
}

/** More quarters of an hour than there are until the year 2089; beyond them sessions only share a chain. */
const QUARTERS = 2 ** 22;

/**
 * Keeps sums of use beside the calls. What changes is gathered in memory and written once, before a transaction ends.
 * It is asked with every call of years of logs: text as a key would take longer than all else here.
 */
export class UseSums {
  readonly #put: StatementSync;
  readonly #drop: StatementSync;
  readonly #differences = new Map<number, Difference>();
  /** Calls of one session mostly come one after another. */
  #last: Difference | null = null;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(`
      INSERT INTO call_sum VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        calls = calls + excluded.calls, input = input + excluded.input,
        cache_read = cache_read + excluded.cache_read,
        cache_write_5m = cache_write_5m + excluded.cache_write_5m,
        cache_write_1h = cache_write_1h + excluded.cache_write_1h,
        output = output + excluded.output, reasoning = reasoning + excluded.reasoning,
        cost = cost + excluded.cost, credit = credit + excluded.credit
    `);
    this.#drop = database.prepare(
      'DELETE FROM call_sum WHERE session = ? AND quarter = ? AND model = ? AND kind = ? AND unit = ? AND calls = 0',
    );
  }

  add(session: number, call: SummedCall): void {
    const sum = this.#of(session, call);
    sum.calls++;
    sum.input += call.input ?? 0;
    sum.cacheRead += call.cacheRead ?? 0;
    sum.cacheWrite5m += call.cacheWrite5m ?? 0;
    sum.cacheWrite1h += call.cacheWrite1h ?? 0;
    sum.output += call.output ?? 0;
    sum.reasoning += call.reasoning ?? 0;
    sum.cost += call.cost ?? 0;
    sum.credit += Math.round((call.credit ?? 0) * CREDIT_PARTS);
  }

  subtract(session: number, call: SummedCall): void {
    const sum = this.#of(session, call);
    sum.calls--;
    sum.input -= call.input ?? 0;
    sum.cacheRead -= call.cacheRead ?? 0;
    sum.cacheWrite5m -= call.cacheWrite5m ?? 0;
    sum.cacheWrite1h -= call.cacheWrite1h ?? 0;
    sum.output -= call.output ?? 0;
    sum.reasoning -= call.reasoning ?? 0;
    sum.cost -= call.cost ?? 0;
    sum.credit -= Math.round((call.credit ?? 0) * CREDIT_PARTS);
    sum.isLess = true;
  }

  /** @returns sessions whose sums changed */
  flush(): Set<number> {
    const sessions = new Set<number>();
    for (const first of this.#differences.values()) {
      for (let sum: Difference | undefined = first; sum !== undefined; sum = sum.next) {
        const { session, quarter, model, kind, unit } = sum;
        sessions.add(session);
        this.#put.run(
          session,
          quarter,
          model,
          kind,
          unit,
          sum.calls,
          sum.input,
          sum.cacheRead,
          sum.cacheWrite5m,
          sum.cacheWrite1h,
          sum.output,
          sum.reasoning,
          sum.cost,
          sum.credit,
        );
        if (sum.isLess) this.#drop.run(session, quarter, model, kind, unit);
      }
    }
    this.forget();
    return sessions;
  }

  /** After a rolled-back transaction. */
  forget(): void {
    this.#differences.clear();
    this.#last = null;
  }

  #of(session: number, call: SummedCall): Difference {
    const quarter = quarterOf(call.at);
    const model = call.model ?? 0;
    const kind = kindOf(call.quality, call);
    const unit = call.creditUnit ?? '';
    const isSame = (sum: Difference) =>
      sum.kind === kind &&
      sum.model === model &&
      sum.quarter === quarter &&
      sum.session === session &&
      sum.unit === unit;
    if (this.#last !== null && isSame(this.#last)) return this.#last;
    const key = session * QUARTERS + quarter;
    const first = this.#differences.get(key);
    let sum = first;
    while (sum !== undefined && !isSame(sum)) sum = sum.next;
    if (sum === undefined) {
      sum = {
        session,
        quarter,
        model,
        kind,
        unit,
        calls: 0,
        input: 0,
        cacheRead: 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: 0,
        reasoning: 0,
        cost: 0,
        credit: 0,
        isLess: false,
        next: first,
      };
      this.#differences.set(key, sum);
    }
    this.#last = sum;
    return sum;
  }
}
