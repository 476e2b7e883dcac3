import type { Nudge } from '../../model/nudge.ts';

/** A nudge that may be shown now. */
export interface NudgeCandidate extends Nudge {
  /** What its cool-down is counted by: a branch, a session, a pair of them. */
  readonly subject: string;
}
