import type { Instant } from '../../model/records.ts';
import type { DatabaseContext, ReaderState } from '../agent.ts';
import { clineTokens, microDollars } from '../cline/clineTokens.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import type { ForeignDatabase, Row } from '../stores/foreignDatabase.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { Teller, UNTOLD } from '../tools/teller.ts';
import { type PendingTool, ToolActs } from '../tools/toolActs.ts';
import { gooseContent, gooseInput } from './gooseMessages.ts';

export const AGENT = 'goose';

/** Numbers of the last rows that were read, and uses of tools whose results had not come. */
interface State {
  readonly ledger: number;
  readonly messages: number;
  readonly sums: Readonly<Record<string, string>>;
  readonly pending: readonly (readonly [string, PendingTool])[];
}

/** Agents that Goose runs in place of a model, and that keep logs of their own. */
const HOSTED = /^(?:claude-code|codex|gemini-cli|(?:claude|codex|gemini)-acp)$/;

const NOTHING: State = { ledger: 0, messages: 0, sums: {}, pending: [] };

const SUMS = [
  'accumulated_input_tokens',
  'accumulated_output_tokens',
  'accumulated_cache_read_tokens',
  'accumulated_cache_write_tokens',
  'accumulated_cost',
];

/**
 * The sessions of Goose. What was used stands in a ledger of requests; in sessions from before it, in their sums.
 * Messages hold the same counts a third time.
 */
export function* readGoose(
  context: DatabaseContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  if (!database.has('sessions', 'id')) {
    context.skip('newer format');
    return NOTHING;
  }
  const reading = new GooseReading(context, database, (saved ?? NOTHING) as State);
  yield* reading.ledger();
  yield* reading.sums();
  yield* reading.messages();
  return reading.finish();
}

class GooseReading {
  readonly #context: DatabaseContext;
  readonly #database: ForeignDatabase;
  readonly #known: State;
  readonly #teller: Teller;
  readonly #acts: ToolActs;
  readonly #sessions: ReadonlyMap<string, Row>;
  readonly #spans = new Map<string, SessionSpan>();
  readonly #sums: Record<string, string> = {};
  #ledger = 0;
  #messages = 0;

  constructor(context: DatabaseContext, database: ForeignDatabase, known: State) {
    this.#context = context;
    this.#database = database;
    this.#known = known;
    this.#teller = new Teller(AGENT, context);
    this.#acts = new ToolActs(AGENT, context, known.pending, (key, { offset }) => this.#inputOf(key, offset));
    const column = (name: string) => (database.has('sessions', name) ? name : `NULL AS ${name}`);
    const columns = [
      'working_dir',
      'parent_session_id',
      'created_at',
      'updated_at',
      'model_config_json',
      'provider_name',
      ...SUMS,
    ];
    const rows = database.rows(`SELECT id, ${columns.map(column).join(', ')} FROM sessions`);
    this.#sessions = new Map([...rows].map(row => [String(row.id), row]));
  }

