import type { SkipReason } from '../agent.ts';

/**
 * - `read`: everything that is there was read, or as much as the budget allowed
 * - `gone`: the file is not there; what was read of it before stays true
 * - `unreadable`: it is there and cannot be read
 * - `damaged`: its bytes end or break; what came before was read
 * - `unsupported`: this Node cannot decompress it
 * - `locked`: its agent is writing to it; another time
 * - `newer format`: nothing in it is where it used to be
 */
export type ReadCode = 'read' | 'gone' | 'unreadable' | 'damaged' | 'unsupported' | 'locked' | 'newer format';

export interface ReadResult<Cursor> {
  readonly code: ReadCode;
  /** What to pass next time; the old one where nothing could be read. */
  readonly cursor: Cursor | null;
  /** Nothing is left but, perhaps, a line that waits for its newline. */
  readonly done: boolean;
  /** The file was replaced or cut: it was read from its beginning again. */
  readonly restarted: boolean;
  readonly bytes: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
  /** The version that a format which is not understood says it has; `null` where it says none. */
  readonly version: string | null;
}

export function nothingRead<Cursor>(
  code: ReadCode,
  cursor: Cursor | null,
  skips = new Skips(),
): ReadResult<Cursor> {
  return {
    code,
    cursor,
    done: true,
    restarted: false,
    bytes: 0,
    skipped: skips.counts,
    version: skips.version,
  };
}

const LONGEST_VERSION = 40;

/** Counts what could not be understood in one read. */
export class Skips {
  readonly counts: Record<SkipReason, number> = { malformed: 0, 'too long': 0, 'newer format': 0 };
  version: string | null = null;

  readonly add = (reason: SkipReason, version?: string): void => {
    this.counts[reason]++;
    // A log may say anything there; a version is short and plain.
    if (version !== undefined && version.length <= LONGEST_VERSION && /^[\w.+-]+$/.test(version))
      this.version ??= version;
  };
}
