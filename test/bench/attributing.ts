/** The key of the benchmark's fingerprints: so many equal bytes. */
export const KEY = 5;

/** What is to be attributed: a folder with a ledger, the repository `work`, and bundled `process.mjs` and `thread.mjs`. */
export interface AttributionStart {
  readonly folder: string;
  readonly work: string;
  readonly now: number;
}

export interface Attributed extends AttributedByThread {
  /** MiB at the peak above what the process had when its thread was ready. */
  readonly memory: number;
}

export interface AttributedByThread {
  /** Seconds. */
  readonly first: number;
  readonly again: number;
  /** Milliseconds. */
  readonly pause: number;
  /** Mean share of the sessions' lines that was found shipped. */
  readonly shipped: number;
}
