import type { DatabaseSync } from 'node:sqlite';
import type { ActKind, AgentId, Instant } from '../model/records.ts';
import { QUALITIES, type Quality } from '../model/tokens.ts';
import { callsToldFuller } from './lesserCalls.ts';
import type { ToldBy } from './linkTable.ts';

/** What a report tells of a session itself. */
export interface SessionHead {
  /** The ledger's number for it. */
  readonly id: number;
  readonly agent: AgentId;
  readonly name: string;
  readonly parent: string | null;
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  readonly branch: string | null;
}

export interface SessionFacts extends SessionHead {
  readonly cwd: string | null;
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
  readonly quality: Quality;
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
  /** `null` where an older version kept it. */
  readonly toldBy: ToldBy | null;
}

/** In the order of the columns that `heads` asks for. */
type HeadColumns = [
  id: number,
  agent: number,
  name: string,
  parent: string | null,
  started: Instant | null,
  ended: Instant | null,
  branch: string | null,
];

/** In the order of the columns that `sessions` asks for. */
type SessionColumns = [
  ...HeadColumns,
  cwd: string | null,
  head: string | null,
  remote: string | null,
  log: string | null,
];

/** In the order of the columns that `calls` asks for. */
type CallColumns = [
  session: number,
  agent: number,
  at: Instant,
  model: number | null,
  input: number | null,
  cacheRead: number | null,
  cacheWrite5m: number | null,
  cacheWrite1h: number | null,
  output: number | null,
  reasoning: number | null,
  cost: number | null,
  creditUnit: string | null,
  credit: number | null,
  sidechain: number,
  reply: number,
  quality: number,
  lesser: number | null,
  id: number,
];

const HEAD = 'id, agent, name, parent, started, ended, branch';

/** What the ledger holds of sessions, as it stands. */
export class SessionReads {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  sessions(): SessionFacts[] {
    const agents = this.#names('agent');
    const rows = this.#arrays<SessionColumns>(
      `SELECT ${HEAD}, cwd, head, remote, log FROM session ORDER BY id`,
    );
    return rows.map(row => ({
      id: row[0],
      agent: agents.get(row[1]) ?? '',
      name: row[2],
      parent: row[3],
      startedAt: row[4],
      endedAt: row[5],
      branch: row[6],
      cwd: row[7],
      commit: row[8],
      remote: row[9],
      log: row[10],
    }));
  }

  /** @param only sessions that are asked for; `null` for all */
  heads(only: ReadonlySet<number> | null): SessionHead[] {
    const agents = this.#names('agent');
    const where = only === null ? '' : 'WHERE id IN (SELECT value FROM json_each(?))';
    const values = only === null ? [] : [JSON.stringify([...only])];
    const rows = this.#arrays<HeadColumns>(`SELECT ${HEAD} FROM session ${where} ORDER BY id`, ...values);
    return rows.map(row => ({
      id: row[0],
      agent: agents.get(row[1]) ?? '',
      name: row[2],
      parent: row[3],
      startedAt: row[4],
      endedAt: row[5],
      branch: row[6],
    }));
  }

  /** Each call once: a side chain's copy of a reply gives way to the main chain's, a lesser store to a fuller. */
  *calls(since: Instant | null = null, until: Instant | null = null): IterableIterator<CallFacts> {
    // Names are few and calls are many: a name is not read anew for each of them.
    const agents = this.#names('agent');
    const models = this.#names('model');
    const copies = this.#copiedReplies();
    const toldFuller = callsToldFuller(this.#database);
    const statement = this.#database.prepare(`
      SELECT session, agent, at, model, input, cache_read, cache_write_5m, cache_write_1h, output, reasoning,
        cost, credit_unit, credit, sidechain, reply, quality, lesser, id
      FROM call WHERE at >= ? AND at < ?
    `);
    // As arrays: an object for each of years of calls costs more than reading them.
    statement.setReturnArrays(true);
    const rows = statement.iterate(since ?? -8.64e15, until ?? 8.64e15) as unknown as Iterable<CallColumns>;
    for (const row of rows) {
      if (row[13] === 1 && copies.has(row[14])) continue;
      if (row[16] !== null && toldFuller.has(row[17])) continue;
      yield {
        session: row[0],
        agent: agents.get(row[1]) ?? '',
        at: row[2],
        model: row[3] === null ? null : (models.get(row[3]) ?? null),
        input: row[4],
        cacheRead: row[5],
        cacheWrite5m: row[6],
        cacheWrite1h: row[7],
        output: row[8],
        reasoning: row[9],
        loggedCost: row[10],
        creditUnit: row[11],
        credit: row[12],
        quality: QUALITIES[row[15]] ?? 'none',
      };
    }
  }

  /** Replies that stand on the main chain and in a sub-agent's copy. */
  #copiedReplies(): Set<number> {
    const rows = this.#all<{ reply: number }>(
      'SELECT reply FROM call WHERE sidechain = 0 AND reply IN (SELECT reply FROM call WHERE sidechain = 1)',
    );
    return new Set(rows.map(({ reply }) => reply));
  }

  #names(table: 'agent' | 'model'): Map<number, string> {
    const rows = this.#all<{ id: number; name: string }>(`SELECT id, name FROM ${table}`);
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  acts(): ActCount[] {
    return this.#all(`
      SELECT session, act, sum(ok IS 1) AS ok, sum(ok IS 0) AS failed, count(*) AS total
      FROM act GROUP BY session, act
    `);
  }

  /** When sessions ran shell commands that may have changed files, oldest first. */
  shellTimes(): { readonly session: number; readonly at: Instant }[] {
    return this.#all("SELECT session, at FROM act WHERE act = 'shell' AND ok IS NOT 0 ORDER BY at, session");
  }

  /** Files that sessions looked at. */
  reads(): { readonly session: number; readonly target: string }[] {
    return this.#all(`
      SELECT DISTINCT session, path.path AS target FROM act JOIN path ON path.id = act.target
      WHERE act = 'read' ORDER BY session
    `);
  }

  links(): LinkFacts[] {
    // A ledger that may not be written may be of a version that did not keep who tells of a link.
    const column = this.#database.prepare("SELECT 1 FROM pragma_table_info('link') WHERE name = 'told_by'");
    const toldBy = column.get() === undefined ? 'NULL' : 'told_by';
    return this.#all(
      `SELECT session, link, target, at, ${toldBy} AS toldBy FROM link ORDER BY session, at, target`,
    );
  }

  /** As arrays: an object for each of years of rows costs more than reading them. */
  #arrays<T>(sql: string, ...values: string[]): T[] {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as T[];
  }

  #all<T>(sql: string): T[] {
    return this.#database.prepare(sql).all() as unknown as T[];
  }
}
