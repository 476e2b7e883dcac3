// agents: where each agent writes, and one reader for each. Bytes of a log come in; records go out.
// After this room nobody knows an agent's name except to show it, and no text survives it.
import type { Packer } from '../lines/packer.ts';
import type { AgentId, AgentRecord } from '../model/records.ts';
import type { Quality } from '../model/tokens.ts';

/** The outside world as a reader may see it: no global is touched. */
export interface AgentEnvironment {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Empty when the report was given a HOME: then the agents' own variables do not count. */
  readonly variables: Readonly<Record<string, string | undefined>>;
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
  /** A line that could not be understood: counted and shown, never thrown. */
  skip(reason: SkipReason): void;
  /** Bytes of this same file that were read before (an edit whose result arrives in a later read). */
  reread(offset: number, length: number): Buffer | null;
}

export type SkipReason = 'malformed' | 'too long' | 'newer format';

/**
 * Reads one file. `line` gets each whole line once, in order, across any number of reads: the bytes without
 * the newline are `buffer[start..end)` and lie at `offset` in the file. The buffer is reused: keep nothing of it.
 */
export interface LogReader {
  line(buffer: Buffer, start: number, end: number, offset: number): void;
  /** After the last whole line of this read. */
  finish(): ReaderState;
}

export interface Agent {
  readonly id: AgentId;
  readonly quality: Quality;
  /**
   * Folders that may hold this agent's logs here, the best first; not all need to exist. A path segment may
   * hold one `*`.
   */
  roots(environment: AgentEnvironment): string[];
  /** Whether a file below a root is one of its logs. */
  isLog(path: string): boolean;
  /** Equal for copies of one log (compressed, archived), of which only the best is read; `null`: no copies. */
  copyKey(path: string): string | null;
  open(context: ReadContext, state: ReaderState | null): LogReader;
  /** The session's title, from bytes of its log, when somebody looks at it. */
  title(log: string, sessionId: string): Promise<string | null>;
}
