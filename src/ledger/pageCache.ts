import type { DatabaseSync } from 'node:sqlite';

/** Years of logs come in at once: the usual 2 MB would be written over and over. */
export const PAGE_CACHE = 'PRAGMA cache_size = -16000';
const LITTLE = 'PRAGMA cache_size = -2000';

/** What is read once and kept elsewhere leaves no pages behind. */
export async function withoutPages(database: DatabaseSync, work: () => Promise<void>): Promise<void> {
  database.exec(`${LITTLE}; PRAGMA shrink_memory`);
  try {
    await work();
  } finally {
    database.exec(`${PAGE_CACHE}; PRAGMA shrink_memory`);
  }
}
