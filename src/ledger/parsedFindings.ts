import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { FINDING_COLUMNS, type KindWithColumns } from './findingColumns.ts';

interface KindOfFinding {
  /** In the order of the ledger. */
  readonly names: string[];
  /** Another array wherever one of them is another. */
  values: unknown[];
}

/** The name of a finding, and its columns in the order of `FINDING_COLUMNS`. */
export type ColumnsOfFinding = readonly [name: string, ...columns: SQLOutputValue[]];

/** Makes a value of a finding's columns; what else it is made of is read from its text when asked for. */
export type MakeFinding = (row: ColumnsOfFinding, texts: FindingTexts) => unknown;

type Row = readonly [name: string, value: string];

/** Findings as they were written, one by one. */
export class FindingTexts {
  readonly #one: StatementSync;

  constructor(database: DatabaseSync) {
    this.#one = database.prepare('SELECT value FROM finding WHERE kind = ? AND name = ?');
  }

  /** Only within the transaction in which the findings were read last. */
  parse<T>(kind: KindWithColumns, name: string): T {
    const row = this.#one.get(kind, name);
    if (row === undefined) throw new Error(`no finding of ${kind} ${name}`);
    return JSON.parse(row.value as string) as T;
  }
}

/** Findings as values, kept from one reading to the next: a row is read again only where it was written anew. */
export class ParsedFindings {
  readonly #database: DatabaseSync;
  readonly #make: Readonly<Record<KindWithColumns, MakeFinding>>;
  readonly #texts: FindingTexts;
  readonly #kinds = new Map<string, KindOfFinding>();
  /** A ledger that may not be written may be of a version that has no such indexes. */
  readonly #isIndexed: boolean;
  #count: StatementSync | null = null;
  #read = false;

  constructor(database: DatabaseSync, make: Readonly<Record<KindWithColumns, MakeFinding>>) {
    this.#database = database;
    this.#make = make;
    this.#texts = new FindingTexts(database);
    this.#isIndexed =
      database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'finding_of_piece'").get() !== undefined;
  }

  /**
   * @param since the last change that was read; `null` to read all
   * @returns whether anything is new
   */
  refresh(since: number | null): boolean {
    if (since === null || !this.#read) return this.#readAll();
    const changed = this.#rows<[kind: string]>('SELECT kind FROM finding WHERE change > ?', since);
    for (const kind of new Set(changed.map(([name]) => name))) {
      const found = this.#of(kind);
      found.values = [...found.values];
      this.#each(kind, since, (name, value) => put(found, name, value));
    }
    // What is kept has all that the ledger has: with as many there is nothing more.
    if (this.#ofLedger() !== this.#kept()) return this.#readAll();
    return changed.length > 0;
  }

  names(kind: string): readonly string[] {
    return this.#kinds.get(kind)?.names ?? [];
  }

  values<T>(kind: string): readonly T[] {
    return (this.#kinds.get(kind)?.values ?? []) as T[];
  }

  #readAll(): boolean {
    this.#kinds.clear();
    // Kind by kind: its name is not read anew for each of years of rows.
    for (const kind of this.#kindsOfLedger()) {
      const { names, values } = this.#of(kind);
      this.#each(kind, null, (name, value) => {
        names.push(name);
        values.push(value);
      });
    }
    this.#read = true;
    return true;
  }

  /** @param since the last change that was read; `null` for all */
  #each(kind: string, since: number | null, found: (name: string, value: unknown) => void): void {
    const [index, where, values] =
      since === null ? ['', '', []] : ['INDEXED BY finding_change', 'AND change > ?', [since]];
    if (hasColumns(kind)) {
      // The planner would go through the text.
      const of = index === '' && this.#isIndexed ? `INDEXED BY finding_of_${kind}` : index;
      const sql = `SELECT name, ${FINDING_COLUMNS[kind]} FROM finding ${of} WHERE kind = '${kind}' ${where} ORDER BY name`;
      const make = this.#make[kind];
      for (const row of this.#rows<ColumnsOfFinding>(sql, ...values)) found(row[0], make(row, this.#texts));
      return;
    }
    const sql = `SELECT name, value FROM finding ${index} WHERE kind = ? ${where} ORDER BY name`;
    for (const [name, text] of this.#rows<Row>(sql, kind, ...values)) found(name, JSON.parse(text));
  }

  /** One by one: there are few, and years of rows of each. */
  *#kindsOfLedger(): IterableIterator<string> {
    const next = this.#database.prepare('SELECT min(kind) AS kind FROM finding WHERE kind > ?');
    for (let kind = next.get('')?.kind; typeof kind === 'string'; kind = next.get(kind)?.kind) yield kind;
  }

  #of(kind: string): KindOfFinding {
    let found = this.#kinds.get(kind);
    if (found === undefined) {
      found = { names: [], values: [] };
      this.#kinds.set(kind, found);
    }
    return found;
  }

  #rows<T>(sql: string, ...values: (number | string)[]): T[] {
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...values) as unknown as T[];
  }

  #ofLedger(): number {
    this.#count ??= this.#database.prepare('SELECT count(*) AS rows FROM finding');
    return Number(this.#count.get()?.rows);
  }

  #kept(): number {
    let rows = 0;
    for (const { names } of this.#kinds.values()) rows += names.length;
    return rows;
  }
}

function hasColumns(kind: string): kind is KindWithColumns {
  return Object.hasOwn(FINDING_COLUMNS, kind);
}

function put({ names, values }: KindOfFinding, name: string, value: unknown): void {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (names[middle]! < name) low = middle + 1;
    else high = middle;
  }
  const isThere = names[low] === name;
  names.splice(low, isThere ? 1 : 0, name);
  values.splice(low, isThere ? 1 : 0, value);
}
