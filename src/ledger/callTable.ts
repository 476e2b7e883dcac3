import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CallRecord } from '../model/records.ts';
import { type CallTokens, fullerCall } from './merge.ts';
import type { Names } from './names.ts';
import type { SharedRecords } from './sharedRecords.ts';

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
}

export class CallTable {
  readonly #models: Names;
  readonly #shared: SharedRecords;
  readonly #add: StatementSync;
  readonly #find: StatementSync;
  readonly #replace: StatementSync;

  constructor(database: DatabaseSync, models: Names, shared: SharedRecords) {
    this.#models = models;
    this.#shared = shared;
    const values = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
    this.#add = database.prepare(`INSERT INTO call VALUES ${values} ON CONFLICT DO NOTHING`);
    this.#replace = database.prepare(`INSERT OR REPLACE INTO call VALUES ${values}`);
    this.#find = database.prepare(`
      SELECT call.*, model.name AS model FROM call LEFT JOIN model ON model.id = call.model
      WHERE agent = ? AND call.name = ?
    `);
  }

  write(agent: number, session: number, record: CallRecord): void {
    if (this.#put(this.#add, agent, session, record.key, record) > 0) return;
    const row = this.#find.get(agent, record.key) as unknown as CallRow;
    this.#shared.saw('call', agent, record.key, row.session, session);
    const old = asTokens(row);
    const winner = fullerCall(old, record);
    if (winner !== old) this.#put(this.#replace, agent, row.session, record.key, winner);
  }

  #put(statement: StatementSync, agent: number, session: number, key: string, call: CallTokens): number {
    const { tokens, credits } = call;
    return Number(
      statement.run(
        agent,
        key,
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
      ).changes,
    );
  }
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
  };
}
