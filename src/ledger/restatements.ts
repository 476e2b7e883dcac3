import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';

export interface Restatement {
  readonly from: Outcome;
  readonly to: Outcome;
  readonly at: Instant;
}

/** Outcomes that had been settled and are others now; nothing of this is ever taken back. */
export class Restatements {
  readonly #put: StatementSync;
  readonly #of: StatementSync;

  constructor(database: DatabaseSync) {
    this.#put = database.prepare('INSERT OR REPLACE INTO restatement VALUES (?, ?, ?, ?, ?)');
    this.#of = database.prepare(
      'SELECT name, was AS "from", became AS "to", at FROM restatement WHERE kind = ? ORDER BY at',
    );
  }

  put(kind: string, name: string, { from, to, at }: Restatement): void {
    this.#put.run(kind, name, at, from, to);
  }

  /** By name, oldest first. */
  of(kind: string): Map<string, Restatement[]> {
    const byName = new Map<string, Restatement[]>();
    for (const row of this.#of.all(kind) as unknown as (Restatement & { name: string })[]) {
      const { name, ...note } = row;
      byName.set(name, [...(byName.get(name) ?? []), note]);
    }
    return byName;
  }
}
