import type { DatabaseSync } from 'node:sqlite';
import type { PackedLines } from '../model/editedLines.ts';
import type { ActKind, AgentId, Baseline, Instant } from '../model/records.ts';
import { unpackLines } from './packed.ts';

export interface SessionFacts {
  /** The ledger's number for it. */
  readonly id: number;
  readonly agent: AgentId;
  readonly name: string;
  readonly parent: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly cwd: string | null;
  readonly branch: string | null;
  readonly commit: string | null;
  readonly remote: string | null;
  readonly log: string | null;
}

export interface CallFacts {
  readonly session: number;
  readonly agent: AgentId;
  readonly at: Instant;
  readonly model: string | null;
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite5m: number | null;
  readonly cacheWrite1h: number | null;
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly loggedCost: number | null;
  readonly creditUnit: string | null;
  readonly credit: number | null;
}

export interface EditFacts {
  readonly session: number;
  readonly at: Instant;
  readonly path: string;
  readonly baseline: Baseline;
  readonly addedCount: number;
  readonly removedCount: number | null;
  readonly generated: boolean;
  readonly key: number;
  /** Read when asked for: most edits of years are never looked at line by line. */
  lines(): { readonly added: PackedLines; readonly removed: PackedLines };
}

export interface ActCount {
  readonly session: number;
  readonly act: ActKind;
  readonly ok: number;
  readonly failed: number;
  readonly total: number;
}

export interface LinkFacts {
  readonly session: number;
  readonly link: 'commit' | 'pull request' | 'trailer';
  readonly target: string;
  readonly at: Instant;
}

/** What the ledger holds of sessions, as it stands. */
export class SessionReads {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  sessions(): SessionFacts[] {
    return this.#all(`
      SELECT session.id, agent.name AS agent, session.name, parent, started AS startedAt, ended AS endedAt, cwd,
        branch, head AS "commit", remote, log
      FROM session JOIN agent ON agent.id = session.agent ORDER BY session.id
    `);
  }

  /** Each call once: a side chain's copy of a reply gives way to the main chain's. */
  *calls(since: Instant | null = null, until: Instant | null = null): IterableIterator<CallFacts> {
    // Names are few and calls are many: a name is not read anew for each of them.
    const agents = this.#names('agent');
    const models = this.#names('model');
    const rows = this.#database
      .prepare(`
        SELECT session, agent, at, model, input, cache_read AS cacheRead, cache_write_5m AS cacheWrite5m,
          cache_write_1h AS cacheWrite1h, output, reasoning, cost AS loggedCost, credit_unit AS creditUnit, credit
        FROM call
        WHERE at >= ? AND at < ? AND NOT (sidechain = 1 AND EXISTS (
          SELECT 1 FROM call AS main WHERE main.agent = call.agent AND main.name > call.name
            AND main.name < call.name || '~' AND main.sidechain = 0
        ))
      `)
      .iterate(since ?? -8.64e15, until ?? 8.64e15);
    for (const row of rows) {
      row.agent = agents.get(row.agent as number) ?? null;
      row.model = row.model === null ? null : (models.get(row.model as number) ?? null);
      yield row as unknown as CallFacts;
    }
  }

  #names(table: 'agent' | 'model'): Map<number, string> {
    const rows = this.#all<{ id: number; name: string }>(`SELECT id, name FROM ${table}`);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** In the order in which they were made. */
  edits(): EditFacts[] {
    const rows = this.#all<Omit<EditFacts, 'generated' | 'lines'> & { generated: number; row: number }>(`
      SELECT edit.rowid AS row, session, at, path.path AS path, baseline, added AS addedCount,
        removed AS removedCount, generated, "key"
      FROM edit JOIN path ON path.id = edit.path ORDER BY at, edit.agent, edit.name
    `);
    const lines = this.#database.prepare('SELECT lines FROM edit WHERE rowid = ?');
    return rows.map(({ row, generated, ...facts }) => ({
      ...facts,
      generated: generated === 1,
      lines: () => unpackLines(lines.get(row)?.lines as Uint8Array),
    }));
  }

  acts(): ActCount[] {
    return this.#all(`
      SELECT session, act, sum(ok IS 1) AS ok, sum(ok IS 0) AS failed, count(*) AS total
      FROM act GROUP BY session, act
    `);
  }

  /** Files that sessions looked at. */
  reads(): { readonly session: number; readonly target: string }[] {
    return this.#all(`
      SELECT DISTINCT session, path.path AS target FROM act JOIN path ON path.id = act.target
      WHERE act = 'read' ORDER BY session
    `);
  }

  links(): LinkFacts[] {
    return this.#all('SELECT session, link, target, at FROM link ORDER BY session, at, target');
  }

  #all<T>(sql: string): T[] {
    return this.#database.prepare(sql).all() as unknown as T[];
  }
}
