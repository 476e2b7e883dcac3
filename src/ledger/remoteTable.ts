import type { DatabaseSync } from 'node:sqlite';
import type { Remote } from '../model/git.ts';
import { transaction } from './transaction.ts';

const KEYED_BY_REF = [
  ['ref', 'name'],
  ['ref_move', 'ref'],
  ['arrival', 'ref'],
] as const;

/** The names of remotes; what is kept under a name moves on with it when a remote is renamed. */
export class RemoteTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Takes the remotes as they are now, and a name that went for the name that came with the same address. */
  update(repository: number, remotes: readonly Remote[]): void {
    const rows = this.#database
      .prepare('SELECT name, identity FROM remote WHERE repository = ?')
      .all(repository) as unknown as Pick<Remote, 'name' | 'identity'>[];
    const now = new Set(remotes.map(({ name }) => name));
    const before = new Set(rows.map(({ name }) => name));
    transaction(this.#database, () => {
      for (const old of rows.filter(({ name }) => !now.has(name))) {
        const heir = remotes.find(({ name, identity }) => !before.has(name) && identity === old.identity);
        if (heir !== undefined)
          this.#rename(repository, `refs/remotes/${old.name}/`, `refs/remotes/${heir.name}/`);
      }
      this.#database.prepare('DELETE FROM remote WHERE repository = ?').run(repository);
      const put = this.#database.prepare('INSERT OR REPLACE INTO remote VALUES (?, ?, ?)');
      for (const { name, identity } of remotes) put.run(repository, name, identity);
    });
  }

  #rename(repository: number, from: string, to: string): void {
    for (const [table, column] of KEYED_BY_REF) {
      const inside = `repository = ? AND substr(${column}, 1, ?) = ?`;
      this.#database
        .prepare(`UPDATE OR IGNORE ${table} SET ${column} = ? || substr(${column}, ?) WHERE ${inside}`)
        .run(to, from.length + 1, repository, from.length, from);
      this.#database.prepare(`DELETE FROM ${table} WHERE ${inside}`).run(repository, from.length, from);
    }
  }
}
