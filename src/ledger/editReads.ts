import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { PackedLines } from '../model/editedLines.ts';
import type { Baseline, Instant } from '../model/records.ts';
import { HeldLines } from './heldLines.ts';
import { unpackGrams, unpackLines } from './packed.ts';

/** What was read of an edit's lines holds no more: another window's agent logs told more of it meanwhile. */
export class EditChanged extends Error {
  constructor() {
    super('an edit was told anew while its lines were being looked at');
  }
}

/**
 * Lines are read when asked for, and are held for a while: those of all edits of years are too many. Each time they may
 * be other objects, with the same in them.
 * @throws {EditChanged} where the ledger has other lines than it had the first time
 */
export interface EditFacts {
  /** The ledger's number for it. */
  readonly id: number;
  readonly session: number;
  readonly at: Instant;
  readonly path: string;
  readonly baseline: Baseline;
  readonly addedCount: number;
  readonly removedCount: number | null;
  readonly generated: boolean;
  readonly key: number;
  readonly added: PackedLines;
  readonly removed: PackedLines;
  /** The file as a commit had it before a write over all of it. */
  readonly before: PackedLines | undefined;
  /** Fingerprints of each five consecutive tokens of the added text; `null` where they are not kept. */
  readonly grams: Uint32Array | null;
}

/** In the order of the columns that `all` asks for. */
type EditColumns = [
  id: number,
  session: number,
  at: Instant,
  path: number,
  baseline: Baseline,
  added: number,
  removed: number | null,
  generated: number,
  key: number,
];

interface Source {
  readonly lines: StatementSync;
  readonly grams: StatementSync;
  readonly before: StatementSync;
  readonly held: HeldLines;
}

/** What the ledger holds of edits, as it stands. */
export class EditReads {
  readonly #database: DatabaseSync;
  readonly #held = new HeldLines();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** In the order in which they were made. */
  all(): EditFacts[] {
    const prepare = (sql: string) => this.#database.prepare(sql);
    const names = prepare('SELECT id, path FROM path WHERE id IN (SELECT path FROM edit)').all();
    const paths = new Map(names.map(({ id, path }) => [id as number, path as string]));
    // As arrays: an object for each of years of rows costs more than reading them.
    const rows = prepare(`
      SELECT id, session, at, path,
        CASE WHEN baseline = 'unknown' AND before.edit IS NOT NULL THEN 'commit' ELSE baseline END,
        added, removed, generated, "key"
      FROM edit LEFT JOIN baseline AS before ON before.edit = edit.id ORDER BY at, id
    `);
    rows.setReturnArrays(true);
    const source: Source = {
      lines: prepare('SELECT lines FROM edit WHERE id = ?'),
      grams: prepare('SELECT grams FROM edit WHERE id = ?'),
      before: prepare('SELECT lines FROM baseline WHERE edit = ?'),
      held: this.#held,
    };
    return (rows.all() as unknown as EditColumns[]).map(
      columns => new KeptEdit(source, paths.get(columns[3]) ?? '', columns),
    );
  }

  /** Gives back the memory of lines that were asked for. */
  rest(): void {
    this.#held.rest();
  }
}

interface Lines {
  readonly added: PackedLines;
  readonly removed: PackedLines;
  readonly before: PackedLines | undefined;
}

class KeptEdit implements EditFacts {
  readonly id: number;
  readonly session: number;
  readonly at: Instant;
  readonly path: string;
  readonly baseline: Baseline;
  readonly addedCount: number;
  readonly removedCount: number | null;
  readonly generated: boolean;
  readonly key: number;
  readonly #source: Source;
  #lines: Lines | null = null;
  /** Of the lines that were read first. */
  #mark: number | null = null;

  constructor(source: Source, path: string, columns: EditColumns) {
    const [id, session, at, , baseline, added, removed, generated, key] = columns;
    this.#source = source;
    this.id = id;
    this.session = session;
    this.at = at;
    this.path = path;
    this.baseline = baseline;
    this.addedCount = added;
    this.removedCount = removed;
    this.generated = generated === 1;
    this.key = key;
  }

  get added(): PackedLines {
    return this.#read().added;
  }

  get removed(): PackedLines {
    return this.#read().removed;
  }

  get before(): PackedLines | undefined {
    return this.baseline === 'commit' ? this.#read().before : undefined;
  }

  get grams(): Uint32Array | null {
    const kept = this.#source.grams.get(this.id)?.grams as Uint8Array | null;
    return kept === null ? null : unpackGrams(kept);
  }

  close(): void {
    this.#lines = null;
  }

  #read(): Lines {
    if (this.#lines === null) {
      const { held, lines, before } = this.#source;
      held.opened(this);
      const { added, removed } = unpackLines(lines.get(this.id)?.lines as Uint8Array);
      const mark = markOf(added) + 3 * markOf(removed);
      this.#mark ??= mark;
      if (mark !== this.#mark) throw new EditChanged();
      const kept = this.baseline === 'commit' ? before.get(this.id) : undefined;
      this.#lines = {
        added,
        removed,
        before: kept === undefined ? undefined : unpackLines(kept.lines as Uint8Array).added,
      };
    }
    return this.#lines;
  }
}

/** Another number for other fingerprints, and for the same in another order. */
function markOf({ fingerprints }: PackedLines): number {
  let mark = fingerprints.length;
  for (let at = 0; at < fingerprints.length; at++) mark = (mark * 31 + fingerprints[at]!) % 1e15;
  return mark;
}
