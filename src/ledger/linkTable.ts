import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant, LinkRecord } from '../model/records.ts';

/** Who tells of a link: the agent's own log, or what was left in a repository, where anybody may write it. */
export type ToldBy = 'log' | 'repository';

/** Explicit ties from sessions to git and forges, each once, with its first time and the surest that tells of it. */
export class LinkTable {
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(`
      INSERT INTO link VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET at = min(at, excluded.at),
        told_by = CASE 'log' WHEN told_by THEN 'log' WHEN excluded.told_by THEN 'log' ELSE told_by END
    `);
  }

  /** @param session the ledger's number */
  put(session: number, link: LinkRecord['link'], target: string, at: Instant, toldBy: ToldBy): void {
    this.#put.run(session, link, target, at, toldBy);
  }
}
