import type { Instant } from '../../model/records.ts';
import type { DatabaseContext, ReadContext, ReaderState } from '../agent.ts';
import { filledString } from '../json/looseJson.ts';
import { count } from '../json/tokenCounts.ts';
import type { ForeignDatabase, Row } from '../stores/foreignDatabase.ts';
import { AGENT, callOf, NEAR_MS } from './copilotCliUsage.ts';

const USAGE = 'assistant_usage_events';
const NEEDED = ['id', 'session_id', 'model', 'input_tokens', 'output_tokens', 'created_at'];
const OPTIONAL = ['cache_read_tokens', 'cache_write_tokens', 'reasoning_tokens', 'initiator'];
/** A log may tell nothing of a compaction, which comes between two replies; where it does, it tells of it at once. */
const AT_ONCE_MS = 2_000;
const ROWS_AT_ONCE = 200;

interface State {
  readonly last: number;
}

/** Reads the replies in `session-store.db`, which tells of what the logs of old versions and lost logs do not. */
export function* readSessionStore(
  context: DatabaseContext,
  database: ForeignDatabase,
  state: ReaderState | null,
): Generator<void, ReaderState> {
  let { last } = (state as State | null) ?? { last: 0 };
  if (!database.has(USAGE, ...NEEDED)) {
    // Early versions keep no usage there.
    const isEarly = database.columns(USAGE).size === 0 && database.has('sessions', 'id');
    if (!isEarly) context.skip('newer format', versionOf(database));
    return { last };
  }
  const newest = Number(database.row(`SELECT max(id) AS id FROM ${USAGE}`)?.id ?? 0);
  // The database was made anew: its rows are numbered from the beginning.
  if (newest < last) last = 0;
  const sessions = new Set<string>();
  let n = 0;
  for (const row of newRows(database, last)) {
    last = Number(row.id);
    const session = filledString(row.session_id);
    const at = utc(row.created_at);
    if (session === null || at === null) context.skip('newer format');
    else {
      if (!sessions.has(session)) tellSession(context, database, session);
      sessions.add(session);
      tellCall(context, row, session, at);
    }
    if (context.hasEnough()) break;
    if (++n % ROWS_AT_ONCE === 0) yield;
  }
  return { last };
}

function newRows(database: ForeignDatabase, last: number): Iterable<Row> {
  const optional = OPTIONAL.map(name => (database.has(USAGE, name) ? name : `NULL AS ${name}`));
  return database.rows(
    `SELECT ${[...NEEDED, ...optional].join(', ')} FROM ${USAGE} WHERE id > ? ORDER BY id`,
    last,
  );
}

function tellCall(context: ReadContext, row: Row, session: string, at: Instant): void {
  const near = row.initiator === 'compaction' ? AT_ONCE_MS : NEAR_MS;
  context.emit(
    callOf(
      {
        // Numbers come again in a database that was made anew.
        key: `${session}|row|${row.id}|${at}`,
        session,
        at,
        model: filledString(row.model),
        lesser: { rank: 1, since: at - near, until: at + near },
      },
      {
        input: count(row.input_tokens),
        output: count(row.output_tokens),
        cacheRead: count(row.cache_read_tokens),
        cacheWrite: count(row.cache_write_tokens),
        reasoning: count(row.reasoning_tokens),
      },
    ),
  );
}

function tellSession(context: ReadContext, database: ForeignDatabase, id: string): void {
  const known = database.has('sessions', 'id', 'cwd', 'branch', 'created_at', 'updated_at');
  const row = known
    ? database.row('SELECT cwd, branch, created_at, updated_at FROM sessions WHERE id = ?', id)
    : null;
  context.emit({
    kind: 'session',
    agent: AGENT,
    id,
    parent: null,
    forkedFrom: null,
    cwd: filledString(row?.cwd),
    branch: filledString(row?.branch),
    commit: null,
    remote: null,
    startedAt: utc(row?.created_at),
    endedAt: utc(row?.updated_at),
    log: context.file.path,
  });
}

function versionOf(database: ForeignDatabase): string | undefined {
  if (!database.has('schema_version', 'version')) return undefined;
  const version = database.row('SELECT version FROM schema_version')?.version;
  return version == null ? undefined : String(version);
}

/** `2026-11-23 12:40:28` without a zone is UTC. */
function utc(value: unknown): Instant | null {
  if (typeof value !== 'string') return null;
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(value) ? value : `${value.replace(' ', 'T')}Z`);
  return Number.isNaN(at) ? null : at;
}
