import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Derived rows, written anew when facts change; all of them can be made again from the rest of the ledger. */
export class Findings {
  readonly #put: StatementSync;
  readonly #of: StatementSync;
  readonly #drop: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      'INSERT INTO finding VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
    );
    this.#of = database.prepare('SELECT name, value FROM finding WHERE kind = ? ORDER BY name');
    this.#drop = database.prepare('DELETE FROM finding WHERE kind = ? AND name = ?');
  }

  /** Only what is otherwise is written. */
  replace<T>(kind: string, values: Iterable<readonly [name: string, value: T]>): void {
    const before = new Map(this.#rows(kind).map(row => [row.name, row.value]));
    for (const [name, value] of values) {
      const text = JSON.stringify(value);
      if (before.get(name) !== text) this.#put.run(kind, name, text);
      before.delete(name);
    }
    for (const name of before.keys()) this.#drop.run(kind, name);
  }

  of<T>(kind: string): Map<string, T> {
    return new Map(this.#rows(kind).map(row => [row.name, JSON.parse(row.value) as T]));
  }

  #rows(kind: string): { name: string; value: string }[] {
    return this.#of.all(kind) as unknown as { name: string; value: string }[];
  }
}
