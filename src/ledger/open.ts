import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { moveAside } from './moveAside.ts';
import { PAGE_CACHE } from './pageCache.ts';
import { MIGRATIONS, SCHEMA_VERSION } from './schema.ts';

export type LedgerProblem =
  /** The file is no ledger, or is damaged. */
  | 'corrupt'
  /** Made by a newer version of AI Impact: it may be read, not written. */
  | 'newer'
  /** A collector is making it just now: there is nothing in it to read. */
  | 'not begun'
  /** The file or its folder may not be written. */
  | 'read-only'
  | 'disk full'
  /** Another process kept it locked for longer than five seconds. */
  | 'busy'
  /** This editor's runtime has no SQLite. */
  | 'no sqlite';

export class LedgerError extends Error {
  readonly problem: LedgerProblem;
  constructor(problem: LedgerProblem, detail: string) {
    super(`${problem}: ${detail}`);
    this.name = 'LedgerError';
    this.problem = problem;
  }
}

export interface OpenLedger {
  readonly database: DatabaseSync;
  readonly writable: boolean;
  /** Why it is not writable. */
  readonly problem: LedgerProblem | null;
  /** Where a damaged ledger was moved to, so that nothing of it is lost. */
  readonly setAside: string | null;
}

export interface OpenOptions {
  readonly readOnly?: boolean;
  /** Used in the name of a damaged ledger that is moved aside. */
  readonly now?: Date;
}

/**
 * Opens the ledger and brings it to this version. A damaged one is moved aside and a new one begun; a newer
 * one, or one that may not be written, is opened to read.
 * @throws {LedgerError} where it can neither be written nor read
 */
export async function openLedger(file: string, options: OpenOptions = {}): Promise<OpenLedger> {
  const sqlite = await loadSqlite();
  const open = (readOnly: boolean) => new sqlite.DatabaseSync(file, { readOnly });
  if (options.readOnly)
    return { database: prepareReading(open, file), writable: false, problem: null, setAside: null };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return { database: prepareWriting(open(false)), writable: true, problem: null, setAside: null };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === 'corrupt') return beginAnew(sqlite, file, options.now ?? new Date());
    if (problem === 'newer' || problem === 'read-only') {
      if (!existsSync(file)) throw asLedgerError(error);
      return { database: prepareReading(open, file), writable: false, problem, setAside: null };
    }
    throw asLedgerError(error);
  }
}

async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  try {
    return await import('node:sqlite');
  } catch {
    throw new LedgerError('no sqlite', process.version);
  }
}

function prepareWriting(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(
      'PRAGMA busy_timeout = 5000; PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL',
    );
    // Nor would the usual 4 MB of journal do for years of logs.
    database.exec(`${PAGE_CACHE}; PRAGMA wal_autocheckpoint = 4000`);
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function prepareReading(open: (readOnly: boolean) => DatabaseSync, file: string): DatabaseSync {
  if (!existsSync(file)) throw new LedgerError('corrupt', 'there is no such file');
  let database: DatabaseSync | null = null;
  try {
    database = open(true);
    database.exec('PRAGMA busy_timeout = 5000');
    if (isEmpty(database)) throw new LedgerError('not begun', 'it has no table');
    database.prepare('SELECT name FROM meta LIMIT 1').get();
    return database;
  } catch (error) {
    database?.close();
    throw asLedgerError(error);
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return (
    versionOf(database) === 0 && database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  );
}

function migrate(database: DatabaseSync): void {
  const version = versionOf(database);
  if (version > SCHEMA_VERSION) throw new LedgerError('newer', `version ${version}`);
  if (version === SCHEMA_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Another window may have migrated while this one waited for the lock.
    for (let next = versionOf(database); next < SCHEMA_VERSION; next++) {
      database.exec(MIGRATIONS[next]!);
      database.exec(`PRAGMA user_version = ${next + 1}`);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0);
}

function beginAnew(sqlite: typeof import('node:sqlite'), file: string, now: Date): OpenLedger {
  const setAside = moveAside(file, now);
  const database = prepareWriting(new sqlite.DatabaseSync(file));
  return { database, writable: true, problem: null, setAside };
}

const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;
const SQLITE_READONLY = 8;
const SQLITE_IOERR = 10;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_CANTOPEN = 14;
const SQLITE_NOTADB = 26;

/** What went wrong, as far as SQLite or the file system tells; `null` for an error that is not theirs. */
export function problemOf(error: unknown): LedgerProblem | null {
  if (error instanceof LedgerError) return error.problem;
  if (!(error instanceof Error)) return null;
  const { errcode, code } = error as { errcode?: number; code?: string };
  if (code === 'ENOSPC') return 'disk full';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') return 'read-only';
  switch (errcode === undefined ? -1 : errcode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return 'busy';
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      return 'read-only';
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return 'disk full';
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return 'corrupt';
    default:
      // A file that is a database, but none of ours.
      return /already exists|no such table|no such column|has \d+ columns/.test(error.message)
        ? 'corrupt'
        : null;
  }
}

function asLedgerError(error: unknown): unknown {
  const problem = problemOf(error);
  if (problem === null || error instanceof LedgerError) return error;
  return new LedgerError(problem, error instanceof Error ? error.message : String(error));
}
