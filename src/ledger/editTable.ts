import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Baseline, EditRecord } from '../model/records.ts';
import { betterEdit } from './merge.ts';
import { packGrams, packLines, unpackGrams, unpackLines } from './packed.ts';
import type { Paths } from './paths.ts';
import { recordKey } from './recordKey.ts';
import type { SharedRecords } from './sharedRecords.ts';

interface EditRow {
  session: number;
  at: number;
  path: string;
  baseline: Baseline;
  added: number;
  removed: number | null;
  generated: number;
  key: number;
  normaliser: number;
  lines: Uint8Array;
  grams: Uint8Array | null;
}

export class EditTable {
  readonly #paths: Paths;
  readonly #shared: SharedRecords;
  readonly #add: StatementSync;
  readonly #find: StatementSync;
  readonly #replace: StatementSync;

  constructor(database: DatabaseSync, paths: Paths, shared: SharedRecords) {
    this.#paths = paths;
    this.#shared = shared;
    const values = '(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
    this.#add = database.prepare(`INSERT INTO edit VALUES ${values} ON CONFLICT DO NOTHING`);
    // The row keeps its number, by which its lines are looked up later.
    this.#replace = database.prepare(`
      INSERT INTO edit VALUES ${values} ON CONFLICT DO UPDATE SET session = excluded.session, at = excluded.at,
        path = excluded.path, baseline = excluded.baseline, added = excluded.added, removed = excluded.removed,
        generated = excluded.generated, normaliser = excluded.normaliser, "key" = excluded."key",
        lines = excluded.lines, grams = excluded.grams
    `);
    this.#find = database.prepare(`
      SELECT edit.*, path.path AS path FROM edit JOIN path ON path.id = edit.path WHERE edit.id = ?
    `);
  }

  /** @param seed of the agent */
  write(
    agent: number,
    seed: number,
    session: number,
    record: EditRecord,
    keyId: number,
    normaliser: number,
  ): void {
    const id = recordKey(record.key, seed);
    if (this.#put(this.#add, id, agent, session, record, keyId, normaliser) > 0) return;
    const row = this.#find.get(id) as unknown as EditRow;
    this.#shared.saw('edit', id, row.session, session);
    const old = asEdit(row);
    const winner = betterEdit(old, record);
    const at = Math.min(old.at, record.at);
    if (winner === old && at === old.at) return;
    // Fingerprints keep the key that made them, whoever tells of the edit again.
    const made = winner === old ? row : { key: keyId, normaliser };
    this.#put(this.#replace, id, agent, row.session, { ...winner, at }, made.key, made.normaliser);
  }

  #put(
    statement: StatementSync,
    id: number,
    agent: number,
    session: number,
    edit: Pick<EditRecord, 'at' | 'path' | 'baseline' | 'lines'>,
    keyId: number,
    normaliser: number,
  ): number {
    const { lines } = edit;
    return Number(
      statement.run(
        id,
        agent,
        session,
        edit.at,
        this.#paths.id(edit.path),
        edit.baseline,
        lines.addedCount,
        lines.removedCount,
        lines.generated ? 1 : 0,
        normaliser,
        keyId,
        packLines(lines.added, lines.removed),
        lines.grams.length === 0 ? null : packGrams(lines.grams),
      ).changes,
    );
  }
}

function asEdit(row: EditRow): Pick<EditRecord, 'at' | 'path' | 'baseline' | 'lines'> {
  return {
    at: row.at,
    path: row.path,
    baseline: row.baseline,
    lines: {
      ...unpackLines(row.lines),
      grams: row.grams === null ? new Uint32Array(0) : unpackGrams(row.grams),
      addedCount: row.added,
      removedCount: row.removed,
      generated: row.generated === 1,
    },
  };
}
