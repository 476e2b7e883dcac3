import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SessionRecord } from '../model/records.ts';
import { type Dated, earlier, firstKnown, later } from './merge.ts';
import type { SharedRecords } from './sharedRecords.ts';

interface SessionRow {
  id: number;
  parent: string | null;
  forked: string | null;
  started: number | null;
  ended: number | null;
  cwd: string | null;
  cwd_at: number | null;
  branch: string | null;
  branch_at: number | null;
  head: string | null;
  head_at: number | null;
  remote: string | null;
  remote_at: number | null;
  log: string | null;
  log_at: number | null;
}

const NONE = { agent: -1, name: '', id: -1 };

/** Sessions; a call or edit may come before anything else of its session is known. */
export class SessionTable {
  readonly #shared: SharedRecords;
  readonly #find: StatementSync;
  readonly #add: StatementSync;
  readonly #update: StatementSync;
  readonly #ids = new Map<string, number>();
  /** Records of one session mostly come one after another. */
  #last = NONE;

  constructor(database: DatabaseSync, shared: SharedRecords) {
    this.#shared = shared;
    this.#find = database.prepare('SELECT * FROM session WHERE agent = ? AND name = ?');
    this.#add = database.prepare('INSERT INTO session (agent, name) VALUES (?, ?)');
    this.#update = database.prepare(`
      UPDATE session SET parent = ?, forked = ?, started = ?, ended = ?, cwd = ?, cwd_at = ?, branch = ?,
        branch_at = ?, head = ?, head_at = ?, remote = ?, remote_at = ?, log = ?, log_at = ? WHERE id = ?
    `);
  }

  id(agent: number, name: string): number {
    const last = this.#last;
    if (last.name === name && last.agent === agent) return last.id;
    this.#last = { agent, name, id: this.#idOf(agent, name) };
    return this.#last.id;
  }

  #idOf(agent: number, name: string): number {
    const key = `${agent} ${name}`;
    const seen = this.#ids.get(key);
    if (seen !== undefined) return seen;
    const row = this.#find.get(agent, name);
    const id = row === undefined ? Number(this.#add.run(agent, name).lastInsertRowid) : Number(row.id);
    this.#ids.set(key, id);
    return id;
  }

  write(agent: number, record: SessionRecord): void {
    const id = this.id(agent, record.id);
    const old = this.#find.get(agent, record.id) as unknown as SessionRow;
    const at = record.startedAt;
    const started = earlier(old.started, at);
    if (started !== old.started) this.#shared.touch();
    const first = (
      oldValue: string | null,
      oldAt: number | null,
      value: string | null,
    ): [string | null, number | null] => {
      const winner: Dated = firstKnown({ value: oldValue, at: oldAt }, { value, at });
      return [winner.value, winner.value === null ? null : winner.at];
    };
    this.#update.run(
      smallest(old.parent, record.parent),
      smallest(old.forked, record.forkedFrom),
      started,
      later(old.ended, record.endedAt),
      ...first(old.cwd, old.cwd_at, record.cwd),
      ...first(old.branch, old.branch_at, record.branch),
      ...first(old.head, old.head_at, record.commit),
      ...first(old.remote, old.remote_at, withoutCredentials(record.remote)),
      ...first(old.log, old.log_at, record.log),
      id,
    );
  }

  forget(): void {
    this.#ids.clear();
    this.#last = NONE;
  }
}

/** Should two files disagree, the smaller text wins in either order. */
function smallest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a <= b ? a : b;
}

/** A password or token in a remote's address is none of the ledger's business. */
function withoutCredentials(remote: string | null): string | null {
  return remote === null ? null : remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}
