import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

/** One step of the shipping ref. */
export interface HistoryStep {
  readonly commit: string;
  /** When it arrived there. */
  readonly at: Instant;
  readonly files: readonly FileChange[];
  /** Steps that it takes out again by its own word. */
  readonly reverts: readonly string[];
  /** It says that it takes something out again, whether or not that is a step. */
  readonly saysRevert: boolean;
}
