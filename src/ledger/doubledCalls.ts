import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { callsToldFuller } from './lesserCalls.ts';
import { SINGLE_CALL, type SingleCall } from './useReads.ts';

/**
 * Calls that are in the sums and must not be counted: a side chain's copies of replies on the main chain, and calls
 * of lesser stores that a fuller one tells of. Few, and known only from other calls: so they are found when read.
 * Asked again, it looks only at what was written since.
 */
export class DoubledCalls {
  readonly #database: DatabaseSync;
  readonly #copied = new Set<number>();
  readonly #copiesOf: StatementSync;
  readonly #byId: StatementSync;
  /** Of the rows that were looked at, the last; `null` before the first time. */
  #last: number | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#copiesOf = database.prepare(`SELECT ${SINGLE_CALL} FROM call WHERE sidechain = 1 AND reply = ?`);
    this.#byId = database.prepare(`SELECT ${SINGLE_CALL} FROM call WHERE id = ?`);
  }

  /** By the ledger's number of the call. */
  read(): Map<number, SingleCall> {
    this.#look();
    const calls = new Map<number, SingleCall>();
    for (const reply of this.#copied) {
      for (const call of this.#copiesOf.all(reply) as unknown as SingleCall[]) calls.set(call.id, call);
    }
    for (const id of callsToldFuller(this.#database)) {
      if (!calls.has(id)) calls.set(id, this.#byId.get(id) as unknown as SingleCall);
    }
    return calls;
  }

  /** A reply that was copied once stays so: rows are never taken out, and what is replaced comes last. */
  #look(): void {
    const last = Number(this.#database.prepare('SELECT max(rowid) AS last FROM call').get()?.last ?? 0);
    if (last === this.#last) return;
    // Without side chains nothing is copied, and the main chain need not be gone through.
    if (this.#has('SELECT 1 FROM call WHERE sidechain = 1')) this.#lookFor(this.#last);
    this.#last = last;
  }

  #lookFor(since: number | null): void {
    const sides = 'SELECT reply FROM call WHERE sidechain = 1';
    if (since === null) {
      this.#keep(`reply IN (${sides})`);
      return;
    }
    this.#keep(`rowid > ? AND reply IN (${sides})`, since);
    const fresh = `${sides} AND rowid > ?`;
    if (this.#has(fresh, since)) this.#keep(`reply IN (${fresh})`, since);
  }

  #has(sql: string, ...values: number[]): boolean {
    return this.#database.prepare(`${sql} LIMIT 1`).get(...values) !== undefined;
  }

  #keep(where: string, ...values: number[]): void {
    const sql = `SELECT reply FROM call WHERE sidechain = 0 AND ${where}`;
    for (const row of this.#database.prepare(sql).all(...values)) this.#copied.add(Number(row.reply));
  }
}
