import { readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { openLedger, problemOf } from '../ledger/open.ts';
import type { Instant } from '../model/records.ts';

/** A ledger that was damaged and now lies aside, with all that can still be got from it. */
export interface DamagedLedger {
  readonly path: string;
  /** When it was last written. */
  readonly at: Instant;
}

const MARK = '.damaged-';

/** Those beside a ledger, for as long as they lie there; oldest first. */
export function damagedLedgers(ledgerFile: string): DamagedLedger[] {
  const folder = dirname(ledgerFile);
  const start = basename(ledgerFile) + MARK;
  return namesIn(folder)
    .filter(name => name.startsWith(start) && !/-(?:wal|shm|journal)$/.test(name))
    .sort()
    .flatMap(name => {
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ path, at: Math.round(stat.mtimeMs) }];
    });
}

/** Asks SQLite itself, for an error may look like damage and be none. Reads the whole file. */
export async function isDamaged(ledgerFile: string): Promise<boolean> {
  try {
    const { database } = await openLedger(ledgerFile, { readOnly: true });
    try {
      return database.prepare('PRAGMA quick_check(1)').get()?.quick_check !== 'ok';
    } finally {
      database.close();
    }
  } catch (error) {
    return problemOf(error) === 'corrupt';
  }
}

/**
 * Moves a ledger, which nobody here has open any more, to where `damagedLedgers` finds it. Where it lies then.
 * @throws what the file system throws
 */
export function moveAside(ledgerFile: string, now: Date): string {
  const aside = ledgerFile + MARK + now.toISOString().replaceAll(/[:.]/g, '-');
  for (const suffix of ['-wal', '-shm', '']) {
    if (statSync(ledgerFile + suffix, { throwIfNoEntry: false }) !== undefined)
      renameSync(ledgerFile + suffix, aside + suffix);
  }
  return aside;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
