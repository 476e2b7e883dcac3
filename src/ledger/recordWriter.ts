import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type {
  ActKind,
  ActRecord,
  AgentRecord,
  CallRecord,
  EditRecord,
  LinkRecord,
} from '../model/records.ts';
import { ActSums } from './actSums.ts';
import { CallTable } from './callTable.ts';
import { Changes } from './changes.ts';
import { EditTable } from './editTable.ts';
import { LinkTable } from './linkTable.ts';
import { known } from './merge.ts';
import { Names } from './names.ts';
import { Paths } from './paths.ts';
import { recordKey, seedOf } from './recordKey.ts';
import { SessionTable } from './sessionTable.ts';
import { SharedRecords } from './sharedRecords.ts';
import { UseSums } from './useSums.ts';

/**
 * Writes what readers give, inside a transaction of the caller, which ends with `finish`. Each write merges on the record's natural key,
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
  readonly #sums: UseSums;
  readonly #actSums: ActSums;
  readonly #changes: Changes;
  /** Sessions of which something was written. */
  readonly #touched = new Set<number>();
  /** Records of one session mostly come one after another. */
  #lastTouched = -1;
  readonly #addAct: StatementSync;
  readonly #findAct: StatementSync;
  readonly #fillAct: StatementSync;
  readonly #links: LinkTable;
  readonly #seeds = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#agents = new Names(database, 'agent');
    this.#paths = new Paths(database);
    this.#models = new Names(database, 'model');
    this.#sums = new UseSums(database);
    this.#actSums = new ActSums(database);
    this.#changes = new Changes(database);
    this.#shared = new SharedRecords(database, this.#sums, this.#actSums);
    this.#sessions = new SessionTable(database, this.#shared);
    this.#calls = new CallTable(database, this.#models, this.#shared, this.#sums);
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
        this.#touched.add(this.#sessions.id(agent, record.id));
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
        this.#links.put(this.#session(agent, record), record.link, record.target, record.at, 'log');
        return;
    }
  }

  /** Gives records that stand in several sessions to the one that started first. Once after each batch. */
  settle(): void {
    for (const session of this.#shared.settle()) this.#touched.add(session);
  }

  /** Writes what goes with the records: last thing in each transaction. */
  finish(): void {
    // A record may have been known in another session than the one that tells of it now.
    for (const sums of [this.#sums, this.#actSums]) {
      for (const session of sums.flush()) this.#touched.add(session);
    }
    this.#changes.touch(this.#touched);
    this.#touched.clear();
    this.#lastTouched = -1;
  }

  /** After a rolled-back transaction. */
  forget(): void {
    const parts = [this.#agents, this.#paths, this.#models, this.#sessions, this.#shared];
    for (const part of [...parts, this.#sums, this.#actSums]) part.forget();
    this.#touched.clear();
    this.#lastTouched = -1;
  }

  #session(agent: number, record: CallRecord | EditRecord | ActRecord | LinkRecord): number {
    const session = this.#sessions.id(agent, record.session);
    if (session !== this.#lastTouched) this.#touched.add(session);
    this.#lastTouched = session;
    return session;
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
    if (added.changes > 0) {
      this.#actSums.add(session, act);
      return;
    }
    const old = this.#findAct.get(id) as unknown as ActRow;
    this.#shared.saw('act', id, old.session, session);
    const kind = old.act <= act ? old.act : act;
    if (kind !== old.act) {
      this.#actSums.add(old.session, old.act, -1);
      this.#actSums.add(old.session, kind);
    }
    this.#fillAct.run(
      Math.min(old.at, at),
      kind,
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
  act: ActKind;
  human: number | null;
  target: number | null;
  args: number | null;
  result: number | null;
  ok: number | null;
}

function asBit(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}
