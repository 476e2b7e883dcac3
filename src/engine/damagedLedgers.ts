import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DAMAGED_MARK } from '../ledger/moveAside.ts';
import { openLedger, problemOf } from '../ledger/open.ts';
import type { Instant } from '../model/records.ts';

/** A ledger that was damaged and now lies aside, with all that can still be got from it. */
export interface DamagedLedger {
  readonly path: string;
  /** When it was last written. */
  readonly at: Instant;
}

/** Those beside a ledger, for as long as they lie there; oldest first. */
export function damagedLedgers(ledgerFile: string): DamagedLedger[] {
  const folder = dirname(ledgerFile);
  const start = basename(ledgerFile) + DAMAGED_MARK;
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

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
