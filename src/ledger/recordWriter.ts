import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActRecord, AgentRecord, CallRecord, EditRecord, LinkRecord } from '../model/records.ts';
import { CallTable } from './callTable.ts';
import { EditTable } from './editTable.ts';
import { LinkTable } from './linkTable.ts';
import { known } from './merge.ts';
import { Names } from './names.ts';
import { Paths } from './paths.ts';
import { recordKey, seedOf } from './recordKey.ts';
import { SessionTable } from './sessionTable.ts';
import { SharedRecords } from './sharedRecords.ts';

/**
 * Writes what readers give, inside a transaction of the caller. Each write merges on the record's natural key,
 * so that repeating, cutting and reordering reads changes nothing.
 */
export class RecordWriter {
  readonly #agents: Names;
  readonly #paths: Paths;
  readonly #models: Names;
  readonly #sessions: SessionTable;
  readonly #calls: CallTable;
  readonly #edits: EditTable;
  readonly #shared: SharedRecords;
  readonly #addAct: StatementSync;
  readonly #findAct: StatementSync;
  readonly #fillAct: StatementSync;
  readonly #links: LinkTable;
  readonly #seeds = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#agents = new Names(database, 'agent');
    this.#paths = new Paths(database);
    this.#models = new Names(database, 'model');
    this.#shared = new SharedRecords(database);
    this.#sessions = new SessionTable(database, this.#shared);
    this.#calls = new CallTable(database, this.#models, this.#shared);
    this.#edits = new EditTable(database, this.#paths, this.#shared);
    this.#addAct = database.prepare(
      'INSERT INTO act VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#findAct = database.prepare('SELECT * FROM act WHERE id = ?');
    this.#fillAct = database.prepare(
      'UPDATE act SET at = ?, act = ?, human = ?, target = ?, args = ?, result = ?, ok = ? WHERE id = ?',
    );
    this.#links = new LinkTable(database);
  }

  /** @param keyId which key made the fingerprints @param normaliser which normaliser */
  write(record: AgentRecord, keyId: number, normaliser: number): void {
    const agent = this.#agents.id(record.agent);
    switch (record.kind) {
      case 'session':
        this.#sessions.write(agent, record);
        return;
      case 'call':
        this.#calls.write(agent, this.#seed(record.agent), this.#session(agent, record), record);
        return;
      case 'edit':
        this.#edits.write(
          agent,
          this.#seed(record.agent),
          this.#session(agent, record),
          record,
          keyId,
          normaliser,
        );
        return;
      case 'act':
        this.#writeAct(this.#seed(record.agent), this.#session(agent, record), record);
        return;
      case 'link':
        this.#links.put(this.#session(agent, record), record.link, record.target, record.at);
        return;
    }
  }

  /** Gives records that stand in several sessions to the one that started first. Once after each batch. */
  settle(): void {
    this.#shared.settle();
  }

  /** After a rolled-back transaction. */
  forget(): void {
    for (const part of [this.#agents, this.#paths, this.#models, this.#sessions, this.#shared]) part.forget();
  }

  #session(agent: number, record: CallRecord | EditRecord | ActRecord | LinkRecord): number {
    return this.#sessions.id(agent, record.session);
  }

  #seed(agent: string): number {
    let seed = this.#seeds.get(agent);
    if (seed === undefined) {
      seed = seedOf(agent);
      this.#seeds.set(agent, seed);
    }
    return seed;
  }

  #writeAct(seed: number, session: number, record: ActRecord): void {
    const target = record.target === null ? null : this.#paths.id(record.target);
    const human = asBit(record.human);
    const ok = asBit(record.ok);
    const { at, act, argsDigest, resultDigest } = record;
    const id = recordKey(record.key, seed);
    const added = this.#addAct.run(id, session, at, act, human, target, argsDigest, resultDigest, ok);
    if (added.changes > 0) return;
    const old = this.#findAct.get(id) as unknown as ActRow;
    this.#shared.saw('act', id, old.session, session);
    this.#fillAct.run(
      Math.min(old.at, at),
      old.act <= act ? old.act : act,
      known(old.human, human),
      known(old.target, target),
      known(old.args, argsDigest),
      known(old.result, resultDigest),
      known(old.ok, ok),
      id,
    );
  }
}

interface ActRow {
  session: number;
  at: number;
  act: string;
  human: number | null;
  target: number | null;
  args: number | null;
  result: number | null;
  ok: number | null;
}

function asBit(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
