import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActKind } from '../model/records.ts';
import type { ActSums } from './actSums.ts';
import type { SummedCall, UseSums } from './useSums.ts';

export type SharedKind = 'call' | 'edit' | 'act';

interface Moved {
  readonly id: number;
  readonly session: number;
  readonly owner: number;
}

/**
 * Records that stand in more than one session: a fork or a resumed copy repeats its origin's. All sessions are
 * remembered; the record belongs to the one that started first, ties by the agent's id for it.
 */
export class SharedRecords {
  readonly #sums: UseSums;
  readonly #actSums: ActSums;
  readonly #add: StatementSync;
  readonly #movedCalls: StatementSync;
  readonly #moveCall: StatementSync;
  readonly #movedActs: StatementSync;
  readonly #moveAct: StatementSync;
  readonly #moveEdits: StatementSync;
  readonly #sessions: StatementSync;
  #dirty = true;

  constructor(database: DatabaseSync, sums: UseSums, actSums: ActSums) {
    this.#sums = sums;
    this.#actSums = actSums;
    this.#add = database.prepare('INSERT INTO seen VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
    this.#movedCalls = database.prepare(`
      SELECT call.id, call.session, owner.session AS owner, at, model, input, cache_read AS cacheRead,
        cache_write_5m AS cacheWrite5m, cache_write_1h AS cacheWrite1h, output, reasoning, cost,
        credit_unit AS creditUnit, credit, quality
      FROM ${ownersOf('call')} AS owner JOIN call ON call.id = owner.id
      WHERE owner.place = 1 AND call.session <> owner.session
    `);
    this.#moveCall = database.prepare('UPDATE call SET session = ? WHERE id = ?');
    this.#movedActs = database.prepare(`
      SELECT act.id, act.session, owner.session AS owner, act
      FROM ${ownersOf('act')} AS owner JOIN act ON act.id = owner.id
      WHERE owner.place = 1 AND act.session <> owner.session
    `);
    this.#moveAct = database.prepare('UPDATE act SET session = ? WHERE id = ?');
    this.#moveEdits = database.prepare(`
      UPDATE edit SET session = owner.session FROM ${ownersOf('edit')} AS owner
      WHERE owner.place = 1 AND edit.id = owner.id AND edit.session <> owner.session
    `);
    this.#sessions = database.prepare("SELECT DISTINCT session FROM seen WHERE kind = 'edit'");
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

  /** @returns sessions that records may have come to or gone from */
  settle(): Set<number> {
    const sessions = new Set<number>();
    if (!this.#dirty) return sessions;
    for (const call of this.#movedCalls.all() as unknown as (Moved & SummedCall)[]) {
      this.#moveCall.run(call.owner, call.id);
      this.#sums.subtract(call.session, call);
      this.#sums.add(call.owner, call);
      sessions.add(call.session).add(call.owner);
    }
    for (const act of this.#movedActs.all() as unknown as (Moved & { act: ActKind })[]) {
      this.#moveAct.run(act.owner, act.id);
      this.#actSums.add(act.session, act.act, -1);
      this.#actSums.add(act.owner, act.act);
      sessions.add(act.session).add(act.owner);
    }
    if (Number(this.#moveEdits.run().changes) > 0) {
      for (const row of this.#sessions.all()) sessions.add(Number(row.session));
    }
    this.#dirty = false;
    return sessions;
  }

  forget(): void {
    this.#dirty = true;
  }
}

function ownersOf(kind: SharedKind): string {
  return `(
    SELECT seen.id, seen.session, row_number() OVER (
      PARTITION BY seen.id ORDER BY started IS NULL, started, session.name
    ) AS place
    FROM seen JOIN session ON session.id = seen.session WHERE seen.kind = '${kind}'
  )`;
}
