import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Agent } from '../agents/agent.ts';
import { GitTables } from '../ledger/gitTables.ts';
import { GoneLogs } from '../ledger/goneLogs.ts';
import { LogTable } from '../ledger/logTable.ts';
import { type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { isGone } from './goneLogWatch.ts';
import { KnownFolders } from './knownFolders.ts';
import type { Resumption, SessionKey } from './protocol.ts';

/** How sessions can be gone on with, as the disk is now. */
export function resumptionsOf(
  database: DatabaseSync,
  agents: readonly Agent[],
  asked: readonly SessionKey[],
): Resumption[] {
  const sessions = new Map(
    new SessionReads(database).sessions().map(session => [`${session.agent} ${session.name}`, session]),
  );
  const disk = new Disk(database);
  return asked.map(({ agent, id }) => {
    const session = sessions.get(`${agent} ${id}`);
    const reader = agents.find(each => each.id === agent);
    if (session === undefined || reader === undefined) return { state: 'cannot' };
    return disk.resumption(session, reader);
  });
}

class Disk {
  readonly #database: DatabaseSync;
  #folders: KnownFolders | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  resumption({ name, log, cwd }: SessionFacts, agent: Agent): Resumption {
    const command = log === null ? null : (agent.resume?.(name, log) ?? null);
    if (log === null || command === null) return { state: 'cannot' };
    if (isGone(log) && !this.#hasCopy(agent, log))
      return { state: 'gone', by: new GoneLogs(this.#database).all().get(log) ?? null };
    if (cwd !== null && command.from === 'its folder' && !isFolder(cwd))
      return { state: 'folder gone', folder: cwd };
    return { state: 'ready', command, folder: this.#folderOf(cwd) };
  }

  /** Compressed, or moved to an archive. */
  #hasCopy(agent: Agent, log: string): boolean {
    const store = agent.stores.find(each => each.isLog(log));
    const key = store?.copyKey(log) ?? null;
    if (store === undefined || key === null) return false;
    return new LogTable(this.#database)
      .all()
      .some(({ path }) => path !== log && store.copyKey(path) === key && !isGone(path));
  }

  #folderOf(cwd: string | null): string | null {
    if (cwd === null || isFolder(cwd)) return cwd;
    this.#folders ??= new KnownFolders(new GitTables(this.#database));
    return this.#folders.rootsOf(cwd).find(isFolder) ?? null;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
