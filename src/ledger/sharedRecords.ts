import type { DatabaseSync, StatementSync } from 'node:sqlite';

export type SharedKind = 'call' | 'edit' | 'act';

/**
 * Records that stand in more than one session: a fork or a resumed copy repeats its origin's. All sessions are
 * remembered; the record belongs to the one that started first, ties by the agent's id for it.
 */
export class SharedRecords {
  readonly #add: StatementSync;
  readonly #settle: readonly StatementSync[];
  #dirty = true;

  constructor(database: DatabaseSync) {
    this.#add = database.prepare('INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#settle = (['call', 'edit', 'act'] as const).map(kind =>
      database.prepare(`
        UPDATE ${kind} SET session = owner.session FROM (
          SELECT seen.id, seen.session, row_number() OVER (
            PARTITION BY seen.id ORDER BY started IS NULL, started, session.name
          ) AS place
          FROM seen JOIN session ON session.id = seen.session WHERE seen.kind = '${kind}'
        ) AS owner
        WHERE owner.place = 1 AND ${kind}.id = owner.id AND ${kind}.session <> owner.session
      `),
    );
  }

  saw(kind: SharedKind, id: number, one: number, other: number): void {
    if (one === other) return;
    this.#add.run(kind, id, one);
    this.#add.run(kind, id, other);
    this.#dirty = true;
  }

  /** A session's start is known better than before: owners may change. */
  touch(): void {
    this.#dirty = true;
  }

  settle(): void {
    if (!this.#dirty) return;
    for (const statement of this.#settle) statement.run();
    this.#dirty = false;
  }

  forget(): void {
    this.#dirty = true;
  }
}
