import type { Packer } from '../../lines/packer.ts';
import type { AgentRecord } from '../../model/records.ts';
import type { LogFile, Store } from '../agent.ts';
import type { LineBuffer } from './jsonLines.ts';
import { type DatabaseCursor, readDatabase } from './readDatabase.ts';
import { type DocumentCursor, readDocument } from './readDocument.ts';
import { type Cursor, readLog } from './readLog.ts';
import type { ReadResult } from './readResult.ts';
import { soundRecord } from './soundRecord.ts';

export interface StoredOptions {
  /** Stop after about this many bytes of a file of lines. */
  readonly budget: number;
  /** Memory to use again, from one file to the next. */
  readonly memory: LineBuffer;
  /** Awaited now and then while a database is read. */
  pause(): Promise<void>;
  /** Stop after about this many records of a database. */
  readonly most?: number;
}

/**
 * Reads what a file of any store has gained since `cursor`, which is what the last read of it gave, or `null`.
 * Never throws because of what is in a file.
 */
export async function readStored(
  store: Store,
  file: LogFile,
  cursor: unknown,
  packer: Packer,
  emit: (record: AgentRecord) => void,
  { budget, memory, ...options }: StoredOptions,
): Promise<ReadResult<unknown>> {
  const told = (record: AgentRecord) => emit(soundRecord(record, file.mtimeMs));
  switch (store.form) {
    case 'lines':
      return readLog(store, file, cursor as Cursor | null, packer, told, { budget, memory });
    case 'document':
      return readDocument(store, file, cursor as DocumentCursor | null, packer, told);
    case 'database':
      return readDatabase(store, file, cursor as DatabaseCursor | null, packer, told, options);
  }
}

/**
 * Whether a file stands as it was read. A database is always asked: it may hold new rows and look the same, and
 * look new and hold none.
 */
export function isUnchanged(store: Store, file: LogFile, cursor: unknown): boolean {
  if (store.form === 'database' || cursor === null) return false;
  const { size, mtimeMs, inode } = cursor as Cursor | DocumentCursor;
  return size === file.size && mtimeMs === file.mtimeMs && inode === file.inode;
}
