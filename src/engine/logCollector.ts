// engine: the worker thread that drives readers, git, ledger and insight. Folders and settings come in; a ledger
// kept up to date, a small summary file and reports go out. It runs off the extension host's thread.

import type { DatabaseSync } from 'node:sqlite';
import type { Agent, AgentEnvironment, LogFile, Store } from '../agents/agent.ts';
import { LineBuffer } from '../agents/stores/jsonLines.ts';
import { findLogs } from '../agents/stores/logFiles.ts';
import { nothingRead, type ReadResult } from '../agents/stores/readResult.ts';
import { isUnchanged, readStored } from '../agents/stores/readStored.ts';
import { type LogRow, LogTable } from '../ledger/logTable.ts';
import { RecordWriter } from '../ledger/recordWriter.ts';
import { SealedPieces } from '../ledger/sealedPieces.ts';
import { transaction } from '../ledger/transaction.ts';
import type { Packer } from '../lines/packer.ts';
import { NORMALISER } from '../lines/scan.ts';
import type { AgentRecord, Instant } from '../model/records.ts';
import type { SourceReport } from '../model/report.ts';
import type { ReadingProgress } from '../model/summary.ts';
import { GoneLogWatch } from './goneLogWatch.ts';
import { type FoundStore, logFolders } from './logFolders.ts';
import { newsDelay, type StorePlaces } from './logNews.ts';
import { movedLogs, SameLogs, standingLogs } from './movedLogs.ts';
import { sourceReport } from './sourceReports.ts';

export interface LogCollectorOptions {
  readonly database: DatabaseSync;
  readonly agents: readonly Agent[];
  readonly environment: AgentEnvironment;
  readonly packer: Packer;
  readonly keyId: number;
  now(): Instant;
}

export interface SweepProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** Time of the oldest log reached: logs are read newest first. */
  readonly reached: Instant | null;
}

export interface Sweep {
  readonly sources: readonly SourceReport[];
  /** Folders that hold logs, or may: what to watch. */
  readonly folders: readonly string[];
  /** Something was read that may change what became of the work: an edit, a command, a link, a new session. */
  readonly changed: boolean;
}

/** One slice of reading, between which the worker hears of other things. */
const SLICE_BYTES = 8 * 1024 * 1024;
/** Records that one transaction takes, about. */
const BATCH = 2500;
/** Above this many bytes a sweep's end tells SQLite to look at its tables anew. */
const ANALYSE_ABOVE = 50 * 1024 * 1024;

/** Reads what is new in all agents' logs into the ledger. */
export class LogCollector {
  readonly #options: LogCollectorOptions;
  readonly #writer: RecordWriter;
  readonly #logs: LogTable;
  readonly #sealed: SealedPieces;
  readonly #known: Map<string, LogRow>;
  readonly #gone: GoneLogWatch;
  readonly #memory = new LineBuffer();
  /** Sessions that were told of since this began. */
  readonly #sessions = new Set<string>();
  #places: readonly StorePlaces[] = [];
  /** By agent: its logs that were read and lie elsewhere now. */
  #moved: ReadonlyMap<string, ReadonlyMap<string, LogRow>> = new Map();
  #worked = false;
  #pending: { records: AgentRecord[]; rows: LogRow[] } = { records: [], rows: [] };

  constructor(options: LogCollectorOptions) {
    this.#options = options;
    this.#writer = new RecordWriter(options.database);
    this.#logs = new LogTable(options.database);
    this.#sealed = new SealedPieces(options.database);
    this.#known = new Map(this.#logs.all().map(row => [row.path, row]));
    this.#gone = new GoneLogWatch(options.database);
  }

