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
    if (this.#last === null) {
      this.#keep('reply IN (SELECT reply FROM call WHERE sidechain = 1)');
    } else {
      this.#keep('rowid > ? AND reply IN (SELECT reply FROM call WHERE sidechain = 1)', this.#last);
      const fresh = 'SELECT reply FROM call WHERE sidechain = 1 AND rowid > ?';
      if (this.#database.prepare(fresh).get(this.#last) !== undefined)
        this.#keep(`reply IN (${fresh})`, this.#last);
    }
    this.#last = last;
  }

  #keep(where: string, ...values: number[]): void {
    const sql = `SELECT reply FROM call WHERE sidechain = 0 AND ${where}`;
    for (const row of this.#database.prepare(sql).all(...values)) this.#copied.add(Number(row.reply));
  }
}
