import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export const FIXTURES = join(import.meta.dirname, '..', 'fixtures');

/** A database that stands beside its closed self as its agent leaves it while it runs. */
export interface OpenHome {
  readonly home: string;
  /** Closes the databases that `home` has open, as when their agents end. */
  close(): void;
}

/**
 * Copies a recorded home to `target`, where each `NAME.sql` becomes the database `NAME`. Databases in WAL mode stay
 * open, with all that they hold in their logs, as they do while an agent runs.
 */
export function openHome(recorded: string, target: string): OpenHome {
  cpSync(recorded, target, { recursive: true });
  const databases: DatabaseSync[] = [];
  for (const name of readdirSync(target, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.sql')) continue;
    const script = join(target, name);
    const database = new DatabaseSync(script.slice(0, -'.sql'.length));
    database.exec('PRAGMA wal_autocheckpoint = 0');
    database.exec(readFileSync(script, 'utf8'));
    databases.push(database);
    rmSync(script);
  }
  return {
    home: target,
    close: () => {
      for (const database of databases) database.close();
    },
  };
}

export interface Recording {
  readonly agent: string;
  readonly version: string;
  /** Folder of the recorded home. */
  readonly home: string;
  readonly truth: string;
}

/** All recordings, `fixtures/AGENT/VERSION/{home,truth.json}`. */
export function recordings(): Recording[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name: agent }) =>
      readdirSync(join(FIXTURES, agent)).map(version => ({
        agent,
        version,
        home: join(FIXTURES, agent, version, 'home'),
        truth: join(FIXTURES, agent, version, 'truth.json'),
      })),
    )
    .sort((a, b) => (`${a.agent} ${a.version}` < `${b.agent} ${b.version}` ? -1 : 1));
}
