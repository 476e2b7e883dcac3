import { basename } from 'node:path';
import * as zlib from 'node:zlib';
import type { Agent, AgentEnvironment, ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { count } from '../json/tokenCounts.ts';
import { joinFor, localData } from '../stores/dataFolders.ts';
import { ForeignDatabase, type Row } from '../stores/foreignDatabase.ts';
import { FreshRows, type FreshState } from '../stores/freshRows.ts';
import { nameOf, type Totals, usedSince } from '../tools/cumulativeUse.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { Teller } from '../tools/teller.ts';
import { tellZedTools } from './zedTools.ts';

const AGENT = 'zed';
/** A thread is a few megabytes; what unpacks to more is no thread. */
const LARGEST_THREAD = 128 << 20;

/**
 * Zed's own agent. A thread is one packed document; its sum is the one count that is complete. Agents that Zed only
 * hosts keep logs of their own.
 */
export const zed: Agent = {
  id: AGENT,
  quality: 'exact',
  stores: [
    {
      form: 'database',
      roots,
      depth: 0,
      isLog: path => basename(path) === 'threads.db',
      copyKey: () => null,
      read: readThreads,
    },
  ],
  title: async (log, session) => {
    try {
      return await ForeignDatabase.with(log, async database =>
        shortTitle(filledString(database.row('SELECT summary FROM threads WHERE id = ?', session)?.summary)),
      );
    } catch {
      return null;
    }
  },
};

function roots(environment: AgentEnvironment): string[] {
  const join = joinFor(environment);
  const name = environment.platform === 'linux' ? 'zed' : 'Zed';
  return [join(localData(environment), name, 'threads')];
}

interface State {
  readonly rows: FreshState | null;
  readonly totals: Readonly<Record<string, Totals>>;
}

function* readThreads(
  context: ReadContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  const state = (saved as State | null) ?? { rows: null, totals: {} };
  if (!database.has('threads', 'id', 'updated_at', 'data_type', 'data')) {
    context.skip('newer format');
    return state;
  }
  const optional = (name: string) => (database.has('threads', name) ? name : `NULL AS ${name}`);
  const newest = instantOf(database.row('SELECT max(updated_at) AS at FROM threads')?.at) ?? 0;
  const fresh = new FreshRows(state.rows, newest);
  const totals = { ...state.totals };
  // A thread is large: only those that are new or changed are fetched.
  const changed: { id: string; at: number }[] = [];
  for (const { id, updated_at } of database.rows(
    'SELECT id, updated_at FROM threads ORDER BY updated_at, id',
  )) {
    const at = instantOf(updated_at);
    if (at !== null && fresh.isFresh(`${id}`, at)) changed.push({ id: String(id), at });
  }
  for (const { id, at } of changed) {
    const row = database.row(
      `SELECT id, data_type, data, ${optional('parent_id')}, ${optional('folder_paths')}, ${optional('created_at')}
       FROM threads WHERE id = ?`,
      id,
    );
    if (row === null) continue;
    const thread = unpacked(row);
    if (thread === undefined) context.skip('malformed');
    else tellThread(context, row, thread, at, totals);
    yield;
  }
  return { rows: fresh.state(), totals } satisfies State;
}

function tellThread(
  context: ReadContext,
  row: Row,
  value: unknown,
  at: number,
  totals: Record<string, Totals>,
): void {
  const thread = record(value);
  const session = String(row.id);
  const cwd = firstFolder(row.folder_paths) ?? firstSnapshot(thread);
  const span = new SessionSpan(AGENT, context.file.path, { id: session });
  span.learn({ cwd, parent: filledString(row.parent_id) });
  span.see(instantOf(row.created_at), context.emit);
  span.see(at, context.emit);
  span.finish(context.emit);
  const teller = new Teller(AGENT, context);
  tellZedTools(context, session, at, cwd, thread);
  const { cumulative_token_usage: usage, model } = thread;
  if (usage === undefined) {
    context.skip('newer format', filledString(thread.version) ?? undefined);
    return;
  }
  const now = totalsOf(record(usage));
  const used = usedSince(totals[session] ?? null, now);
  totals[session] = now;
  if (used === null) return;
  const name = filledString(record(model).model) ?? filledString(model);
  const key = `${session}|${nameOf(now)}`;
  teller.call({ key, session, at, model: name, tokens: used.tokens, quality: 'exact' });
}

function totalsOf(usage: Record<string, unknown>): Totals {
  // What is 0 is left out there.
  return {
    tokens: {
      input: count(usage.input_tokens) ?? 0,
      cacheRead: count(usage.cache_read_input_tokens) ?? 0,
      cacheWrite5m: count(usage.cache_creation_input_tokens) ?? 0,
      cacheWrite1h: null,
      output: count(usage.output_tokens) ?? 0,
      reasoning: null,
    },
    cost: null,
  };
}

function unpacked({ data, data_type: type }: Row): unknown {
  if (typeof data === 'string') return parsed(data);
  if (!(data instanceof Uint8Array)) return undefined;
  try {
    const bytes = type === 'zstd' ? zlib.zstdDecompressSync(data, { maxOutputLength: LARGEST_THREAD }) : data;
    return parsed(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function firstFolder(list: unknown): string | null {
  const text = filledString(list);
  if (text === null) return null;
  const value = parsed(text);
  return filledString(Array.isArray(value) ? value[0] : null) ?? filledString(text.split('\n')[0]);
}

/** Older threads name their folder in the snapshot of the project with which they began. */
function firstSnapshot(thread: Record<string, unknown>): string | null {
  const { worktree_snapshots: trees } = record(thread.initial_project_snapshot);
  return filledString(record(Array.isArray(trees) ? trees[0] : null).worktree_path);
}
