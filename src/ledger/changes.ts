import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Numbers what is written, one number for each transaction, so that a reader can ask for what came since. Who draws
 * one must be in a transaction: then numbers come to readers in their order.
 */
export class Changes {
  readonly #next: StatementSync;
  readonly #touch: StatementSync;

  constructor(database: DatabaseSync) {
    this.#next = database.prepare(`
      INSERT INTO meta VALUES ('change', '1')
      ON CONFLICT DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) RETURNING CAST(value AS INTEGER) AS change
    `);
    this.#touch = database.prepare(
      'INSERT INTO session_change VALUES (?, ?) ON CONFLICT DO UPDATE SET change = excluded.change',
    );
  }

  next(): number {
    return Number(this.#next.get()?.change);
  }

  /** Notes that something of these sessions was written. */
  touch(sessions: Iterable<number>): void {
    let change: number | null = null;
    for (const session of sessions) {
      change ??= this.next();
      this.#touch.run(session, change);
    }
  }
}
