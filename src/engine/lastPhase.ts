import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';

/** What the summary says that a collector left; `null` where there is none, or one that cannot be read. */
export function lastPhase(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, DATA_FILES.summary), 'utf8'))?.phase ?? null;
  } catch {
    return null;
  }
}
