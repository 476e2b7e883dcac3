/** Why nothing can be collected, or no account be given. */
export const PROBLEMS = [
  /** Made by a newer version of AI Impact: it is only read. */
  'ledger newer',
  'ledger read-only',
  /** Another process keeps it locked. */
  'ledger busy',
  'ledger corrupt',
  'disk full',
  /** The editor's runtime has no SQLite. */
  'no sqlite',
  /** Something that has no name here; the log tells it. */
  'failed',
] as const;

export type Problem = (typeof PROBLEMS)[number];
