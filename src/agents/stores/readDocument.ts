import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Packer } from '../../lines/packer.ts';
import type { AgentRecord } from '../../model/records.ts';
import type { DocumentStore, LogFile, ReaderState } from '../agent.ts';
import { nothingRead, type ReadResult, Skips } from './readResult.ts';

/** No agent writes larger ones, and all of it is in memory at once. */
const MAX_DOCUMENT = 256 << 20;

/** As which file a document was read. Small, JSON, without text. */
export interface DocumentCursor {
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
  readonly state: ReaderState;
}

/** Reads a document whole. Never throws because of what is in it. */
export function readDocument(
  store: DocumentStore,
  file: LogFile,
  cursor: DocumentCursor | null,
  packer: Packer,
  emit: (record: AgentRecord) => void,
  longest = MAX_DOCUMENT,
): ReadResult<DocumentCursor> {
  let bytes: Buffer;
  let stat: { size: number; mtimeMs: number; ino: number };
  const skips = new Skips();
  try {
    const descriptor = openSync(file.path, 'r');
    try {
      // Before reading: what is written meanwhile makes the file another one, to be read again.
      stat = fstatSync(descriptor);
      if (stat.size > longest) {
        skips.add('too long');
        return nothingRead('read', cursorOf(cursor?.state ?? null), skips);
      }
      bytes = Buffer.allocUnsafe(stat.size);
      let filled = 0;
      while (filled < bytes.length) {
        const count = readSync(descriptor, bytes, filled, bytes.length - filled, filled);
        if (count === 0) break;
        filled += count;
      }
      bytes = bytes.subarray(0, filled);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return nothingRead((error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable', cursor);
  }
  const context = { file, packer, emit, skip: skips.add };
  const state = store.read(context, bytes, cursor?.state ?? null);
  if (state === null) return nothingRead('damaged', cursorOf(cursor?.state ?? null), skips);
  return {
    code: 'read',
    cursor: cursorOf(state),
    done: true,
    restarted: cursor !== null,
    bytes: bytes.length,
    skipped: skips.counts,
    version: skips.version,
  };

  function cursorOf(next: ReaderState): DocumentCursor {
    return { size: stat.size, mtimeMs: stat.mtimeMs, inode: stat.ino, state: next };
  }
}
