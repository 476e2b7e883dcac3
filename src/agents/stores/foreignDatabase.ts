import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';

/** How long a writer may hold the database before we come back another time. */
const BUSY_MS = 500;
const WAL_VERSION = 2;
const BUSY = 5;
const LOCKED = 6;
const CANT_OPEN = 14;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const ALL_COLUMNS = /(?:select|distinct|,)\s*(?:\w+\.)?\*/i;

export type DatabaseProblem = 'locked' | 'unreadable' | 'damaged' | 'newer format';

/** Why an agent's database could not be read; what was read of it before stays true. */
export class ForeignDatabaseError extends Error {
  readonly problem: DatabaseProblem;

  constructor(problem: DatabaseProblem, message: string) {
    super(message);
    this.problem = problem;
  }
}

export type Row = Readonly<Record<string, number | string | bigint | Uint8Array | null>>;

/**
 * A database that belongs to an agent: never written to, and nothing is left beside it. Several of them hold access
 * tokens, so columns are asked for by their names and in no other way.
 */
export class ForeignDatabase {
  readonly #database: DatabaseSync;
  readonly #columns = new Map<string, ReadonlySet<string>>();
  /** Asked for one row, again and again. */
  readonly #single = new Map<string, StatementSync>();

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Hands the database to `use`, as it stands with all that its log (`-wal`) holds.
   * @throws {ForeignDatabaseError} and what `use` throws
   */
  static async with<T>(path: string, use: (database: ForeignDatabase) => Promise<T>): Promise<T> {
    const wal = `${path}-wal`;
    if (!isWal(path)) return open(path, use);
    // Nobody has it open. A reader would leave files beside it, save where it takes the file for unchanging; so
    // look afterwards whether it was.
    if (!hasBytes(wal)) {
      const before = stamp(path);
      const result = await open(immutable(path), use);
      if (stamp(path) === before) return result;
      return open(path, use);
    }
    if (existsSync(`${path}-shm`)) return open(path, use);
    // Read from a copy, so that its own recovery finds what it left.
    const folder = await mkdtemp(join(tmpdir(), 'ai-impact-copy-'));
    try {
      const copy = join(folder, 'copy.db');
      await copyFile(path, copy);
      await copyFile(wal, `${copy}-wal`);
      return await open(copy, use);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }

    async function open(at: string | URL, then: typeof use): Promise<T> {
      let database: DatabaseSync | null = null;
      try {
        database = new DatabaseSync(at, { readOnly: true, timeout: BUSY_MS, allowExtension: false });
        return await then(new ForeignDatabase(database));
      } catch (error) {
        throw asProblem(error);
      } finally {
        database?.close();
      }
    }
  }

  /** Names of the columns of a table or view; empty where there is none. */
  columns(table: string): ReadonlySet<string> {
    let columns = this.#columns.get(table);
    if (columns === undefined) {
      const rows = this.#database.prepare('SELECT name FROM pragma_table_info(?)').all(table);
      columns = new Set(rows.map(({ name }) => String(name)));
      this.#columns.set(table, columns);
    }
    return columns;
  }

  /** Whether a table has all of these columns. */
  has(table: string, ...columns: readonly string[]): boolean {
    const present = this.columns(table);
    return present.size > 0 && columns.every(column => present.has(column));
  }

  /**
   * Rows one after another, as they are asked for.
   * @throws {RangeError} for a query that asks for columns it does not name
   */
  rows(sql: string, ...values: SQLInputValue[]): Iterable<Row> {
    if (ALL_COLUMNS.test(sql)) throw new RangeError(`name the columns: ${sql}`);
    return this.#database.prepare(sql).iterate(...values) as Iterable<Row>;
  }

  /** The first row, or `null`. */
  row(sql: string, ...values: SQLInputValue[]): Row | null {
    let statement = this.#single.get(sql);
    if (statement === undefined) {
      if (ALL_COLUMNS.test(sql)) throw new RangeError(`name the columns: ${sql}`);
      statement = this.#database.prepare(sql);
      this.#single.set(sql, statement);
    }
    return (statement.get(...values) as Row | undefined) ?? null;
  }
}

/**
 * What a database is that a program which died left with its log: nobody can have it open, so it stays what it is for
 * as long as this does.
 * @returns `null` for any other
 */
export function stillAs(path: string): string | null {
  try {
    const wal = statSync(`${path}-wal`);
    if (wal.size === 0 || existsSync(`${path}-shm`)) return null;
    const { size, mtimeMs, ino } = statSync(path);
    return [size, mtimeMs, ino, wal.size, wal.mtimeMs, wal.ino].join(' ');
  } catch {
    return null;
  }
}

/** Whether the file says that its writers use a log beside it. */
function isWal(path: string): boolean {
  const header = Buffer.alloc(20);
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (error) {
    throw new ForeignDatabaseError('unreadable', describe(error));
  }
  try {
    readSync(descriptor, header, 0, header.length, 0);
  } finally {
    closeSync(descriptor);
  }
  // An empty file and its log: the first writer has not come to move anything yet.
  return header[18] === WAL_VERSION || header[18] === 0;
}

function hasBytes(path: string): boolean {
  try {
    return statSync(path).size > 0;
  } catch {
    return false;
  }
}

function stamp(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size} ${mtimeMs} ${hasBytes(`${path}-wal`)}`;
}

function immutable(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

function asProblem(error: unknown): unknown {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== 'ERR_SQLITE_ERROR') return error;
  const code = Number((error as { errcode?: number }).errcode ?? 0) & 0xff;
  if (code === BUSY || code === LOCKED) return new ForeignDatabaseError('locked', error.message);
  if (code === CANT_OPEN) return new ForeignDatabaseError('unreadable', error.message);
  if (code === CORRUPT || code === NOT_A_DATABASE) return new ForeignDatabaseError('damaged', error.message);
  // A table or column that is not there any more.
  if (/no such (?:table|column|function)|malformed JSON/.test(error.message))
    return new ForeignDatabaseError('newer format', error.message);
  return new ForeignDatabaseError('damaged', error.message);
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
