import type { ForeignDatabase } from '../stores/foreignDatabase.ts';

const TABLES = ['message', 'session_message'];
/** An id is made in the moment in which its message begins. */
const SLACK = 2000;
/** Of a time in milliseconds this much is in an id. */
const WRAP = 2 ** 36;

/**
 * A fork copies messages under new ids, which say when they were made; the times in the messages stay. Looked up when
 * one is met, which is seldom.
 */
export class OpencodeCopies {
  readonly #database: ForeignDatabase;
  #firstOf: ReadonlyMap<string, string> | null = null;

  constructor(database: ForeignDatabase) {
    this.#database = database;
  }

  /** The id of the message of which this one is a copy; its own where it is none or the first of them is gone. */
  original(id: string, created: number | null, completed: number | null): string {
    if (created === null || !isLater(id, created)) return id;
    this.#firstOf ??= this.#firsts();
    return this.#firstOf.get(`${created} ${completed}`) ?? id;
  }

  #firsts(): Map<string, string> {
    const firsts = new Map<string, string>();
    for (const table of TABLES) {
      if (!this.#database.has(table, 'id', 'data')) continue;
      const rows = this.#database.rows(
        `SELECT id, json_extract(data, '$.time.created') AS created, json_extract(data, '$.time.completed') AS completed
         FROM ${table} WHERE json_valid(data)`,
      );
      for (const { id, created, completed } of rows) {
        const key = `${created} ${completed}`;
        const known = firsts.get(key);
        if (known === undefined || String(id) < known) firsts.set(key, String(id));
      }
    }
    return firsts;
  }
}

function isLater(id: string, created: number): boolean {
  const stamp = /^msg_([0-9a-f]{12})/.exec(id);
  if (stamp === null) return false;
  const made = Math.floor(Number.parseInt(stamp[1]!, 16) / 0x1000);
  const after = (made - (created % WRAP) + WRAP) % WRAP;
  return after > SLACK && after < WRAP - SLACK;
}
