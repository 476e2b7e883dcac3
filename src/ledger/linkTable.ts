import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant, LinkRecord } from '../model/records.ts';

/** Explicit ties from sessions to git and forges, as logs and notes name them; each once, with its first time. */
export class LinkTable {
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      'INSERT INTO link VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = min(at, excluded.at)',
    );
  }

  /** @param session the ledger's number */
  put(session: number, link: LinkRecord['link'], target: string, at: Instant): void {
    this.#put.run(session, link, target, at);
  }
}
