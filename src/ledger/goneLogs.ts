import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../model/records.ts';
import { transaction } from './transaction.ts';

const PREFIX = 'gone ';

/** When logs that had been read were first seen not to be there any more. */
export class GoneLogs {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** By path. */
  all(): Map<string, Instant> {
    const rows = this.#database
      .prepare('SELECT name, value FROM meta WHERE name >= ? AND name < ?')
      .all(PREFIX, `${PREFIX.slice(0, -1)}!`);
    return new Map(
      rows.map(({ name, value }) => [String(name).slice(PREFIX.length), Date.parse(String(value))]),
    );
  }

  /** @param back logs that are there again after all */
  note(gone: Iterable<string>, back: Iterable<string>, at: Instant): void {
    const add = this.#database.prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING');
    const remove = this.#database.prepare('DELETE FROM meta WHERE name = ?');
    transaction(this.#database, () => {
      for (const path of gone) add.run(PREFIX + path, new Date(at).toISOString());
      for (const path of back) remove.run(PREFIX + path);
    });
  }
}
