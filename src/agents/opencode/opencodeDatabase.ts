import type { AgentId, Instant } from '../../model/records.ts';
import type { DatabaseContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import type { ForeignDatabase, Row } from '../stores/foreignDatabase.ts';
import { FreshRows, type FreshState } from '../stores/freshRows.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { OpencodeCopies } from './opencodeCopies.ts';
import { OpencodeMessages, type OpencodeSession } from './opencodeMessages.ts';

const SESSIONS = ['session', 'session_v2'];
const MESSAGES = { message: 'NULL AS type', session_message: 'type' } as const;

type Table = keyof typeof MESSAGES | 'part';
/** `row`: the number of the newest row when it was read. */
type TableState = FreshState & { readonly row: number };
type State = Readonly<Partial<Record<Table, TableState>>>;

/**
 * The database of OpenCode and Kilo, in both shapes that its messages have had and that may stand beside each other.
 * Rows are updated in place. Counts are taken from messages only: parts and sessions hold the same ones again. Tables
 * of accounts and credentials are not looked at.
 */
export function* readOpencode(
  agent: AgentId,
  context: DatabaseContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  const reading = new DatabaseReading(agent, context, database, (saved ?? {}) as State);
  yield* reading.messages();
  yield* reading.parts();
  return reading.finish();
}

class DatabaseReading {
  readonly #agent: AgentId;
  readonly #context: DatabaseContext;
  readonly #database: ForeignDatabase;
  readonly #messages: OpencodeMessages;
  readonly #copies: OpencodeCopies;
  readonly #sessions: ReadonlyMap<string, OpencodeSession & { forkedFrom: string | null }>;
  readonly #spans = new Map<string, SessionSpan>();
  readonly #known: State;
  readonly #next: Partial<Record<Table, TableState>> = {};

  constructor(agent: AgentId, context: DatabaseContext, database: ForeignDatabase, known: State) {
    this.#agent = agent;
    this.#context = context;
    this.#database = database;
    this.#known = known;
    this.#messages = new OpencodeMessages(agent, context);
    this.#copies = new OpencodeCopies(database);
    this.#sessions = sessionsIn(database);
  }

  *messages(): Generator<void> {
    let found = false;
    for (const table of Object.keys(MESSAGES) as (keyof typeof MESSAGES)[]) {
      if (!this.#has(table)) continue;
      found = true;
      yield* this.#fresh(table, 'id, session_id, NULL AS message_id', MESSAGES[table], row => {
        const data = this.#dataOf(row);
        if (data === null) return;
        const session = this.#session(row.session_id);
        const role = filledString(row.type) ?? filledString(data.role);
        // Changes of agents, models and the like are rows too.
        if (role !== 'user' && data.tokens === undefined && !Array.isArray(data.content)) return;
        const times = this.#messages.message(
          this.#keyOf(row, data),
          role,
          data,
          session,
          Number(row.time_created),
        );
        for (const at of times) this.#see(session, at);
      });
    }
    if (!found) this.#context.skip('newer format');
  }

  *parts(): Generator<void> {
    if (!this.#has('part') || !this.#database.has('part', 'message_id')) return;
    const owners = this.#database.has('message', 'data');
    yield* this.#fresh('part', 'id, session_id, message_id', 'NULL AS type', row => {
      if (!String(row.data).includes('"tool"')) return;
      const data = this.#dataOf(row);
      if (data?.type !== 'tool') return;
      const session = this.#session(row.session_id);
      const owner = String(row.message_id);
      const message = owners ? this.#database.row('SELECT id, data FROM message WHERE id = ?', owner) : null;
      const key = message === null ? owner : this.#keyOf(message, record(parsed(String(message.data))));
      const at = Number(row.time_created);
      this.#messages.tool(key, data, session, at);
      this.#see(session, at);
    });
  }

  finish(): State {
    for (const span of this.#spans.values()) span.finish(this.#context.emit);
    return this.#next;
  }

  #has(table: Table): boolean {
    const type = table === 'session_message' ? ['type'] : [];
    return this.#database.has(table, 'id', 'session_id', 'time_created', 'time_updated', 'data', ...type);
  }

  *#fresh(table: Table, ids: string, type: string, use: (row: Row) => void): Generator<void> {
    const known = this.#known[table] ?? null;
    const now = this.#database.row(`SELECT max(time_updated) AS at, max(rowid) AS row FROM ${table}`);
    const fresh = new FreshRows(known, Number(now?.at ?? 0));
    const newest = Number(now?.row ?? 0);
    // What was imported may be older than all that was read.
    let row = Math.min(known?.row ?? newest, newest);
    const late = this.#database.rows(
      `SELECT rowid AS row, id, time_updated AS at FROM ${table} WHERE rowid > ? AND time_updated < ? ORDER BY rowid`,
      row,
      fresh.since,
    );
    const columns = `SELECT ${ids}, ${type}, time_created, time_updated, data FROM ${table} WHERE id = ?`;
    // Put in order without what they hold, which is gigabytes in the worst case.
    for (const imported of [...late]) {
      if (this.#context.hasEnough()) break;
      row = Number(imported.row);
      const told = this.#database.row(columns, String(imported.id));
      if (told === null || told.time_updated !== imported.at) continue;
      use(told);
      yield;
    }
    if (!this.#context.hasEnough()) row = newest;
    const found = this.#database.rows(
      `SELECT id, time_updated AS at FROM ${table} WHERE time_updated >= ? ORDER BY time_updated, id`,
      fresh.since,
    );
    for (const { id, at } of [...found]) {
      if (this.#context.hasEnough()) break;
      const told = this.#database.row(columns, String(id));
      // What has changed since comes again.
      if (told === null || told.time_updated !== at) continue;
      if (!fresh.isFresh(`${told.id} ${String(told.data).length}`, Number(at))) continue;
      use(told);
      yield;
    }
    this.#next[table] = { ...fresh.state(), row };
  }

  #dataOf(row: Row): Record<string, unknown> | null {
    const data = parsed(String(row.data));
    if (typeof data === 'object' && data !== null) return record(data);
    this.#context.skip('malformed');
    return null;
  }

  #keyOf(row: Row, data: Record<string, unknown>): string {
    const { created, completed } = record(data.time);
    return this.#copies.original(String(row.id), instantOf(created), instantOf(completed));
  }

  #session(id: unknown): OpencodeSession {
    return this.#sessions.get(String(id)) ?? { id: String(id), parent: null, cwd: null, version: null };
  }

  #see({ id, parent, cwd }: OpencodeSession, at: Instant): void {
    let span = this.#spans.get(id);
    if (span === undefined) {
      const forkedFrom = this.#sessions.get(id)?.forkedFrom ?? null;
      span = new SessionSpan(this.#agent, this.#context.file.path, { id, parent, forkedFrom, cwd });
      this.#spans.set(id, span);
    }
    span.see(at, this.#context.emit);
  }
}

function sessionsIn(database: ForeignDatabase): Map<string, OpencodeSession & { forkedFrom: string | null }> {
  const sessions = new Map<string, OpencodeSession & { forkedFrom: string | null }>();
  for (const table of SESSIONS) {
    if (!database.has(table, 'id')) continue;
    const column = (name: string) => (database.has(table, name) ? name : `NULL AS ${name}`);
    const columns = ['parent_id', 'fork_session_id', 'directory', 'version'].map(column).join(', ');
    for (const row of database.rows(`SELECT id, ${columns} FROM ${table}`)) {
      const id = String(row.id);
      sessions.set(id, {
        id,
        parent: filledString(row.parent_id),
        forkedFrom: filledString(row.fork_session_id),
        cwd: filledString(row.directory),
        version: filledString(row.version),
      });
    }
  }
  return sessions;
}
