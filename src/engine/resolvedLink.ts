import type { Stage } from '../insight/attribution.ts';

/** A commit or pull request that a session's log names, and how far it got. */
export interface ResolvedLink {
  readonly session: number;
  readonly repository: number | null;
  readonly commit: string | null;
  readonly stage: Stage | null;
  /** The step of the shipping ref that brought it. */
  readonly step: string | null;
  /** A pull request stands at its address. */
  readonly review: boolean;
}
