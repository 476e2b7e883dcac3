import type { DatabaseSync, StatementSync } from 'node:sqlite';

interface KindOfFinding {
  /** In the order of the ledger. */
  readonly names: string[];
  /** Another array wherever one of them is another. */
  values: unknown[];
}

type Row = readonly [kind: string, name: string, value: string];

/** Findings as values, kept from one reading to the next: a row is parsed again only where it was written anew. */
export class ParsedFindings {
  readonly #database: DatabaseSync;
  readonly #kinds = new Map<string, KindOfFinding>();
  #count: StatementSync | null = null;
  #read = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * @param since the last change that was read; `null` to read all
   * @returns whether anything is new
   */
  refresh(since: number | null): boolean {
    if (since === null || !this.#read) return this.#readAll();
    const rows = this.#rows<Row>('SELECT kind, name, value FROM finding WHERE change > ?', since);
    for (const kind of new Set(Array.from(rows, ([name]) => name))) {
      const found = this.#of(kind);
      found.values = [...found.values];
    }
    for (const row of rows) this.#put(row);
    // What is kept has all that the ledger has: with as many there is nothing more.
    if (this.#ofLedger() !== this.#kept()) return this.#readAll();
    return rows.length > 0;
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
    for (const { kind } of this.#database.prepare('SELECT DISTINCT kind FROM finding').all()) {
      const { names, values } = this.#of(String(kind));
      const rows = this.#rows<[name: string, value: string]>(
        'SELECT name, value FROM finding WHERE kind = ? ORDER BY name',
        String(kind),
      );
      for (const [name, value] of rows) {
        names.push(name);
        values.push(JSON.parse(value));
      }
    }
    this.#read = true;
    return true;
  }

  #put([kind, name, text]: Row): void {
    const { names, values } = this.#of(kind);
    const value: unknown = JSON.parse(text);
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
