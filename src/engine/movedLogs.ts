import type { Agent, Store } from '../agents/agent.ts';
import type { LogRow } from '../ledger/logTable.ts';
import { isGone } from './goneLogWatch.ts';

/** Names of logs that are one log wherever it lies, and in whatever form: compressed, archived, moved. */
export class SameLogs {
  readonly #stores: readonly Store[];

  constructor({ stores }: Agent) {
    this.#stores = stores;
  }

  /** Equal for the same log; `null` where its store does not tell. */
  nameOf(path: string): string | null {
    const n = this.#stores.findIndex(store => store.isLog(path));
    const key = this.#stores[n]?.copyKey(path) ?? null;
    return key === null ? null : `${n} ${key}`;
  }
}

/**
 * Logs that were read and lie elsewhere now, by their names: what a reader knew of them holds where they are.
 * @param rows of one agent
 * @param found paths of its logs that are there
 */
export function movedLogs(
  agent: Agent,
  rows: readonly LogRow[],
  found: ReadonlySet<string>,
): Map<string, LogRow> {
  const same = new SameLogs(agent);
  const moved = new Map<string, LogRow>();
  for (const row of rows) {
    const name = found.has(row.path) ? null : same.nameOf(row.path);
    const known = name === null ? undefined : moved.get(name);
    if (name !== null && (known === undefined || known.seen < row.seen)) moved.set(name, row);
  }
  return moved;
}

/**
 * How the logs were read of which something can still be said: one that lies elsewhere now is told there, and one that
 * is gone is no longer there to be found unreadable.
 * @param rows of one agent
 * @param found paths of its logs that are there
 */
export function standingLogs(agent: Agent, rows: readonly LogRow[], found: ReadonlySet<string>): LogRow[] {
  if (rows.every(({ path }) => found.has(path))) return [...rows];
  const same = new SameLogs(agent);
  const names = new Set([...found].map(path => same.nameOf(path)));
  return rows.filter(({ path, reason }) => {
    if (found.has(path)) return true;
    const name = same.nameOf(path);
    return (name === null || !names.has(name)) && (reason === null || !isGone(path));
  });
}

/**
 * Where a log lies now that lay at `path` when its session was told.
 * @param rows of all agents
 */
export function whereNow(agent: Agent, path: string, rows: readonly LogRow[]): string {
  if (!isGone(path)) return path;
  const same = new SameLogs(agent);
  const name = same.nameOf(path);
  if (name === null) return path;
  const copies = rows.filter(row => row.agent === agent.id && row.path !== path);
  return copies.find(copy => same.nameOf(copy.path) === name && !isGone(copy.path))?.path ?? path;
}
