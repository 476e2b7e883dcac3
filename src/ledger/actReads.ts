import type { DatabaseSync } from 'node:sqlite';
import type { ActKind, Instant } from '../model/records.ts';

/** One act; digests and the target's number are equal for equal things. */
export interface ActFacts {
  readonly session: number;
  readonly at: Instant;
  readonly act: ActKind;
  readonly human: boolean | null;
  readonly target: number | null;
  readonly args: number | null;
  readonly result: number | null;
  readonly ok: boolean | null;
}

/** In the order of the columns that `actsOf` asks for. */
type ActColumns = [
  session: number,
  at: Instant,
  act: ActKind,
  human: number | null,
  target: number | null,
  args: number | null,
  result: number | null,
  ok: number | null,
];

/** Single acts, as they stand in the ledger. */
export class ActReads {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Sessions with acts that came after a row, and the last row now. */
  actsSince(row: number): { readonly sessions: readonly number[]; readonly last: number } {
    const rows = this.#database
      .prepare('SELECT session, max(rowid) AS last FROM act WHERE rowid > ? GROUP BY session')
      .all(row) as unknown as { session: number; last: number }[];
    return {
      sessions: rows.map(({ session }) => session),
      last: rows.reduce((most, { last }) => Math.max(most, last), row),
    };
  }

  /**
   * Acts of sessions, each session's in their order.
   * @param sessions the ledger's numbers; `null` for all
   */
  *actsOf(sessions: readonly number[] | null): IterableIterator<ActFacts> {
    const only = sessions === null ? '' : 'WHERE session IN (SELECT value FROM json_each(?))';
    const statement = this.#database.prepare(
      `SELECT session, at, act, human, target, args, result, ok FROM act ${only} ORDER BY session, at, rowid`,
    );
    statement.setReturnArrays(true);
    const rows = statement.iterate(
      ...(sessions === null ? [] : [JSON.stringify(sessions)]),
    ) as unknown as Iterable<ActColumns>;
    const asBoolean = (bit: number | null) => (bit === null ? null : bit === 1);
    for (const [session, at, act, human, target, args, result, ok] of rows) {
      yield { session, at, act, human: asBoolean(human), target, args, result, ok: asBoolean(ok) };
    }
  }
}