  /**
   * Looks for logs everywhere and reads all that changed, newest first.
   * @param newerThan only logs written since then
   */
  async sweep(
    onProgress: (progress: SweepProgress) => void = () => {},
    signal?: AbortSignal,
    newerThan: Instant = 0,
  ): Promise<Sweep> {
    this.#worked = false;
    const found = this.#options.agents.flatMap(agent =>
      agent.stores.map(store => ({ agent, store, ...findLogs(store, this.#options.environment) })),
    );
    this.#places = found.filter(({ agent }) => agent.closed === undefined);
    const there = new Set(found.flatMap(({ files }) => files.map(({ path }) => path)));
    this.#moved = new Map(
      this.#options.agents.map(agent => [agent.id, movedLogs(agent, this.#rowsOf(agent), there)]),
    );
    const todo = found
      .filter(({ agent }) => agent.closed === undefined)
      .flatMap(({ agent, store, files }) => files.map(file => ({ agent, store, file })))
      .filter(({ store, file }) => file.mtimeMs >= newerThan && !this.#isRead(store, file))
      .sort((a, b) => b.file.mtimeMs - a.file.mtimeMs);
    let filesDone = 0;
    let bytes = 0;
    for (const { agent, store, file } of todo) {
      if (signal?.aborted) break;
      bytes += await this.#readWhole(agent, store, file, signal);
      filesDone++;
      onProgress({ filesDone, filesTotal: todo.length, reached: file.mtimeMs });
    }
    if (todo.length > 0) this.#flush(true);
    // Written once: an idle sweep writes nothing.
    if (newerThan === 0 && !signal?.aborted && !this.importedBefore)
      this.#sealed.noteImport(this.#options.now());
    this.#gone.look(this.#known.keys(), there, this.#options.now());
    if (bytes > ANALYSE_ABOVE) this.#options.database.exec('PRAGMA optimize');
    return {
      sources: this.#options.agents.map(agent => this.#report(agent, found)),
      folders: [...logFolders(found, this.#options.environment)],
      changed: this.#worked,
    };
  }

  /** All logs were read once, by this or an earlier one. */
  get importedBefore(): boolean {
    return this.#sealed.imported;
  }

  /** @see newsDelay */
  newsDelay(folder: string, name: string | null): number | null {
    return newsDelay(this.#places, folder, name);
  }

  #isRead(store: Store, file: LogFile): boolean {
    const row = this.#known.get(file.path);
    // Damage does not mend while the file stays the same; what was not permitted may be by now.
    if (row === undefined || (row.reason !== null && row.reason !== 'damaged')) return false;
    return isUnchanged(store, file, JSON.parse(row.cursor));
  }

  async #readWhole(
    agent: Agent,
    store: Store,
    file: LogFile,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let bytes = 0;
    for (let done = false; !done && !signal?.aborted; ) {
      const row = this.#known.get(file.path) ?? this.#formerly(agent, file);
      const cursor: unknown = row === undefined ? null : JSON.parse(row.cursor);
      const result = await this.#readSome(store, file, cursor);
      bytes += result.bytes;
      done = result.done;
      this.#note(agent, store, file, row, result);
      if (this.#pending.records.length >= BATCH) this.#flush();
      await new Promise(resolve => setImmediate(resolve));
    }
    return bytes;
  }

  /** What was read of a log where it lay before. */
  #formerly(agent: Agent, { path }: LogFile): LogRow | undefined {
    const moved = this.#moved.get(agent.id);
    if (moved === undefined || moved.size === 0) return undefined;
    const name = new SameLogs(agent).nameOf(path);
    return name === null ? undefined : moved.get(name);
  }

  #rowsOf(agent: Agent): LogRow[] {
    return [...this.#known.values()].filter(row => row.agent === agent.id);
  }

  /** What a reader did not expect is that one file's misfortune, and no other's. */
  async #readSome(store: Store, file: LogFile, cursor: unknown): Promise<ReadResult<unknown>> {
    try {
      return await readStored(store, file, cursor, this.#options.packer, this.#emit, {
        budget: SLICE_BYTES,
        memory: this.#memory,
        pause: () => new Promise(resolve => setImmediate(resolve)),
      });
    } catch {
      return nothingRead('damaged', cursor);
    }
  }

  readonly #emit = (record: AgentRecord): void => {
    this.#pending.records.push(record);
    if (this.#worked) return;
    const { kind } = record;
    if (kind === 'session') {
      this.#worked = !this.#sessions.has(`${record.agent} ${record.id}`);
      this.#sessions.add(`${record.agent} ${record.id}`);
    } else {
      this.#worked = kind === 'edit' || kind === 'link' || (kind === 'act' && record.act === 'shell');
    }
  };

  #note(
    agent: Agent,
    store: Store,
    file: LogFile,
    before: LogRow | undefined,
    result: ReadResult<unknown>,
  ): void {
    const skipped = Object.values(result.skipped).reduce((sum, count) => sum + count, 0);
    const fresh = before === undefined || result.restarted;
    const whole = fresh || store.form === 'database';
    const cursor = JSON.stringify(result.cursor);
    // Asked again and nothing new: what is not understood is what was not understood before.
    const again = store.form === 'database' && before?.cursor === cursor;
    const known = fresh ? 0 : before.skipped;
    const row: LogRow = {
      path: file.path,
      agent: agent.id,
      cursor,
      bytes: result.bytes + (whole ? 0 : before.bytes),
      skipped: again ? Math.max(skipped, known) : skipped + known,
      // A log that was deleted was read before: nothing is wrong with it.
      reason: result.code === 'read' || result.code === 'gone' ? null : result.code,
      version: result.version ?? (fresh ? null : before.version),
      seen: this.#options.now(),
    };
    // An idle database is asked again and again: that nothing came of it is not worth a write.
    if (before?.path === file.path && isSame(before, row)) return;
    this.#known.set(file.path, row);
    this.#pending.rows.push(row);
  }

  /** Records and cursors in one transaction: a crash loses neither, and repeats at most one batch. */
  #flush(settle = false): void {
    const { records, rows } = this.#pending;
    if (records.length === 0 && rows.length === 0 && !settle) return;
    this.#pending = { records: [], rows: [] };
    try {
      transaction(this.#options.database, () => {
        for (const record of records) this.#writer.write(record, this.#options.keyId, NORMALISER);
        if (settle) this.#writer.settle();
        this.#writer.finish();
        for (const row of rows) this.#logs.put(row);
      });
    } catch (error) {
      // What was not written must be read again.
      this.#writer.forget();
      for (const row of rows) this.#known.delete(row.path);
      for (const row of this.#logs.all()) if (!this.#known.has(row.path)) this.#known.set(row.path, row);
      throw error;
    }
  }

  #report(agent: Agent, found: readonly FoundStore[]): SourceReport {
    const own = found.filter(each => each.agent === agent);
    const looked = own.flatMap(({ store }) => store.roots(this.#options.environment));
    const there = new Set(own.flatMap(({ files }) => files.map(({ path }) => path)));
    const rows = standingLogs(agent, this.#rowsOf(agent), there);
    return sourceReport(agent, own, [...new Set(looked)], rows);
  }
}

function isSame(a: LogRow, b: LogRow): boolean {
  return (['cursor', 'bytes', 'skipped', 'reason', 'version'] as const).every(key => a[key] === b[key]);
}

/** As the summary tells it. */
export function asProgress({ filesDone, filesTotal, reached }: SweepProgress): ReadingProgress {
  return {
    filesDone,
    filesTotal,
    oldestDay: reached === null ? null : new Date(reached).toISOString().slice(0, 10),
  };
}
