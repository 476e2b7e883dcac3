import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { GoneLogs } from '../ledger/goneLogs.ts';
import type { Instant } from '../model/records.ts';

/** Notes which logs agents, or their people, have deleted since they were read. Writes only when that changes. */
export class GoneLogWatch {
  readonly #logs: GoneLogs;
  readonly #gone: Set<string>;

  constructor(database: DatabaseSync) {
    this.#logs = new GoneLogs(database);
    this.#gone = new Set(this.#logs.all().keys());
  }

  /**
   * @param read paths of all logs that were ever read
   * @param found paths of those that were found just now
   */
  look(read: Iterable<string>, found: ReadonlySet<string>, at: Instant): void {
    const gone = [...read].filter(path => !found.has(path) && !this.#gone.has(path) && isGone(path));
    const back = [...this.#gone].filter(path => found.has(path));
    if (gone.length + back.length === 0) return;
    this.#logs.note(gone, back, at);
    for (const path of gone) this.#gone.add(path);
    for (const path of back) this.#gone.delete(path);
  }
}

/** What may not be looked at is not gone. */
export function isGone(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}
