import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import type { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { FreshRows, type FreshState } from '../stores/freshRows.ts';
import { absolutePath } from '../tools/filePath.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { AGENT } from './cursorTranscript.ts';

const PREFIX = 'composerData:';
/** The first text behind all that begin with the prefix. */
const BEHIND = 'composerData;';

interface State {
  readonly headers: FreshState | null;
  /** Number of the last row: one that is written again gets another. */
  readonly row: number;
}

/**
 * When and where conversations were, from Cursor's `state.vscdb`. It can be gigabytes and holds what signs the person
 * in, so only keys of conversations are asked for, and of those only times. The counts of tokens in it are empty on all
 * but a few messages, and what it calls tokens of a context is a gauge: none is read.
 */
export function* readCursorState(
  context: ReadContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  const state = saved as State | null;
  let headers = state?.headers ?? null;
  let row = state?.row ?? 0;
  if (database.has('composerHeaders', 'composerId', 'createdAt', 'lastUpdatedAt')) {
    headers = yield* readHeaders(context, database, headers);
  } else if (database.has('cursorDiskKV', 'key', 'value')) {
    row = yield* readComposers(context, database, row);
  } else context.skip('newer format');
  return { headers, row } satisfies State;
}

function* readHeaders(
  context: ReadContext,
  database: ForeignDatabase,
  known: FreshState | null,
): Generator<void, FreshState> {
  const workspace = database.has('composerHeaders', 'workspaceId') ? 'workspaceId' : 'NULL';
  const newest = database.row('SELECT max(lastUpdatedAt) AS at FROM composerHeaders')?.at;
  const fresh = new FreshRows(known, Number(newest ?? 0));
  const rows = database.rows(
    `SELECT composerId AS id, ${workspace} AS workspace, createdAt AS created, lastUpdatedAt AS updated
     FROM composerHeaders WHERE lastUpdatedAt >= ? ORDER BY lastUpdatedAt, composerId`,
    fresh.since,
  );
  for (const { id, workspace: hash, created, updated } of rows) {
    if (!fresh.isFresh(String(id), Number(updated))) continue;
    tell(context, id, created, updated, folderOf(context.file.path, filledString(hash)));
    yield;
  }
  return fresh.state();
}

function* readComposers(
  context: ReadContext,
  database: ForeignDatabase,
  known: number,
): Generator<void, number> {
  const last = database.row(
    'SELECT max(rowid) AS n FROM cursorDiskKV WHERE key >= ? AND key < ?',
    PREFIX,
    BEHIND,
  );
  const newest = Number(last?.n ?? 0);
  const since = newest < known ? 0 : known;
  const rows = database.rows(
    `SELECT substr(key, ${PREFIX.length + 1}) AS id,
       CASE WHEN json_valid(value) THEN json_extract(value, '$.createdAt') END AS created,
       CASE WHEN json_valid(value) THEN json_extract(value, '$.lastUpdatedAt') END AS updated
     FROM cursorDiskKV WHERE key >= ? AND key < ? AND rowid > ? AND typeof(value) = 'text'
     UNION ALL
     SELECT substr(key, ${PREFIX.length + 1}), json_extract(CAST(value AS TEXT), '$.createdAt'),
       json_extract(CAST(value AS TEXT), '$.lastUpdatedAt')
     FROM cursorDiskKV WHERE key >= ? AND key < ? AND rowid > ? AND typeof(value) = 'blob'
       AND json_valid(CAST(value AS TEXT))`,
    PREFIX,
    BEHIND,
    since,
    PREFIX,
    BEHIND,
    since,
  );
  for (const { id, created, updated } of rows) {
    tell(context, id, created, updated, null);
    yield;
  }
  return newest;
}

function tell(
  context: ReadContext,
  composer: unknown,
  created: unknown,
  updated: unknown,
  cwd: string | null,
): void {
  const id = filledString(composer);
  const first = instantOf(created);
  // Rows of tools have ids of two lines, and a conversation that nobody began has no time.
  if (id === null || first === null || /[\r\n]/.test(id)) return;
  const span = new SessionSpan(AGENT, context.file.path, { id, cwd });
  span.see(first, context.emit);
  span.see(instantOf(updated), context.emit);
  span.finish(context.emit);
}

/** What an editor's folder of a workspace says that it is of; `null` for none and for several. */
function folderOf(log: string, workspace: string | null): string | null {
  if (workspace === null || !/^\w+$/.test(workspace)) return null;
  try {
    const path = join(dirname(dirname(log)), 'workspaceStorage', workspace, 'workspace.json');
    const folder = filledString(record(parsed(readFileSync(path, 'utf8'))).folder);
    return folder === null ? null : absolutePath(folder, null);
  } catch {
    return null;
  }
}
