import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { recordKey } from './recordKey.ts';

/** Keeps each path once, under the number that its text makes. */
export class Paths {
  readonly #add: StatementSync;
  readonly #ids = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO path VALUES (?, ?) ON CONFLICT DO NOTHING');
  }

  id(path: string): number {
    const seen = this.#ids.get(path);
    if (seen !== undefined) return seen;
    const id = recordKey(path, 0);
    this.#add.run(id, path);
    this.#ids.set(path, id);
    return id;
  }

  /** After a rolled-back transaction the paths written in it are not there. */
  forget(): void {
    this.#ids.clear();
  }
}
