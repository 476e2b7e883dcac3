import type { DatabaseSync } from 'node:sqlite';
import type { ProductionSaid, ProductionSign } from '../model/production.ts';
import type { Instant } from '../model/records.ts';

export interface ProductionWordRow extends ProductionSign {
  readonly id: number;
  readonly said: ProductionSaid;
}

/** A repository and those with the same remote: a word of a clone, or of a folder that was moved, holds for both. */
const SAME = `
  same.id = own.id OR (same.remote_identity IS NOT NULL AND same.remote_identity = own.remote_identity)
`;

/** What the person said of refs that are taken for production, as long as they have not taken it back. */
export class ProductionWords {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Of two words of one kind of refs the last holds.
   * @param root of a repository, as its row has it
   * @returns by which it is taken back; `null` where there is no such repository
   */
  say(root: string, { kind, branch }: ProductionSign, said: ProductionSaid, at: Instant): number | null {
    const found = this.#database.prepare('SELECT max(id) AS id FROM repository WHERE root = ?').get(root)?.id;
    if (found === undefined || found === null) return null;
    this.#database
      .prepare(`
        UPDATE production_word SET undone = ? WHERE undone IS NULL AND kind = ? AND branch IS ? AND repository IN (
          SELECT same.id FROM repository own JOIN repository same ON ${SAME} WHERE own.id = ?
        )
      `)
      .run(at, kind, branch, found);
    const added = this.#database
      .prepare('INSERT INTO production_word (repository, kind, branch, said, at) VALUES (?, ?, ?, ?, ?)')
      .run(found, kind, branch, said, at);
    return Number(added.lastInsertRowid);
  }

  takeBack(id: number, at: Instant): void {
    this.#database
      .prepare('UPDATE production_word SET undone = ? WHERE id = ? AND undone IS NULL')
      .run(at, id);
  }

  /** By repository: what holds for it, in the order in which it was said. */
  all(): Map<number, readonly ProductionWordRow[]> {
    if (!this.#isThere) return new Map();
    const rows = this.#database
      .prepare(`
        SELECT same.id AS repository, word.id, word.kind, word.branch, word.said
        FROM production_word word JOIN repository own ON own.id = word.repository JOIN repository same ON ${SAME}
        WHERE word.undone IS NULL ORDER BY word.id
      `)
      .all() as unknown as (ProductionWordRow & { readonly repository: number })[];
    return Map.groupBy(rows, ({ repository }) => repository);
  }

  of(repository: number): readonly ProductionWordRow[] {
    return this.all().get(repository) ?? [];
  }

  /** How often something was said or taken back. */
  count(): number {
    if (!this.#isThere) return 0;
    const sum = 'SELECT count(*) + count(undone) AS n FROM production_word';
    return Number(this.#database.prepare(sum).get()?.n);
  }

  /** A ledger that is only read may be of an older version. */
  get #isThere(): boolean {
    const table = "SELECT 1 FROM sqlite_schema WHERE name = 'production_word'";
    return this.#database.prepare(table).get() !== undefined;
  }
}
