import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { inOneGo } from '../model/inOneGo.ts';
import type { Outcome } from '../model/outcome.ts';
import { Changes } from './changes.ts';
import type { KindWithColumns } from './findingColumns.ts';
import { transaction } from './transaction.ts';

interface FindingRow {
  readonly name: string;
  readonly value: string;
}

/** What decides whether an earlier finding holds. */
export interface Outline {
  readonly outcome: Outcome;
  readonly repository: number | null;
}

/** How findings of a kind are otherwise than those that stand. */
export interface Difference {
  readonly kind: string;
  /** By name. */
  readonly changed: ReadonlyMap<string, unknown>;
  /** Names of those that are no more. */
  readonly gone: ReadonlySet<string>;
}

/** Derived rows, written anew when facts change; all of them can be made again from the rest of the ledger. */
export class Findings {
  readonly #database: DatabaseSync;
  #one: StatementSync | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Only what is otherwise is written, in the caller's transaction or one of its own. */
  replace(kind: string, values: Iterable<readonly [name: string, value: unknown]>): void {
    const replace = () => this.put(inOneGo(this.differing(kind, values)));
    if (this.#database.isTransaction) replace();
    else transaction(this.#database, replace);
  }

  /** In short steps, for which no transaction is needed: what is to be put, where all of a kind are to be these. */
  *differing(
    kind: string,
    values: Iterable<readonly [name: string, value: unknown]>,
  ): Generator<void, Difference> {
    const names = this.#database.prepare('SELECT name FROM finding WHERE kind = ?').all(kind);
    const gone = new Set(names.map(({ name }) => name as string));
    const changed = new Map<string, unknown>();
    for (const [name, value] of values) {
      // The text is not kept: those of years of findings are too many to have them all at once.
      if (this.#text(kind, name) !== JSON.stringify(value)) changed.set(name, value);
      // Of a name that comes again the last value holds.
      else changed.delete(name);
      gone.delete(name);
      yield;
    }
    return { kind, changed, gone };
  }

  /** Within the caller's transaction. */
  put({ kind, changed, gone }: Difference): void {
    const put = this.#database.prepare(
      'INSERT INTO finding VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, change = excluded.change',
    );
    const drop = this.#database.prepare('DELETE FROM finding WHERE kind = ? AND name = ?');
    if (changed.size > 0) {
      const change = new Changes(this.#database).next();
      for (const [name, value] of changed) put.run(kind, name, JSON.stringify(value), change);
    }
    for (const name of gone) drop.run(kind, name);
  }

  /** Another text once any was written or is no more that is not of this kind. */
  stateWithout(kind: string): string {
    const rows = this.#database
      .prepare('SELECT count(*) AS rows FROM finding WHERE kind <> ?')
      .get(kind)?.rows;
    // From the newest on: few are of that kind.
    const newest = this.#database
      .prepare(
        'SELECT change FROM finding INDEXED BY finding_change WHERE kind <> ? ORDER BY change DESC LIMIT 1',
      )
      .get(kind);
    return `${rows} ${newest?.change}`;
  }

  of<T>(kind: string): Map<string, T> {
    return new Map(this.#rows(kind).map(row => [row.name, JSON.parse(row.value) as T]));
  }

  /** `undefined` where there is none of that name. */
  one<T>(kind: string, name: string): T | undefined {
    const text = this.#text(kind, name);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  /** By name; read of an index that every ledger has which may be written to, without the texts. */
  outcomes(kind: KindWithColumns): Map<string, Outcome> {
    const rows = this.#database
      .prepare(
        `SELECT name, json_extract(value, '$.outcome') AS outcome FROM finding INDEXED BY finding_of_${kind} WHERE kind = '${kind}'`,
      )
      .all();
    return new Map(rows.map(({ name, outcome }) => [name as string, outcome as Outcome]));
  }

  /** As `outcomes`, with the ledger's number of the repository. */
  outlines(kind: KindWithColumns): Map<string, Outline> {
    const rows = this.#database
      .prepare(
        `SELECT name, json_extract(value, '$.outcome') AS outcome, json_extract(value, '$.repository') AS repository
         FROM finding INDEXED BY finding_of_${kind} WHERE kind = '${kind}'`,
      )
      .all() as unknown as (Outline & { readonly name: string })[];
    return new Map(rows.map(({ name, outcome, repository }) => [name, { outcome, repository }]));
  }

  /** By name of a piece: the ledger's numbers of its sessions; read as `outcomes` are. */
  pieceSessions(): Map<string, readonly number[]> {
    const rows = this.#database
      .prepare(
        `SELECT name, json_extract(value, '$.sessions') AS sessions FROM finding INDEXED BY finding_of_piece WHERE kind = 'piece'`,
      )
      .all();
    return new Map(
      rows.map(({ name, sessions }) => [name as string, JSON.parse(sessions as string) as number[]]),
    );
  }

  #text(kind: string, name: string): string | undefined {
    this.#one ??= this.#database.prepare('SELECT value FROM finding WHERE kind = ? AND name = ?');
    return this.#one.get(kind, name)?.value as string | undefined;
  }

  #rows(kind: string): FindingRow[] {
    return this.#database
      .prepare('SELECT name, value FROM finding WHERE kind = ? ORDER BY name')
      .all(kind) as unknown as FindingRow[];
  }
}
