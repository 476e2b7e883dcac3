import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Packer } from '../../lines/packer.ts';
import type { AgentRecord } from '../../model/records.ts';
import type { LineContext, LineStore, LogFile, LogReader, ReaderState } from '../agent.ts';
import { LineBuffer, LineSplitter, MAX_LINE } from './jsonLines.ts';
import { readCompressed } from './readCompressed.ts';
import { nothingRead, type ReadCode, type ReadResult, Skips } from './readResult.ts';

const HEAD = 1024;
const TAIL = 256;

/** Where a file was read to. Small, JSON, without text. */
export interface Cursor {
  /** Byte after the last whole line (of the decompressed bytes). */
  readonly offset: number;
  /** The byte at `offset` is inside a line that is too long to be held. */
  readonly inLongLine: boolean;
  readonly size: number;
  readonly mtimeMs: number;
  readonly inode: number;
  /** Keyed digest of the first `headLength` bytes. */
  readonly head: number;
  readonly headLength: number;
  /** Keyed digest of the last bytes before `offset`: a file that was cut and has grown again differs here. */
  readonly tail: number;
  readonly state: ReaderState;
}

export interface ReadOptions {
  /** Stop after about this many bytes. A compressed file is always read whole. */
  readonly budget?: number;
  /** Memory to use again, from one file to the next. */
  readonly memory?: LineBuffer;
  readonly maxLine?: number;
}

/**
 * Reads what a file has gained since `cursor`, and all of it where it is not the file that it was. Any cut between
 * two reads gives the same records, merged by key. Never throws because of what is in a file.
 */
export async function readLog(
  store: LineStore,
  file: LogFile,
  cursor: Cursor | null,
  packer: Packer,
  emit: (record: AgentRecord) => void,
  options: ReadOptions = {},
): Promise<ReadResult<Cursor>> {
  const skips = new Skips();
  let descriptor: number;
  try {
    descriptor = openSync(file.path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'gone' : 'unreadable';
    return nothingRead(code, cursor, skips);
  }
  try {
    const read = new FileRead(store, file, descriptor, packer, emit, options, skips);
    return await read.from(cursor);
  } catch (error) {
    if (isSystemError(error)) return nothingRead('unreadable', cursor, skips);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

class FileRead {
  readonly #store: LineStore;
  readonly #file: LogFile;
  readonly #descriptor: number;
  readonly #packer: Packer;
  readonly #emit: (record: AgentRecord) => void;
  readonly #options: ReadOptions;
  readonly #skips: Skips;

  constructor(
    store: LineStore,
    file: LogFile,
    descriptor: number,
    packer: Packer,
    emit: (record: AgentRecord) => void,
    options: ReadOptions,
    skips: Skips,
  ) {
    this.#store = store;
    this.#file = file;
    this.#descriptor = descriptor;
    this.#packer = packer;
    this.#emit = emit;
    this.#options = options;
    this.#skips = skips;
  }

  async from(cursor: Cursor | null): Promise<ReadResult<Cursor>> {
    const { size, mtimeMs, ino: inode } = fstatSync(this.#descriptor);
    const compressed = this.#file.compression === 'zstd';
    const same = cursor !== null && this.#isSame(cursor, size, inode);
    const unchanged = same && cursor.size === size && (!compressed || cursor.mtimeMs === mtimeMs);
    // Compressed bytes cannot be entered in the middle.
    const since = same && (unchanged || !compressed) ? cursor : null;
    const restarted = cursor !== null && since === null;
    if (since !== null && unchanged && (compressed || since.offset === size)) {
      return this.#result('read', { ...since, mtimeMs }, true, false, 0);
    }

    const reader = this.#store.open(this.#context(compressed), since?.state ?? null);
    const memory = this.#options.memory ?? new LineBuffer();
    const splitter = new LineSplitter(
      memory,
      { line: reader.line.bind(reader), tooLong: () => this.#skips.add('too long') },
      since?.offset ?? 0,
      since?.inLongLine ?? false,
      this.#options.maxLine ?? MAX_LINE,
    );
    let code: ReadCode = 'read';
    let bytes = 0;
    let done = true;
    if (compressed) {
      ({ code, bytes } = await readCompressed(this.#file.path, splitter));
      if (code === 'unsupported') return this.#result(code, cursor, true, false, 0);
    } else {
      ({ bytes, done } = this.#readPlain(splitter, size));
    }
    const next = this.#cursor(reader, splitter, { size, mtimeMs, inode });
    memory.shrink();
    return this.#result(code, next, done, restarted, bytes);
  }

  #readPlain(splitter: LineSplitter, size: number): { bytes: number; done: boolean } {
    const budget = this.#options.budget ?? Number.POSITIVE_INFINITY;
    const first = splitter.offset;
    let position = first;
    let whole = splitter.offset;
    while (position < size) {
      // A slice ends only where a whole line did, else a line longer than the budget would never be read.
      if (position - first >= budget && whole > first) return { bytes: whole - first, done: false };
      const free = splitter.free();
      const count = readSync(this.#descriptor, free, 0, Math.min(free.length, size - position), position);
      if (count === 0) break;
      position += count;
      splitter.filled(count);
      whole = splitter.offset;
    }
    return { bytes: position - first, done: true };
  }

  /** Grown or untouched since the cursor was made; a file that was rewritten has another head. */
  #isSame(cursor: Cursor, size: number, inode: number): boolean {
    if (size < cursor.size || inode !== cursor.inode) return false;
    if (cursor.head !== this.#digest(0, cursor.headLength)) return false;
    return this.#file.compression === 'zstd' || cursor.tail === this.#tail(cursor.offset);
  }

  #tail(offset: number): number {
    const length = Math.min(TAIL, offset);
    return this.#digest(offset - length, length);
  }

  #digest(from: number, length: number): number {
    const bytes = Buffer.alloc(length);
    const count = readSync(this.#descriptor, bytes, 0, length, from);
    return this.#packer.digest(bytes.subarray(0, count));
  }

  #cursor(
    reader: LogReader,
    splitter: LineSplitter,
    stat: { size: number; mtimeMs: number; inode: number },
  ): Cursor {
    const headLength = Math.min(HEAD, stat.size);
    return {
      ...stat,
      offset: splitter.offset,
      inLongLine: splitter.skipping,
      head: this.#digest(0, headLength),
      headLength,
      tail: this.#tail(splitter.offset),
      state: reader.finish(),
    };
  }

  #context(compressed: boolean): LineContext {
    return {
      file: this.#file,
      packer: this.#packer,
      emit: this.#emit,
      skip: this.#skips.add,
      reread: (offset, length) => (compressed ? null : this.#reread(offset, length)),
    };
  }

  #reread(offset: number, length: number): Buffer | null {
    const bytes = Buffer.allocUnsafe(length);
    return readSync(this.#descriptor, bytes, 0, length, offset) === length ? bytes : null;
  }

  #result(
    code: ReadCode,
    cursor: Cursor | null,
    done: boolean,
    restarted: boolean,
    bytes: number,
  ): ReadResult<Cursor> {
    return {
      code,
      cursor,
      done,
      restarted,
      bytes,
      skipped: this.#skips.counts,
      version: this.#skips.version,
    };
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
