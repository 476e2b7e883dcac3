import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Report } from '../model/report.ts';
import { replaceFile } from './replaceFile.ts';

/**
 * Keeps an account for the next panel to begin with, until it has read its own: a ledger of years takes a third of a
 * second. Nothing rests on it, so that a full disk is no matter.
 */
export function keepReport(folder: string, report: Report): void {
  const file = join(folder, DATA_FILES.lastReport);
  try {
    replaceFile(file, JSON.stringify(report));
    // All data may have been deleted while it was drawn up.
    if (!existsSync(join(folder, DATA_FILES.ledger))) rmSync(file, { force: true });
  } catch {
    // The next panel waits for its own.
  }
}
