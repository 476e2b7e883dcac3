import { renameSync, statSync } from 'node:fs';

/** Stands in the name of a ledger that was damaged, before the time at which it was moved. */
export const DAMAGED_MARK = '.damaged-';

/**
 * Moves a ledger, which nobody here has open any more, beside its old place, with its journal. Where it lies then.
 * @throws what the file system throws
 */
export function moveAside(ledgerFile: string, now: Date): string {
  const aside = ledgerFile + DAMAGED_MARK + now.toISOString().replaceAll(/[:.]/g, '-');
  for (const suffix of ['-wal', '-shm', '']) {
    if (statSync(ledgerFile + suffix, { throwIfNoEntry: false }) !== undefined)
      renameSync(ledgerFile + suffix, aside + suffix);
  }
  return aside;
}
