import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { AgentId, Instant } from '../model/records.ts';

/** How far one log was read, and how that went. */
export interface LogRow {
  readonly path: string;
  readonly agent: AgentId;
  /** The reader's cursor as JSON: offsets, never text of the log. */
  readonly cursor: string;
  readonly bytes: number;
  readonly skipped: number;
  /** A code where the file could not be read, else null. */
  readonly reason: string | null;
  /** What a format that was not understood says its version is; `null` where it says none. */
  readonly version: string | null;
  readonly seen: Instant;
}

export class LogTable {
  readonly #put: StatementSync;
  readonly #all: StatementSync;
  readonly #agent: StatementSync;

  constructor(database: DatabaseSync) {
    this.#agent = database.prepare('INSERT INTO agent (name) VALUES (?) ON CONFLICT DO NOTHING');
    this.#put = database.prepare(`
      INSERT INTO log SELECT :path, id, :cursor, :bytes, :skipped, :reason, :version, :seen FROM agent WHERE name = :agent
      ON CONFLICT DO UPDATE SET cursor = :cursor, bytes = :bytes, skipped = :skipped, reason = :reason, version = :version,
        seen = :seen
    `);
    this.#all = database.prepare(
      'SELECT log.*, agent.name AS agent FROM log JOIN agent ON agent.id = log.agent ORDER BY path',
    );
  }

  put(row: LogRow): void {
    this.#agent.run(row.agent);
    this.#put.run({ ...row });
  }

  all(): LogRow[] {
    return this.#all.all() as unknown as LogRow[];
  }

  /** Paths of logs of which something could not be read. */
  cut(): Set<string> {
    return new Set(
      this.all()
        .filter(({ skipped, reason }) => skipped > 0 || reason !== null)
        .map(({ path }) => path),
    );
  }
}