  *ledger(): Generator<void> {
    if (!this.#database.has('usage_ledger', 'id', 'session_id', 'input_tokens', 'output_tokens')) return;
    const column = (name: string) => (this.#database.has('usage_ledger', name) ? name : `NULL AS ${name}`);
    const more = ['created_timestamp', 'model', 'cache_read_tokens', 'cache_write_tokens', 'cost'].map(
      column,
    );
    const since = this.#since('usage_ledger', this.#known.ledger);
    this.#ledger = since;
    const rows = this.#database.rows(
      `SELECT id, session_id, input_tokens, output_tokens, ${more.join(', ')} FROM usage_ledger WHERE id > ? ORDER BY id`,
      since,
    );
    for (const row of rows) {
      this.#ledger = Number(row.id);
      const session = String(row.session_id);
      if (this.#isHosted(session)) continue;
      const at = instantOf(row.created_timestamp) ?? this.#startOf(session);
      const tokens = clineTokens(countsOf(row, ''), true);
      // What was carried over has no model and was paid for all the same.
      this.#teller.call({
        key: `${session}/ledger/${row.id}`,
        session,
        at,
        model: filledString(row.model),
        tokens,
        loggedCost: microDollars(row.cost),
        quality: tokens === UNTOLD ? 'none' : 'exact',
      });
      this.#see(session, at);
      if (this.#context.hasEnough()) return;
      yield;
    }
  }

  /** Of sessions that the ledger does not know there is only a sum, which grows: it is one call. */
  *sums(): Generator<void> {
    const inLedger = new Set<string>();
    if (this.#database.has('usage_ledger', 'session_id')) {
      for (const { id } of this.#database.rows('SELECT DISTINCT session_id AS id FROM usage_ledger'))
        inLedger.add(String(id));
    }
    for (const [session, row] of this.#sessions) {
      const tokens = clineTokens(countsOf(row, 'accumulated_'), true);
      if (tokens === UNTOLD || inLedger.has(session) || this.#isHosted(session)) continue;
      const sum = JSON.stringify(Object.values(tokens));
      this.#sums[session] = sum;
      if (this.#known.sums[session] === sum) continue;
      const at = utc(row.updated_at) ?? this.#startOf(session);
      this.#teller.call({
        key: `${session}/total`,
        session,
        at,
        model: filledString(record(parsed(String(row.model_config_json))).model_name),
        tokens,
        loggedCost: microDollars(row.accumulated_cost),
        quality: 'exact',
        // Where a ledger begins in the midst of a session, what was carried over is its first row.
        lesser: { rank: 1, since: -8.64e15, until: 8.64e15 },
      });
      this.#see(session, at);
      yield;
    }
  }

  *messages(): Generator<void> {
    if (!this.#database.has('messages', 'session_id', 'role', 'content_json', 'created_timestamp')) return;
    const since = this.#since('messages', this.#known.messages, 'rowid');
    this.#messages = since;
    const id = this.#database.has('messages', 'message_id') ? 'message_id' : 'NULL AS message_id';
    const rows = this.#database.rows(
      `SELECT rowid AS n, ${id}, session_id, role, content_json, created_timestamp FROM messages WHERE rowid > ? ORDER BY rowid`,
      since,
    );
    for (const row of rows) {
      this.#messages = Number(row.n);
      const session = String(row.session_id);
      const at = instantOf(row.created_timestamp) ?? this.#startOf(session);
      const { working_dir, parent_session_id } = this.#sessions.get(session) ?? {};
      gooseContent(parsed(String(row.content_json)), this.#teller, this.#acts, {
        // A compaction writes all messages of a session anew, in other rows.
        key: `${session}/${filledString(row.message_id) ?? row.n}`,
        role: filledString(row.role),
        session,
        at,
        cwd: filledString(working_dir),
        row: Number(row.n),
        isMain: parent_session_id == null,
      });
      this.#see(session, at);
      if (this.#context.hasEnough()) return;
      yield;
    }
  }

  finish(): State {
    // Of an idle database nothing is told again.
    if (this.#spans.size > 0) this.#acts.finish();
    for (const span of this.#spans.values()) span.finish(this.#context.emit);
    return { ledger: this.#ledger, messages: this.#messages, sums: this.#sums, pending: this.#acts.state() };
  }

  #inputOf(key: string, row: number): unknown {
    const found = this.#database.row('SELECT session_id, content_json FROM messages WHERE rowid = ?', row);
    return found === null
      ? undefined
      : gooseInput(parsed(String(found.content_json)), String(found.session_id), key);
  }

  /** From the beginning where rows are gone: it is another database. */
  #since(table: string, known: number, column = 'id'): number {
    const last = Number(this.#database.row(`SELECT max(${column}) AS n FROM ${table}`)?.n ?? 0);
    return last < known ? 0 : known;
  }

  #isHosted(session: string): boolean {
    return HOSTED.test(String(this.#sessions.get(session)?.provider_name));
  }

  #startOf(session: string): Instant {
    return utc(this.#sessions.get(session)?.created_at) ?? Math.floor(this.#context.file.mtimeMs);
  }

  #see(id: string, at: Instant): void {
    let span = this.#spans.get(id);
    if (span === undefined) {
      const { working_dir, parent_session_id, created_at } = this.#sessions.get(id) ?? {};
      const known = { cwd: filledString(working_dir), parent: filledString(parent_session_id) };
      span = new SessionSpan(AGENT, this.#context.file.path, { id, ...known });
      this.#spans.set(id, span);
      span.see(utc(created_at), this.#context.emit);
    }
    span.see(at, this.#context.emit);
  }
}

/** @param prefix of the names of a session's sums */
export function countsOf(row: Readonly<Record<string, unknown>>, prefix: string) {
  return {
    input: row[`${prefix}input_tokens`],
    output: row[`${prefix}output_tokens`],
    cacheRead: row[`${prefix}cache_read_tokens`],
    cacheWrite: row[`${prefix}cache_write_tokens`],
  };
}

/** `YYYY-MM-DD HH:MM:SS`, which is in UTC and does not say so. */
function utc(value: unknown): Instant | null {
  const text = filledString(value);
  return instantOf(
    text !== null && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : value,
  );
}
