import { statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Store } from '../agents/agent.ts';

/** Several events of one reply are one piece of news. */
const LOG_DELAY = 250;
/** Databases are written to all the time, and for other things than ours: they are asked now and then. */
const DATABASE_DELAY = 5_000;
const BESIDE = /-(?:wal|shm|journal)$/;

/** Where a store's logs lie on this machine. */
export interface StorePlaces {
  readonly store: Store;
  readonly roots: readonly string[];
}

/**
 * How soon to look at what was written in a folder of logs.
 * @param name of what was written there; `null` where the system does not say
 * @returns milliseconds; `null` where it is no agent's log
 */
export function newsDelay(
  places: readonly StorePlaces[],
  folder: string,
  name: string | null,
): number | null {
  if (name === null) return LOG_DELAY;
  const path = join(folder, name);
  const database = path.replace(BESIDE, '');
  const stores = places
    .filter(({ roots }) => roots.some(root => isBelow(folder, root)))
    .map(place => place.store);
  if (stores.some(store => store.form !== 'database' && store.isLog(path))) return LOG_DELAY;
  if (stores.some(store => store.form === 'database' && store.isLog(database))) return DATABASE_DELAY;
  // Logs may lie in a folder that is new.
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? LOG_DELAY : null;
}

function isBelow(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
}
