import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../model/records.ts';

const IMPORTED = 'imported';

/** Which sessions belong together for good. */
export class SealedPieces {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Every log was read once: until then sessions of a piece may still be to come. */
  get imported(): boolean {
    return this.importedAt !== null;
  }

  /** When that was; `null` before. */
  get importedAt(): Instant | null {
    const row = this.#database.prepare('SELECT value FROM meta WHERE name = ?').get(IMPORTED);
    return row === undefined ? null : Date.parse(String(row.value));
  }

  noteImport(at: Instant): void {
    this.#database
      .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(IMPORTED, new Date(at).toISOString());
  }

  /** By session: the id of its piece. */
  all(): Map<number, string> {
    const rows = this.#database.prepare('SELECT session, piece FROM sealed_piece').all();
    return new Map(rows.map(({ session, piece }) => [session as number, piece as string]));
  }

  /** What is sealed once stays as it is. */
  seal(piece: string, sessions: readonly number[], at: Instant): void {
    const add = this.#database.prepare('INSERT INTO sealed_piece VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    for (const session of sessions) add.run(session, piece, at);
  }
}
