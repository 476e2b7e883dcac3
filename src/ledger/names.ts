import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** A dictionary table: text to a small number and back, with what was seen kept in memory. */
export class Names {
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #ids = new Map<string, number>();

  constructor(database: DatabaseSync, table: 'agent' | 'model') {
    this.#find = database.prepare(`SELECT id FROM ${table} WHERE name = ?`);
    this.#add = database.prepare(`INSERT INTO ${table} (name) VALUES (?) ON CONFLICT DO NOTHING`);
  }

  id(name: string): number {
    const seen = this.#ids.get(name);
    if (seen !== undefined) return seen;
    const added = this.#add.run(name);
    const id = Number(added.changes > 0 ? added.lastInsertRowid : this.#find.get(name)?.id);
    this.#ids.set(name, id);
    return id;
  }

  /** After a rolled-back transaction the numbers given in it are void. */
  forget(): void {
    this.#ids.clear();
  }
}
