import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Arrival } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { transaction } from './transaction.ts';

/** Which commits remote-tracking refs got, and when: outlives reflogs, branches and forced updates. */
export class ArrivalTable {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #of: StatementSync;
  readonly #gone: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#put = database.prepare(
      'INSERT INTO arrival VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#of = database.prepare(`
      SELECT ref, oid AS "commit", at, source, forced, actor, backfilled, gone AS goneAt
      FROM arrival WHERE repository = ? ORDER BY at, rowid
    `);
    this.#gone = database.prepare('UPDATE arrival SET gone = ? WHERE repository = ? AND ref = ? AND oid = ?');
  }

  /** What is known stays as it is. */
  put(repository: number, arrivals: readonly Arrival[]): void {
    transaction(this.#database, () => {
      for (const { ref, commit, at, source, forced, actor, backfilled, goneAt } of arrivals) {
        this.#put.run(repository, ref, commit, at, source, Number(forced), actor, Number(backfilled), goneAt);
      }
    });
  }

  /** @param at `null` where they are back */
  setGone(repository: number, ref: string, commits: readonly string[], at: Instant | null): void {
    transaction(this.#database, () => {
      for (const commit of commits) this.#gone.run(at, repository, ref, commit);
    });
  }

  /** In the order in which they were seen to come. */
  of(repository: number): Arrival[] {
    const rows = this.#of.all(repository) as unknown as (Omit<Arrival, 'forced' | 'backfilled'> & {
      forced: number;
      backfilled: number;
    })[];
    return rows.map(row => ({ ...row, forced: row.forced === 1, backfilled: row.backfilled === 1 }));
  }
}
