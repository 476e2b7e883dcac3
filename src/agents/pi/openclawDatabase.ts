import type { DatabaseContext, ReaderState } from '../agent.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { PiSession, type PiState, textOf } from './piSession.ts';

const EVENTS = 'transcript_events';
const ROWS_AT_ONCE = 200;
/** Where a title is looked for. */
const FIRST = 50;

/** By session: the last event that was read, and what its reader knows. */
type State = Readonly<Record<string, { readonly seq: number; readonly session: PiState }>>;

/**
 * Reads a database of OpenClaw (from 2026.8): its events are the lines of the logs before it, which it put away
 * beside it, with the same ids.
 */
export function* readTranscripts(
  agent: string,
  context: DatabaseContext,
  database: ForeignDatabase,
  state: ReaderState | null,
): Generator<void, ReaderState> {
  const known = (state as State | null) ?? {};
  if (!database.has(EVENTS, 'session_id', 'seq', 'event_json')) {
    context.skip('newer format');
    return known;
  }
  const next: Record<string, State[string]> = {};
  const newest = [...database.rows(`SELECT session_id, max(seq) AS seq FROM ${EVENTS} GROUP BY session_id`)];
  let n = 0;
  for (const { session_id, seq } of newest) {
    const id = filledString(session_id);
    if (id === null) continue;
    let before = Object.hasOwn(known, id) ? known[id]! : null;
    const isRead = before !== null && before.seq === Number(seq);
    if (isRead || context.hasEnough()) {
      if (before !== null) next[id] = before;
      continue;
    }
    // A session that was reset is numbered from its beginning.
    if (before !== null && before.seq > Number(seq)) before = null;
    const session = new PiSession(agent, context, before?.session ?? null, id, ({ offset }) => {
      const row = database.row(
        `SELECT event_json FROM ${EVENTS} WHERE session_id = ? AND seq = ?`,
        id,
        offset,
      );
      return filledString(row?.event_json);
    });
    const rows = database.rows(
      `SELECT seq, event_json FROM ${EVENTS} WHERE session_id = ? AND seq > ? ORDER BY seq`,
      id,
      before?.seq ?? -1,
    );
    for (const row of rows) {
      const entry = parsed(filledString(row.event_json) ?? '');
      if (typeof entry === 'object' && entry !== null)
        session.entry(record(entry), { offset: Number(row.seq), length: 0 });
      else context.skip('malformed');
      if (++n % ROWS_AT_ONCE === 0) yield;
    }
    next[id] = { seq: Number(seq), session: session.finish() };
  }
  return next;
}

/** The first prompt of a session. */
export async function titleInDatabase(path: string, id: string): Promise<string | null> {
  try {
    return await ForeignDatabase.with(path, async database => {
      const rows = database.rows(
        `SELECT event_json FROM ${EVENTS} WHERE session_id = ? ORDER BY seq LIMIT ${FIRST}`,
        id,
      );
      for (const { event_json } of rows) {
        const { role, content } = record(record(parsed(filledString(event_json) ?? '')).message);
        if (role === 'user') return shortTitle(textOf(content));
      }
      return null;
    });
  } catch {
    return null;
  }
}
