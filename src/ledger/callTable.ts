import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CallRecord } from '../model/records.ts';
import { QUALITIES } from '../model/tokens.ts';
import { type CallTokens, fullerCall } from './merge.ts';
import type { Names } from './names.ts';
import { recordKey } from './recordKey.ts';
import type { SharedRecords } from './sharedRecords.ts';
import type { SummedCall, UseSums } from './useSums.ts';

interface CallRow {
  session: number;
  at: number;
  model: string | null;
  input: number | null;
  cache_read: number | null;
  cache_write_5m: number | null;
  cache_write_1h: number | null;
  output: number | null;
  reasoning: number | null;
  cost: number | null;
  credit_unit: string | null;
  credit: number | null;
  sidechain: number;
  quality: number;
  lesser: number | null;
  lesser_since: number | null;
  lesser_until: number | null;
}

export class CallTable {
  readonly #models: Names;
  readonly #shared: SharedRecords;
  readonly #sums: UseSums;
  readonly #add: StatementSync;
  readonly #find: StatementSync;
  readonly #replace: StatementSync;

  constructor(database: DatabaseSync, models: Names, shared: SharedRecords, sums: UseSums) {
    this.#models = models;
    this.#shared = shared;
    this.#sums = sums;
    const values = `(${Array(20).fill('?').join(', ')})`;
    this.#add = database.prepare(`INSERT INTO call VALUES ${values} ON CONFLICT DO NOTHING`);
    this.#replace = database.prepare(`INSERT OR REPLACE INTO call VALUES ${values}`);
    this.#find = database.prepare(`
      SELECT call.*, model.name AS model FROM call LEFT JOIN model ON model.id = call.model
      WHERE call.id = ?
    `);
  }

  /** @param seed of the agent */
  write(agent: number, seed: number, session: number, record: CallRecord): void {
    const id = recordKey(record.key, seed);
    if (this.#put(this.#add, id, agent, seed, session, record, record.key) > 0) {
      this.#sums.add(session, this.#summed(record));
      return;
    }
    const row = this.#find.get(id) as unknown as CallRow;
    this.#shared.saw('call', id, row.session, session);
    const old = asTokens(row);
    const winner = fullerCall(old, record);
    if (winner === old) return;
    this.#put(this.#replace, id, agent, seed, row.session, winner, record.key);
    this.#sums.subtract(row.session, this.#summed(old));
    this.#sums.add(row.session, this.#summed(winner));
  }

  #summed({ at, model, tokens, credits, loggedCost, quality }: CallTokens): SummedCall {
    return {
      at,
      model: model === null ? null : this.#models.id(model),
      input: tokens.input,
      cacheRead: tokens.cacheRead,
      cacheWrite5m: tokens.cacheWrite5m,
      cacheWrite1h: tokens.cacheWrite1h,
      output: tokens.output,
      reasoning: tokens.reasoning,
      cost: loggedCost,
      creditUnit: credits?.unit ?? null,
      credit: credits?.amount ?? null,
      quality: QUALITIES.indexOf(quality),
    };
  }

  #put(
    statement: StatementSync,
    id: number,
    agent: number,
    seed: number,
    session: number,
    call: CallTokens,
    key: string,
  ): number {
    const { tokens, credits, lesser } = call;
    return Number(
      statement.run(
        id,
        replyOf(key, seed),
        agent,
        session,
        call.at,
        call.model === null ? null : this.#models.id(call.model),
        tokens.input,
        tokens.cacheRead,
        tokens.cacheWrite5m,
        tokens.cacheWrite1h,
        tokens.output,
        tokens.reasoning,
        call.loggedCost,
        credits?.unit ?? null,
        credits?.amount ?? null,
        call.sidechain ? 1 : 0,
        QUALITIES.indexOf(call.quality),
        lesser?.rank ?? null,
        lesser?.since ?? null,
        lesser?.until ?? null,
      ).changes,
    );
  }
}

/** A key is the reply's id and, on the main chain, the request's: only a copy lacks that. */
function replyOf(key: string, seed: number): number {
  const bar = key.indexOf('|');
  return recordKey(bar < 0 ? key : key.slice(0, bar), seed);
}

function asTokens(row: CallRow): CallTokens {
  return {
    at: row.at,
    model: row.model,
    tokens: {
      input: row.input,
      cacheRead: row.cache_read,
      cacheWrite5m: row.cache_write_5m,
      cacheWrite1h: row.cache_write_1h,
      output: row.output,
      reasoning: row.reasoning,
    },
    loggedCost: row.cost,
    credits:
      row.credit_unit === null || row.credit === null ? null : { unit: row.credit_unit, amount: row.credit },
    sidechain: row.sidechain === 1,
    quality: QUALITIES[row.quality] ?? 'none',
    lesser:
      row.lesser === null
        ? null
        : { rank: row.lesser, since: row.lesser_since ?? 0, until: row.lesser_until ?? 0 },
  };
}
