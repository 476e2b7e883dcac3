import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Changes } from './changes.ts';
import { transaction } from './transaction.ts';

interface FindingRow {
  readonly name: string;
  readonly value: string;
}

/** Derived rows, written anew when facts change; all of them can be made again from the rest of the ledger. */
export class Findings {
  readonly #database: DatabaseSync;
  #one: StatementSync | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Only what is otherwise is written, in the caller's transaction or one of its own. */
  replace<T>(kind: string, values: Iterable<readonly [name: string, value: T]>): void {
    if (this.#database.isTransaction) this.#replace(kind, values);
    else transaction(this.#database, () => this.#replace(kind, values));
  }

  of<T>(kind: string): Map<string, T> {
    return new Map(this.#rows(kind).map(row => [row.name, JSON.parse(row.value) as T]));
  }

  /** `undefined` where there is none of that name. */
  one<T>(kind: string, name: string): T | undefined {
    const text = this.#text(kind, name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  #replace<T>(kind: string, values: Iterable<readonly [name: string, value: T]>): void {
    const put = this.#database.prepare(
      'INSERT INTO finding VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, change = excluded.change',
    );
    const drop = this.#database.prepare('DELETE FROM finding WHERE kind = ? AND name = ?');
    let change: number | null = null;
    const names = this.#database.prepare('SELECT name FROM finding WHERE kind = ?').all(kind);
    const before = new Set(names.map(({ name }) => name as string));
    for (const [name, value] of values) {
      const text = JSON.stringify(value);
      if (this.#text(kind, name) !== text) {
        change ??= new Changes(this.#database).next();
        put.run(kind, name, text, change);
      }
      before.delete(name);
    }
    for (const name of before) drop.run(kind, name);
  }

  /** One by one: the texts of years of findings are too many to have them all at once. */
  #text(kind: string, name: string): string | undefined {
    this.#one ??= this.#database.prepare('SELECT value FROM finding WHERE kind = ? AND name = ?');
    return this.#one.get(kind, name)?.value as string | undefined;
  }

  #rows(kind: string): FindingRow[] {
    return this.#database
      .prepare('SELECT name, value FROM finding WHERE kind = ? ORDER BY name')
      .all(kind) as unknown as FindingRow[];
  }
}
