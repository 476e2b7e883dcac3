import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Agent, AgentEnvironment, ReadContext, ReaderState } from '../agent.ts';
import { instantOf } from '../json/logTime.ts';
import { filledString, parsed, record } from '../json/looseJson.ts';
import { joinFor, localData } from '../stores/dataFolders.ts';
import { ForeignDatabase } from '../stores/foreignDatabase.ts';
import { nameOf, type Totals, usedSince } from '../tools/cumulativeUse.ts';
import { resumeBy, UUID } from '../tools/resumeBy.ts';
import { SessionSpan } from '../tools/sessionSpan.ts';
import { shortTitle } from '../tools/shortTitle.ts';
import { Teller } from '../tools/teller.ts';
import { readCrushFiles } from './crushFiles.ts';

const AGENT = 'crush';
const MICRO = 1_000_000;
const UNKNOWN = {
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  reasoning: null,
};

/**
 * Crush keeps a database in each project. Its counts of tokens are those of the last step, written over each time: only
 * the cost adds up, and where it is 0 it is not known.
 */
export const crush: Agent = {
  id: AGENT,
  quality: 'none',
  stores: [
    {
      form: 'database',
      roots,
      depth: 0,
      isLog: path => basename(path) === 'crush.db',
      copyKey: () => null,
      read: readCrush,
    },
  ],
  title: async (log, session) => {
    try {
      return await ForeignDatabase.with(log, async database =>
        shortTitle(filledString(database.row('SELECT title FROM sessions WHERE id = ?', session)?.title)),
      );
    } catch {
      return null;
    }
  },
  resume: resumeBy(AGENT, UUID, id => ['--session', id], 'its folder'),
};

/** A file in its data folder lists the projects. */
function roots(environment: AgentEnvironment): string[] {
  const join = joinFor(environment);
  const { variables } = environment;
  const folder = variables.CRUSH_GLOBAL_DATA || join(dataHome(environment), 'crush');
  const listed = projectsIn(join(folder, 'projects.json'));
  return [folder, ...listed.map(({ path, data }) => resolve(path, data))];
}

/** On a Mac as on Linux. */
function dataHome(environment: AgentEnvironment): string {
  const platform = environment.platform === 'darwin' ? 'linux' : environment.platform;
  return environment.variables.XDG_DATA_HOME || localData({ ...environment, platform });
}

function projectsIn(file: string): { path: string; data: string }[] {
  let list: unknown;
  try {
    list = record(parsed(readFileSync(file, 'utf8'))).projects;
  } catch {
    return [];
  }
  const entries = Array.isArray(list)
    ? list
    : Object.entries(record(list)).map(([path, rest]) => ({ path, ...record(rest) }));
  return entries.flatMap(entry => {
    const path = filledString(record(entry).path);
    return path === null ? [] : [{ path, data: filledString(record(entry).data_dir) ?? '.crush' }];
  });
}

interface State {
  /** Highest row that was read of the versions of files. */
  readonly files: number;
  /** By session: its cost when it was last looked at, in micro-dollars. */
  readonly costs: Readonly<Record<string, number>>;
}

function* readCrush(
  context: ReadContext,
  database: ForeignDatabase,
  saved: ReaderState | null,
): Generator<void, ReaderState> {
  const state = (saved as State | null) ?? { files: 0, costs: {} };
  if (!database.has('sessions', 'id', 'cost', 'created_at', 'updated_at')) {
    context.skip('newer format');
    return state;
  }
  const teller = new Teller(AGENT, context);
  const cwd = dirname(dirname(context.file.path));
  const costs: Record<string, number> = {};
  const parent = database.has('sessions', 'parent_session_id') ? 'parent_session_id' : 'NULL';
  const rows = database.rows(
    `SELECT id, ${parent} AS parent, cost, created_at, updated_at FROM sessions ORDER BY created_at, id`,
  );
  for (const row of rows) {
    const session = String(row.id);
    const parentId = filledString(row.parent);
    const span = new SessionSpan(AGENT, context.file.path, { id: session });
    span.learn({ cwd, parent: parentId });
    span.see(instantOf(row.created_at), context.emit);
    span.see(instantOf(row.updated_at), context.emit);
    span.finish(context.emit);
    const cost = Math.round(Number(row.cost) * MICRO);
    costs[session] = cost;
    // A sub-agent's cost is added to its parent's.
    if (parentId !== null || !(cost > 0)) continue;
    const before: Totals = { tokens: UNKNOWN, cost: state.costs[session] ?? null };
    const totals: Totals = { tokens: UNKNOWN, cost };
    const used = usedSince(before, totals);
    if (used === null) continue;
    teller.call({
      key: `${session}|${nameOf(totals)}`,
      session,
      at: instantOf(row.updated_at) ?? Math.round(context.file.mtimeMs),
      loggedCost: used.cost,
      quality: 'none',
    });
    yield;
  }
  const files = yield* readCrushFiles(context, teller, database, state.files, cwd);
  return { files, costs } satisfies State;
}
