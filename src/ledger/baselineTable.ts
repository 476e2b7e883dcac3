import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PackedLines } from '../model/editedLines.ts';
import { NO_LINES, packLines } from './packed.ts';

/** What stood in files before they were written over unseen, as git had it: kept, for git may forget it. */
export class BaselineTable {
  readonly #put: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare('INSERT INTO baseline VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
  }

  /** @param edit the ledger's number */
  put(edit: number, commit: string, lines: PackedLines): void {
    this.#put.run(edit, commit, packLines(lines, NO_LINES));
  }
}
