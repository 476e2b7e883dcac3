import type { AgentId } from '../../model/records.ts';
import type { Quality } from '../../model/tokens.ts';
import type { ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed } from '../json/looseJson.ts';
import type { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { FreshRows, type FreshState } from '../stores/freshRows.ts';
import { Teller } from '../tools/teller.ts';
import { readQConversation } from './qConversation.ts';

interface State {
  /** By keyed digest of the folder: digest of what it held. */
  readonly folders: Readonly<Record<string, number>>;
  readonly conversations: FreshState | null;
}

/**
 * Conversations in the database of Amazon Q's and Kiro's command lines: one for each folder, written over by the next,
 * or, in newer versions, one row for each. Other tables hold what signs the person in.
 */
export function* readQDatabase(
  agent: AgentId,
  quality: Quality,
  context: ReadContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  const state = saved as State | null;
  let folders = state?.folders ?? {};
  let conversations = state?.conversations ?? null;
  const byFolder = database.has('conversations', 'key', 'value');
  const byId = database.has('conversations_v2', 'key', 'conversation_id', 'value', 'updated_at');
  if (!byFolder && !byId) context.skip('newer format');
  if (byFolder) folders = yield* readFolders(agent, quality, context, database, folders);
  if (byId) conversations = yield* readConversations(agent, quality, context, database, conversations);
  return { folders, conversations } satisfies State;
}

function* readFolders(
  agent: AgentId,
  quality: Quality,
  context: ReadContext,
  database: ForeignDatabase,
  known: State['folders'],
): Generator<void, State['folders']> {
  const teller = new Teller(agent, context);
  const folders: Record<string, number> = {};
  // Nothing tells when a row was written, so its text does.
  for (const row of database.rows('SELECT key, value FROM conversations ORDER BY key')) {
    const cwd = filledString(row.key);
    const text = textOf(row.value);
    const name = String(teller.digest(cwd));
    const digest = teller.digest(text) ?? 0;
    folders[name] = digest;
    if (known[name] === digest) continue;
    const place = { agent, quality, id: null, cwd, startedAt: null, endedAt: null };
    const value = parsed(text);
    if (value === undefined) context.skip('malformed');
    else readQConversation(context, value, place);
    yield;
  }
  return folders;
}

function* readConversations(
  agent: AgentId,
  quality: Quality,
  context: ReadContext,
  database: ForeignDatabase,
  known: FreshState | null,
): Generator<void, FreshState> {
  const created = database.has('conversations_v2', 'created_at') ? 'created_at' : 'NULL AS created_at';
  const newest = database.row('SELECT max(updated_at) AS at FROM conversations_v2')?.at;
  const fresh = new FreshRows(known, Number(newest ?? 0));
  const rows = database.rows(
    `SELECT key, conversation_id, ${created}, updated_at, value, length(value) AS size FROM conversations_v2
     WHERE updated_at >= ? ORDER BY updated_at, conversation_id`,
    fresh.since,
  );
  for (const row of rows) {
    const id = filledString(row.conversation_id);
    if (id === null || !fresh.isFresh(`${id} ${row.size}`, Number(row.updated_at))) continue;
    const value = parsed(textOf(row.value));
    if (value === undefined) context.skip('malformed');
    else {
      readQConversation(context, value, {
        agent,
        quality,
        id,
        cwd: filledString(row.key),
        startedAt: instantOf(row.created_at),
        endedAt: instantOf(row.updated_at),
      });
    }
    yield;
  }
  return fresh.state();
}

function textOf(value: unknown): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value ?? '');
}
