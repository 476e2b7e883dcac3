import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Derived rows, written anew when facts change; all of them can be made again from the rest of the ledger. */
export class Findings {
  readonly #put: StatementSync;
  readonly #of: StatementSync;
  readonly #clear: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      'INSERT INTO finding VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    this.#of = database.prepare('SELECT name, value FROM finding WHERE kind = ? ORDER BY name');
    this.#clear = database.prepare('DELETE FROM finding WHERE kind = ?');
  }

  replace<T>(kind: string, values: Iterable<readonly [name: string, value: T]>): void {
    this.#clear.run(kind);
    for (const [name, value] of values) this.#put.run(kind, name, JSON.stringify(value));
  }

  of<T>(kind: string): Map<string, T> {
    const rows = this.#of.all(kind) as unknown as { name: string; value: string }[];
    return new Map(rows.map(row => [row.name, JSON.parse(row.value) as T]));
  }
}
