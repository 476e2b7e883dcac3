// agents: where each agent writes, and one reader for each of its stores. Bytes or rows come in; records go out.
// After this room nobody knows an agent's name except to show it, and no text survives it.
import type { Packer } from '../lines/packer.ts';
import type { AgentId, AgentRecord } from '../model/records.ts';
import type { ResumeCommand } from '../model/resumeCommand.ts';
import type { Quality } from '../model/tokens.ts';
import type { ForeignDatabase } from './stores/foreignDatabase.ts';

/** The outside world as a reader may see it: no global is touched. */
export interface AgentEnvironment {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Empty when the report was given a HOME: then the agents' own variables do not count. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The `User` folder of the editor that this runs in, wherever its person moved it; `null` outside of one. */
  readonly editorFolder: string | null;
}

/** Some program that calls models, with all the places in which it ever kept its sessions. */
export interface Agent {
  readonly id: AgentId;
  /** What its newest store is worth; each call tells its own. */
  readonly quality: Quality;
  /** Those whose records stand above another's first. */
  readonly stores: readonly Store[];
  /**
   * Why nothing of it can be read although it is there. Its stores then only recognise it.
   * - `on a server`: it keeps its sessions elsewhere
   * - `not documented`: it writes what nobody has described
   */
  readonly closed?: 'on a server' | 'not documented';
  /** The session's title, from bytes of its log, when somebody looks at it. */
  title(log: string, sessionId: string): Promise<string | null>;
  /**
   * What goes on with a session, run in the session's folder. Left out where no program can; `null` where the id is
   * none of its own, or the log is of a program that keeps its sessions to itself.
   */
  resume?(sessionId: string, log: string): ResumeCommand | null;
}

/** One kind of file that an agent keeps. */
export type Store = LineStore | DocumentStore | DatabaseStore;

interface Place {
  /**
   * Folders that may hold it here, the best first; not all need to exist. A path segment may hold one `*`.
   */
  roots(environment: AgentEnvironment): string[];
  /** Single files that may be one of this store's under any name. */
  files?(environment: AgentEnvironment): string[];
  /**
   * Folders below a root that are entered, one in another; many where left out. Beside a database there often lies
   * what is large and none of our business.
   */
  readonly depth?: number;
  /** Whether a file below a root is one of this store's. */
  isLog(path: string): boolean;
  /** Equal for copies of one log (compressed, archived), of which only the best is read; `null`: no copies. */
  copyKey(path: string): string | null;
}

/** Lines that are only ever added to. */
export interface LineStore extends Place {
  readonly form: 'lines';
  open(context: LineContext, state: ReaderState | null): LogReader;
}

/** A file that its agent writes anew as a whole, or replaces now and then: read whole whenever it has changed. */
export interface DocumentStore extends Place {
  readonly form: 'document';
  /**
   * @param state what the last read of this file returned
   * @returns what to be given next time; `null` where the bytes are not whole, as while they are being written:
   *   then what was known stays, and the file is read again when it changes
   */
  read(context: ReadContext, bytes: Buffer, state: ReaderState | null): ReaderState | null;
}

/** A database of SQLite, which is asked for what is new. */
export interface DatabaseStore extends Place {
  readonly form: 'database';
  /**
   * Yields now and then, so that other things get their turn. One that may stand anywhere in what it reads asks the
   * context whether it has told enough, and returns where it stands.
   * @throws what `ForeignDatabase` throws
   */
  read(
    context: DatabaseContext,
    database: ForeignDatabase,
    state: ReaderState | null,
  ): Generator<void, ReaderState>;
}

export interface LogFile {
  readonly path: string;
  /** `zstd` files are decompressed before a reader sees them. */
  readonly compression: 'none' | 'zstd';
  /** Bytes on disk. */
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly mtimeMs: number;
  readonly inode: number;
}

/** State that a reader carries from one read of a file to the next: small, JSON, without text. */
export type ReaderState = unknown;

export interface ReadContext {
  readonly file: LogFile;
  readonly packer: Packer;
  emit(record: AgentRecord): void;
  /**
   * Something that could not be understood: counted and shown, never thrown.
   * @param version of the format, where it says one
   */
  skip(reason: SkipReason, version?: string): void;
}

export interface DatabaseContext extends ReadContext {
  /** Whether so much was told that what comes after is for another read; asked between two rows. */
  hasEnough(): boolean;
}

export interface LineContext extends ReadContext {
  /** Bytes of this same file that were read before (an edit whose result arrives in a later read). */
  reread(offset: number, length: number): Buffer | null;
}

export type SkipReason = 'malformed' | 'too long' | 'newer format';

/**
 * Reads one file of lines. `line` gets each whole line once, in order, across any number of reads: the bytes
 * without the newline are `buffer[start..end)` and lie at `offset` in the file. The buffer is reused: keep nothing
 * of it.
 */
export interface LogReader {
  line(buffer: Buffer, start: number, end: number, offset: number): void;
  /** After the last whole line of this read. */
  finish(): ReaderState;
}
