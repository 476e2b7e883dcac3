import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActKind } from '../model/records.ts';

/** Keeps count of acts by session and kind beside them, as `UseSums` does of calls. */
export class ActSums {
  readonly #put: StatementSync;
  readonly #drop: StatementSync;
  readonly #differences = new Map<number, Map<ActKind, number>>();

  constructor(database: DatabaseSync) {
    this.#put = database.prepare(
      'INSERT INTO act_sum VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET total = total + excluded.total',
    );
    this.#drop = database.prepare('DELETE FROM act_sum WHERE session = ? AND act = ? AND total = 0');
  }

  add(session: number, act: ActKind, by: 1 | -1 = 1): void {
    let acts = this.#differences.get(session);
    if (acts === undefined) {
      acts = new Map();
      this.#differences.set(session, acts);
    }
    acts.set(act, (acts.get(act) ?? 0) + by);
  }

  /** @returns sessions whose sums changed */
  flush(): Set<number> {
    const sessions = new Set<number>();
    for (const [session, acts] of this.#differences) {
      for (const [act, by] of acts) {
        if (by === 0) continue;
        sessions.add(session);
        this.#put.run(session, act, by);
        if (by < 0) this.#drop.run(session, act);
      }
    }
    this.forget();
    return sessions;
  }

  /** After a rolled-back transaction. */
  forget(): void {
    this.#differences.clear();
  }
}
