import type { DatabaseSync } from 'node:sqlite';
import type { ActKind } from '../model/records.ts';

/** Sessions of which something was written; `null` for all sessions. */
export type Written = ReadonlySet<number> | null;

export interface ActTotal {
  readonly session: number;
  readonly act: ActKind;
  readonly total: number;
}

/** What a report asks of sessions, of all of them or of those of which something was written since. */
export class SessionNews {
  readonly #database: DatabaseSync;
  /** A ledger that may not be written may be of a version that numbers no changes and keeps no sums. */
  readonly #isNumbered: boolean;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'session_change'").get();
    this.#isNumbered = table !== undefined;
  }

  /** See `Changes`; `null` where the ledger numbers none. */
  lastChange(): number | null {
    if (!this.#isNumbered) return null;
    const row = this.#database.prepare("SELECT value FROM meta WHERE name = 'change'").get();
    return Number(row?.value ?? 0);
  }

  writtenSince(change: number): Set<number> {
    const rows = this.#all<{ session: number }>(
      'SELECT session FROM session_change WHERE change > ?',
      change,
    );
    return new Set(rows.map(({ session }) => session));
  }

  /** Those that changed files, or that name something in git. */
  worked(written: Written): number[] {
    const rows = this.#of<{ session: number }>(
      written,
      only => `
      SELECT session FROM edit WHERE ${only('session')} UNION SELECT session FROM link WHERE ${only('session')}`,
    );
    return rows.map(({ session }) => session);
  }

  acts(written: Written): ActTotal[] {
    const sums = 'SELECT session, act, count(*) AS total FROM act GROUP BY session, act';
    const table = this.#isNumbered ? 'act_sum' : `(${sums})`;
    return this.#of(written, only => `SELECT session, act, total FROM ${table} WHERE ${only('session')}`);
  }

  #of<T>(written: Written, sql: (only: (column: string) => string) => string): T[] {
    if (written === null) return this.#all(sql(() => 'true'));
    const only = (column: string) => `${column} IN (SELECT value FROM json_each(?1))`;
    return this.#all(sql(only), JSON.stringify([...written]));
  }

  #all<T>(sql: string, ...values: (number | string)[]): T[] {
    return this.#database.prepare(sql).all(...values) as unknown as T[];
  }
}
