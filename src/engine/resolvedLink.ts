import type { Stage } from '../insight/attribution.ts';

/** A commit or pull request that is a session's by what its log or a repository names, and how far it got. */
export interface ResolvedLink {
  readonly session: number;
  readonly repository: number | null;
  readonly commit: string | null;
  readonly stage: Stage | null;
  /** The step of the shipping ref that brought it. */
  readonly step: string | null;
  /** A pull request stands at its address. */
  readonly review: boolean;
  /** Only what lies in a repository ties it to the session. */
  readonly left: boolean;
}
