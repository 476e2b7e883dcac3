import type { NudgeKind } from './nudge.ts';
import type { AgentId } from './records.ts';

/** What the reading is doing; `restricted` and `off` belong to one window and are not written to the summary file. */
export const PHASES = [
  'starting',
  'importing',
  'ready',
  'paused',
  'restricted',
  'unreadable',
  'off',
] as const;

export type Phase = (typeof PHASES)[number];

/** How far the reading of logs has come. */
export interface ReadingProgress {
  readonly filesDone: number;
  readonly filesTotal: number;
  /** `YYYY-MM-DD` of the oldest day reached so far. */
  readonly oldestDay: string | null;
}

/** The state of the work in one repository, for the windows that are open on it. */
export interface PlaceSummary {
  /** Digests of its worktrees' roots: the file names no path. See `placeKey`. */
  readonly keys: readonly string[];
  readonly toPush: number;
  readonly pushed: boolean;
  readonly shippedAt: string | null;
  readonly openPieces: number;
}

/**
 * The small file that every window reads to draw its badge: a few KB, without titles, paths or words of
 * prompts. Times are ISO 8601 in UTC. `null` is unknown, never zero.
 */
export interface Summary {
  readonly schema: 1;
  readonly generatedAt: string;
  /** Name of the machine, as its owner gave it. */
  readonly machine: string;
  readonly phase: Phase;
  readonly progress: ReadingProgress | null;
  /** Local commits with agents' lines that no remote has. */
  readonly toPush: number | null;
  /** The newest work is on a remote and not on a shipping ref. */
  readonly pushed: boolean;
  /** The latest shipping; `null` where nothing has shipped. */
  readonly shippedAt: string | null;
  readonly openPieces: number | null;
  readonly shippedLast7Days: number | null;
  readonly callsLast7Days: number | null;
  readonly tokensLast7Days: number | null;
  /** The same for single repositories with work that is open or of the last days, the newest first. */
  readonly places: readonly PlaceSummary[];
  /** Agents whose store was found and could not be read. */
  readonly unreadableSources: readonly AgentId[];
  /** Git was not found, so what became of the work is unknown. */
  readonly gitMissing: boolean;
  /** Grows with each thing that the person says or takes back: then an account drawn up before is old. */
  readonly corrections: number;
  /**
   * Another text with each thing that was found out, also where no count above is another: then an account drawn up
   * before is old.
   */
  readonly findings: string;
  /** The newest nudge that waits for an answer. */
  readonly nudge: { readonly id: number; readonly kind: NudgeKind } | null;
  /** Grows with each nudge that is shown or ends. */
  readonly nudges: number;
  /** Last sign of life of the process that reads the logs. */
  readonly collectorAlive: string | null;
}

/** What is said before anything is known. */
export function emptySummary(now: Date): Summary {
  return {
    schema: 1,
    generatedAt: now.toISOString(),
    machine: '',
    phase: 'starting',
    progress: null,
    toPush: null,
    pushed: false,
    shippedAt: null,
    openPieces: null,
    shippedLast7Days: null,
    callsLast7Days: null,
    tokensLast7Days: null,
    places: [],
    unreadableSources: [],
    gitMissing: false,
    corrections: 0,
    findings: '',
    nudge: null,
    nudges: 0,
    collectorAlive: null,
  };
}
