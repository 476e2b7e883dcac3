import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Agent } from '../agents/agent.ts';
import { GitTables } from '../ledger/gitTables.ts';
import { GoneLogs } from '../ledger/goneLogs.ts';
import { LogTable } from '../ledger/logTable.ts';
import { type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { isGone } from './goneLogWatch.ts';
import { KnownFolders } from './knownFolders.ts';
import { whereNow } from './movedLogs.ts';
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
    // It may have been compressed, or moved to an archive.
    if (isGone(log) && isGone(whereNow(agent, log, new LogTable(this.#database).all())))
      return { state: 'gone', by: new GoneLogs(this.#database).all().get(log) ?? null };
    if (cwd !== null && command.from === 'its folder' && !isFolder(cwd))
      return { state: 'folder gone', folder: cwd };
    return { state: 'ready', command, folder: this.#folderOf(cwd) };
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
