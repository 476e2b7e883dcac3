import { existsSync } from 'node:fs';
import type { Packer } from '../../lines/packer.ts';
import type { AgentRecord } from '../../model/records.ts';
import type { DatabaseStore, LogFile, ReaderState } from '../agent.ts';
import { ForeignDatabase, ForeignDatabaseError, stillAs } from './foreignDatabase.ts';
import { nothingRead, type ReadResult, Skips } from './readResult.ts';

/** Records after which a reader stops, and is asked again when those were written. */
const MOST_RECORDS = 20_000;

/** What a database was asked for last. Small, JSON, without text. */
export interface DatabaseCursor {
  readonly state: ReaderState;
  /** As what it was read where nobody can have it open: while it stays that, there is nothing new in it. */
  readonly still?: string;
}

export interface DatabaseOptions {
  /** Awaited now and then, between rows. */
  pause(): Promise<void>;
  readonly most?: number;
}

/** Asks a database for what is new since `cursor`. Never throws because of what is in it. */
export async function readDatabase(
  store: DatabaseStore,
  file: LogFile,
  cursor: DatabaseCursor | null,
  packer: Packer,
  emit: (record: AgentRecord) => void,
  { pause, most = MOST_RECORDS }: DatabaseOptions,
): Promise<ReadResult<DatabaseCursor>> {
  if (!existsSync(file.path)) return nothingRead('gone', cursor);
  const still = stillAs(file.path);
  if (cursor !== null && still !== null && cursor.still === still)
    return { ...nothingRead('read', cursor), bytes: file.size };
  let skips = new Skips();
  let stopped = false;
  // Held back until all was read: of a read that fails, or that is done anew, nothing is told.
  let records: AgentRecord[] = [];
  try {
    const state = await ForeignDatabase.with(file.path, async database => {
      // Counted anew where it had to be read twice.
      skips = new Skips();
      records = [];
      stopped = false;
      const told = records;
      const context = {
        file,
        packer,
        emit: (record: AgentRecord) => void told.push(record),
        skip: skips.add,
        // A copy is made for each read.
        hasEnough: () => (stopped = still === null && told.length >= most),
      };
      const reading = store.read(context, database, cursor?.state ?? null);
      for (;;) {
        const step = reading.next();
        if (step.done) return step.value;
        await pause();
      }
    });
    for (const record of records) emit(record);
    return {
      code: 'read',
      cursor: still === null ? { state } : { state, still },
      done: !stopped,
      restarted: false,
      bytes: file.size,
      skipped: skips.counts,
      version: skips.version,
    };
  } catch (error) {
    if (error instanceof ForeignDatabaseError) return nothingRead(error.problem, cursor, skips);
    const code = (error as NodeJS.ErrnoException).code;
    // A number larger than any that is counted or dated here.
    if (code === 'ERR_OUT_OF_RANGE') return nothingRead('newer format', cursor, skips);
    if (typeof (error as NodeJS.ErrnoException).syscall === 'string')
      return nothingRead('unreadable', cursor, skips);
    throw error;
  }
}
