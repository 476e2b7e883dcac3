import type { DatabaseSync } from 'node:sqlite';
import type { Nudge, NudgeAnswer, NudgeKind } from '../model/nudge.ts';
import type { Instant } from '../model/records.ts';

export interface NudgeRow {
  readonly id: number;
  readonly kind: NudgeKind;
  /** What its cool-down is counted by. */
  readonly subject: string;
  readonly nudge: Nudge;
  readonly shownAt: Instant;
  readonly seenAt: Instant | null;
  /** An answer, or a word of whoever shows nudges for how it ended by itself; `null` while it is open. */
  readonly how: string | null;
  readonly endedAt: Instant | null;
  readonly lifted: boolean;
}

type StoredRow = Omit<NudgeRow, 'nudge' | 'lifted'> & {
  readonly value: string;
  readonly lifted: number | null;
};

/** Nudges that were shown, and what the person answered. */
export class Nudges {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** In the order in which they were shown; none where the ledger is older than they are and may only be read. */
  all(): NudgeRow[] {
    const kept = this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'nudge'").get();
    return kept === undefined ? [] : this.#rows('');
  }

  open(): NudgeRow[] {
    return this.#rows('WHERE how IS NULL');
  }

  show(nudge: Nudge, subject: string, at: Instant): void {
    this.#database
      .prepare('INSERT INTO nudge (kind, subject, value, shown) VALUES (?, ?, ?, ?)')
      .run(nudge.kind, subject, JSON.stringify(nudge), at);
  }

  /** What is known of it now: an open nudge may grow older and more. */
  renew(id: number, nudge: Nudge): void {
    this.#database
      .prepare('UPDATE nudge SET value = :value WHERE id = :id AND value <> :value')
      .run({ id, value: JSON.stringify(nudge) });
  }

  /** All that are open were on the page now. */
  see(at: Instant): void {
    this.#database.prepare('UPDATE nudge SET seen = ? WHERE how IS NULL AND seen IS NULL').run(at);
  }

  end(id: number, how: string, at: Instant): void {
    this.#database
      .prepare('UPDATE nudge SET how = ?, ended = ? WHERE id = ? AND how IS NULL')
      .run(how, at, id);
  }

  /** The newest open one, for a notification: given to one window only, and once. */
  take(at: Instant): NudgeRow | null {
    const newest = this.open().at(-1);
    if (newest === undefined) return null;
    const { changes } = this.#database
      .prepare('UPDATE nudge SET told = :at, seen = coalesce(seen, :at) WHERE id = :id AND told IS NULL')
      .run({ at, id: newest.id });
    return changes === 0 ? null : newest;
  }

  /** @returns false where there is no such nudge, or it has ended before */
  answer(id: number, answer: NudgeAnswer, at: Instant): boolean {
    const row = this.#rows('WHERE id = ?', id)[0];
    if (row === undefined) return false;
    if (answer === 'lift') {
      const lift = 'UPDATE nudge SET lifted = ? WHERE kind = ? AND how IS NOT NULL AND lifted IS NULL';
      this.#database.prepare(lift).run(at, row.kind);
      return true;
    }
    if (row.how !== null) return false;
    this.end(id, answer, at);
    return true;
  }

  /** Grows with everything that is shown, ends or is lifted. */
  count(): number {
    if (!this.#isThere) return 0;
    const sum = 'SELECT count(*) + count(how) + count(lifted) AS n FROM nudge';
    return Number(this.#database.prepare(sum).get()?.n);
  }

  /** A ledger that is only read may be of an older version. */
  get #isThere(): boolean {
    return this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'nudge'").get() !== undefined;
  }

  #rows(where: string, ...values: number[]): NudgeRow[] {
    if (!this.#isThere) return [];
    const rows = this.#database
      .prepare(`
        SELECT id, kind, subject, value, shown AS shownAt, seen AS seenAt, how, ended AS endedAt, lifted
        FROM nudge ${where} ORDER BY shown, id
      `)
      .all(...values) as unknown as StoredRow[];
    return rows.map(({ value, lifted, ...row }) => ({
      ...row,
      nudge: JSON.parse(value) as Nudge,
      lifted: lifted !== null,
    }));
  }
}
