import { existsSync } from 'node:fs';
import type { Packer } from '../../lines/packer.ts';
import type { AgentRecord } from '../../model/records.ts';
import type { DatabaseStore, LogFile, ReaderState } from '../agent.ts';
import { ForeignDatabase, ForeignDatabaseError } from './foreignDatabase.ts';
import { nothingRead, type ReadResult, Skips } from './readResult.ts';

/** What a database was asked for last. Small, JSON, without text. */
export interface DatabaseCursor {
  readonly state: ReaderState;
}

/**
 * Asks a database for what is new since `cursor`. Never throws because of what is in it.
 * @param pause awaited now and then, between rows
 */
export async function readDatabase(
  store: DatabaseStore,
  file: LogFile,
  cursor: DatabaseCursor | null,
  packer: Packer,
  emit: (record: AgentRecord) => void,
  pause: () => Promise<void> = async () => {},
): Promise<ReadResult<DatabaseCursor>> {
  if (!existsSync(file.path)) return nothingRead('gone', cursor);
  let skips = new Skips();
  try {
    const state = await ForeignDatabase.with(file.path, async database => {
      // Counted anew where it had to be read twice.
      skips = new Skips();
      const context = { file, packer, emit, skip: skips.add };
      const reading = store.read(context, database, cursor?.state ?? null);
      for (;;) {
        const step = reading.next();
        if (step.done) return step.value;
        await pause();
      }
    });
    return {
      code: 'read',
      cursor: { state },
      done: true,
      restarted: false,
      bytes: file.size,
      skipped: skips.counts,
      version: skips.version,
    };
  } catch (error) {
    if (error instanceof ForeignDatabaseError) return nothingRead(error.problem, cursor, skips);
    throw error;
  }
}
