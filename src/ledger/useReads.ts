import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CALL_SUMS } from './callSums.ts';
import type { SummedCall } from './useSums.ts';

/** Calls of one session that have all of this in common, added up: see useKey.ts. */
export interface UseSum {
  readonly session: number;
  readonly quarter: number;
  /** The ledger's number, 0 where none is told. */
  readonly model: number;
  readonly kind: number;
  /** Of credits; empty where there are none. */
  readonly unit: string;
  calls: number;
  /** A count that the kind does not tell is 0. */
  input: number;
  cacheRead: number;
  cacheWrite5m: number;
  cacheWrite1h: number;
  output: number;
  reasoning: number;
  cost: number;
  /** In billionths. */
  credit: number;
}

/** A call that was read by itself. */
export interface SingleCall extends SummedCall {
  readonly id: number;
  readonly session: number;
}

/** Columns of a `SingleCall`. */
export const SINGLE_CALL = `id, session, at, model, input, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m,
  cache_write_1h AS cacheWrite1h, output, reasoning, cost, credit_unit AS creditUnit, credit, quality`;

const COLUMNS = `session, quarter, model, kind, unit, calls, input, cache_read, cache_write_5m, cache_write_1h, output,
  reasoning, cost, credit`;

type SumColumns = [number, number, number, number, string, ...number[]];

/** Sums of use as they stand in the ledger, copies and calls that are told twice among them: see `DoubledCalls`. */
export class UseReads {
  readonly #database: DatabaseSync;
  readonly #all: StatementSync;
  readonly #of: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    // A ledger that may not be written may be of a version that had no sums.
    const kept = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'call_sum'").get() !== undefined;
    const sums = kept
      ? 'SELECT * FROM call_sum WHERE quarter >= ?'
      : `WITH sums (${COLUMNS}) AS (${CALL_SUMS}) SELECT * FROM sums WHERE quarter >= ?`;
    this.#all = database.prepare(`${sums} ORDER BY session`);
    this.#of = database.prepare(`${sums} AND session = ?`);
    for (const statement of [this.#all, this.#of]) statement.setReturnArrays(true);
  }

  /**
   * By session.
   * @param from the first quarter of an hour that is asked for
   */
  all(from: number): UseSum[] {
    return (this.#all.all(from) as unknown as SumColumns[]).map(asSum);
  }

  of(session: number, from: number): UseSum[] {
    return (this.#of.all(from, session) as unknown as SumColumns[]).map(asSum);
  }

  /** Calls of a stretch of time, one by one. */
  between(since: number, until: number): SingleCall[] {
    return this.#singles(`SELECT ${SINGLE_CALL} FROM call WHERE at >= ? AND at < ?`, since, until);
  }

  /** All calls of models, one by one. */
  ofModels(models: Iterable<number>): SingleCall[] {
    const list = JSON.stringify([...models]);
    return this.#singles(
      `SELECT ${SINGLE_CALL} FROM call WHERE model IN (SELECT value FROM json_each(?))`,
      list,
    );
  }

  #singles(sql: string, ...values: (number | string)[]): SingleCall[] {
    return this.#database.prepare(sql).all(...values) as unknown as SingleCall[];
  }
}

function asSum(row: SumColumns): UseSum {
  return {
    session: row[0],
    quarter: row[1],
    model: row[2],
    kind: row[3],
    unit: row[4],
    calls: row[5]!,
    input: row[6]!,
    cacheRead: row[7]!,
    cacheWrite5m: row[8]!,
    cacheWrite1h: row[9]!,
    output: row[10]!,
    reasoning: row[11]!,
    cost: row[12]!,
    credit: row[13]!,
  };
}
