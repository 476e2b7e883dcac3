import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` as one unit: all of it is written, or nothing and the error goes on. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  let result: T;
  try {
    result = work();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk rolls back by itself; a second ROLLBACK would hide the first error.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
  return result;
}

/** Reads as of one moment, whatever is written meanwhile; within a transaction as of that. */
export function asOfOneMoment<T>(database: DatabaseSync, read: () => T): T {
  if (database.isTransaction) return read();
  database.exec('BEGIN');
  try {
    return read();
  } finally {
    if (database.isTransaction) database.exec('COMMIT');
  }
}
