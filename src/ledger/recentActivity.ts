import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../model/records.ts';

export interface RecentEdit {
  readonly session: number;
  readonly at: Instant;
  /** Absolute. */
  readonly path: string;
}

/** What sessions did of late. */
export class RecentActivity {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The last sign of life of any session. */
  newest(): Instant | null {
    const newest = this.#database.prepare('SELECT max(ended) AS at FROM session').get()?.at;
    return (newest ?? null) as Instant | null;
  }

  edits(sessions: readonly number[], since: Instant): RecentEdit[] {
    return this.#database
      .prepare(`
        SELECT session, at, path.path AS path FROM edit JOIN path ON path.id = edit.path
        WHERE session IN (SELECT value FROM json_each(?)) AND at >= ? ORDER BY at
      `)
      .all(JSON.stringify(sessions), since) as unknown as RecentEdit[];
  }
}
