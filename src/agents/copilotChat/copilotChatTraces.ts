import type { DatabaseContext, ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString } from '../json/looseJson.ts';
import { count, without } from '../json/tokenCounts.ts';
import type { ForeignDatabase, Row } from '../stores/foreignDatabase.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { AGENT } from './copilotChatSession.ts';

const NEEDED = ['span_id', 'operation_name', 'start_time_ms', 'input_tokens', 'output_tokens'];
const OPTIONAL = [
  'trace_id',
  'conversation_id',
  'chat_session_id',
  'request_model',
  'response_model',
  'cached_tokens',
  'reasoning_tokens',
];
const CACHE_WRITE = 'gen_ai.usage.cache_creation.input_tokens';
const PLACE = {
  branch: 'copilot_chat.repo.head_branch_name',
  commit: 'copilot_chat.repo.head_commit_hash',
  remote: 'copilot_chat.repo.remote_url',
} as const;
const ROWS_AT_ONCE = 200;

interface State {
  readonly last: number;
}

/**
 * Reads the spans that Copilot Chat keeps where its person asked it to: of every request to a model, helpers' too.
 * Spans of whole turns (`invoke_agent`), which come when a turn is over, tell where it was and the same tokens again.
 */
export function* readTraces(
  context: DatabaseContext,
  database: ForeignDatabase,
  state: ReaderState | null,
): Generator<void, ReaderState> {
  let { last } = (state as State | null) ?? { last: 0 };
  if (!database.has('spans', ...NEEDED)) {
    context.skip('newer format');
    return { last };
  }
  const newest = Number(database.row('SELECT max(rowid) AS id FROM spans')?.id ?? 0);
  // The database was made anew.
  if (newest < last) last = 0;
  const optional = OPTIONAL.map(name => (database.has('spans', name) ? name : `NULL AS ${name}`));
  const rows = database.rows(
    `SELECT rowid AS id, ${[...NEEDED, ...optional].join(', ')} FROM spans
     WHERE operation_name IN ('chat', 'invoke_agent') AND rowid > ? ORDER BY rowid`,
    last,
  );
  const sessions = new Map<string, SessionSpan>();
  let reached = newest;
  let n = 0;
  for (const row of rows) {
    tell(context, database, row, sessions);
    if (context.hasEnough()) {
      reached = Number(row.id);
      break;
    }
    if (++n % ROWS_AT_ONCE === 0) yield;
  }
  for (const span of sessions.values()) span.finish(context.emit);
  return { last: reached };
}

function tell(
  context: ReadContext,
  database: ForeignDatabase,
  row: Row,
  sessions: Map<string, SessionSpan>,
): void {
  const key = filledString(row.span_id);
  const at = instantOf(row.start_time_ms);
  if (row.operation_name === 'invoke_agent') {
    const chat = filledString(row.chat_session_id);
    if (chat === null) return;
    const turn = sessions.get(chat) ?? spanOf(context, database, chat);
    sessions.set(chat, turn);
    turn.see(at, context.emit);
    return;
  }
  // Requests for titles and summaries belong to no session of the chat's own.
  const session =
    filledString(row.chat_session_id) ?? filledString(row.conversation_id) ?? filledString(row.trace_id);
  const input = count(row.input_tokens);
  const output = count(row.output_tokens);
  if (key === null || at === null || session === null) {
    context.skip('newer format');
    return;
  }
  // One that failed was served nothing.
  if (input === null && output === null) return;
  const span = sessions.get(session) ?? spanOf(context, database, session);
  sessions.set(session, span);
  span.see(at, context.emit);
  const cacheRead = count(row.cached_tokens);
  const cacheWrite = count(Number(attribute(database, key, CACHE_WRITE) ?? Number.NaN));
  context.emit({
    kind: 'call',
    agent: AGENT,
    key,
    session,
    at,
    model: filledString(row.response_model) ?? filledString(row.request_model),
    tokens: {
      input: without(input, cacheRead, cacheWrite),
      cacheRead,
      cacheWrite5m: cacheWrite,
      cacheWrite1h: null,
      output,
      reasoning: count(row.reasoning_tokens),
    },
    loggedCost: null,
    credits: null,
    quality: 'exact',
    lesser: null,
    sidechain: false,
  });
}

function spanOf(context: ReadContext, database: ForeignDatabase, id: string): SessionSpan {
  const known = database.has('spans', 'chat_session_id') && database.has('span_attributes', 'key', 'value');
  const of = (key: string) =>
    known
      ? filledString(
          database.row(
            `SELECT span_attributes.value FROM spans JOIN span_attributes USING (span_id)
             WHERE spans.chat_session_id = ? AND span_attributes.key = ? LIMIT 1`,
            id,
            key,
          )?.value,
        )
      : null;
  return new SessionSpan(AGENT, context.file.path, {
    id,
    branch: of(PLACE.branch),
    commit: of(PLACE.commit),
    remote: of(PLACE.remote),
  });
}

function attribute(database: ForeignDatabase, span: string, key: string): unknown {
  if (!database.has('span_attributes', 'span_id', 'key', 'value')) return null;
  return database.row('SELECT value FROM span_attributes WHERE span_id = ? AND key = ?', span, key)?.value;
}
