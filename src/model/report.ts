import type { Correction } from './correction.ts';
import type { Figures } from './figures.ts';
import type { Nudge, NudgeKind, QuietReason } from './nudge.ts';
import type { Chip, Confidence, Outcome } from './outcome.ts';
import type { ProductionReport } from './production.ts';
import type { ActKind, AgentId } from './records.ts';
import type { Rest } from './rest.ts';
import type { Quality } from './tokens.ts';

/**
 * The one account of everything: what the headless report prints and what badge and panel are drawn from.
 * Schema 1; later versions only add. Times are ISO 8601 in UTC. `null` is unknown, never zero.
 */
export interface Report {
  readonly schema: 1;
  readonly generatedAt: string;
  /** IANA name; days in `usage.byDay` are its days. */
  readonly timeZone: string;
  readonly window: { readonly since: string | null; readonly until: string | null };
  /** What the report is of. Badge, nudges, and figures of the last 90 days are of all work whatever it says. */
  readonly filter: ReportFilter;
  readonly choices: ReportChoices;
  readonly sources: readonly SourceReport[];
  readonly usage: {
    readonly total: Usage;
    readonly byAgent: Readonly<Record<AgentId, Usage>>;
    readonly byModel: Readonly<Record<string, Usage>>;
    /** Empty in a report that is cut to so many rows. */
    readonly byDay: Readonly<Record<string, Usage>>;
  };
  readonly sessions: readonly SessionReport[];
  readonly repos: readonly RepositoryReport[];
  readonly outcomes: Readonly<Partial<Record<Outcome, OutcomeUse>>>;
  /** The same by week, oldest first; weeks without use are left out. */
  readonly weeks: readonly WeekReport[];
  readonly figures: Figures;
  readonly nudges: readonly NudgeReport[];
  /** Kinds of nudges that say nothing now. */
  readonly quietNudges: readonly QuietKind[];
  readonly badge: BadgeCounts;
  readonly coverage: readonly Coverage[];
  /** What the person said and did not take back, oldest first. */
  readonly corrections: readonly Correction[];
  /** Sessions and commits that are one piece of work, newest first. */
  readonly pieces: readonly PieceReport[];
  /** How much was left out of `pieces` and `sessions`: nothing, unless that was asked for. */
  readonly rest: Rest;
}

/** `null` is all. */
export interface ReportFilter {
  /** Its root. */
  readonly repository: string | null;
  readonly agent: AgentId | null;
}

/** From the first day to the last, both included: `YYYY-MM-DD` in the report's time zone. */
export interface Dates {
  readonly from: string;
  readonly to: string;
}

/** What there is to choose among, whatever was chosen. */
export interface ReportChoices {
  readonly repositories: readonly string[];
  readonly agents: readonly AgentId[];
}

export interface SourceReport {
  readonly agent: AgentId;
  readonly status: 'read' | 'not found' | 'unreadable';
  readonly quality: Quality;
  /** Folders of its that are there. */
  readonly paths: readonly string[];
  /** All folders that were looked for; a `*` stands for any name. */
  readonly looked: readonly string[];
  readonly files: number;
  readonly bytes: number;
  /** Lines that could not be understood. */
  readonly skipped: number;
  /** A code: see `SourceReason` in the engine. */
  readonly reason: string | null;
  /** Folders and files that are there and cannot be read. */
  readonly unreadable: readonly string[];
  /** Versions of formats that were not understood. */
  readonly versions: readonly string[];
}

export interface UseCounts {
  readonly calls: number;
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  readonly output: number | null;
  readonly credits: Readonly<Record<string, number>>;
  /** US dollars, the sum over priced calls: a lower bound where calls are unpriced. */
  readonly costUsd: number | null;
}

export interface Usage extends UseCounts {
  readonly reasoning: number | null;
  readonly unpricedCalls: number;
  readonly quality: Quality;
}

export type OutcomeUse = UseCounts & { readonly sessions: number };

/** What was used in one week, by what became of it by now. */
export interface WeekReport {
  /** Its Monday, `YYYY-MM-DD`, in the report's time zone. */
  readonly start: string;
  readonly outcomes: Readonly<Partial<Record<Outcome, WeekUse>>>;
}

export interface WeekUse {
  readonly calls: number;
  readonly tokens: number | null;
  /** US dollars at list price: see `UseCounts`. */
  readonly costUsd: number | null;
}

export interface SessionReport extends UseCounts {
  readonly id: string;
  readonly agent: AgentId;
  readonly models: readonly string[];
  readonly repo: string | null;
  readonly branch: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly reasoning: number | null;
  readonly quality: Quality;
  /** Relative to the repository where there is one, else absolute. */
  readonly files: readonly string[];
  readonly linesAdded: number;
  readonly linesRemoved: number;
  readonly outcome: Outcome;
  readonly confidence: Confidence;
  /** `null` where nothing is to be said beside the outcome. */
  readonly chip: Chip | null;
  readonly corrected: string | null;
  readonly restated: readonly Restated[];
  /** Share of its lines that count which reached the shipping ref, 0 to 1. */
  readonly shipped: { readonly low: number; readonly mid: number; readonly high: number };
  readonly evidence: readonly Evidence[];
  /** How often it did what. */
  readonly acts: Readonly<Partial<Record<ActKind, number>>>;
}

/** A settled outcome that it had before, what it was then found to be, and when: oldest first. */
export interface Restated {
  readonly from: Outcome;
  readonly to: Outcome;
  readonly at: string;
}

export interface Evidence {
  /** A code: `lines`, `command`, `link`, `revert`, `missing`. */
  readonly kind: string;
  readonly commit: string | null;
  readonly ref: string | null;
  readonly file: string | null;
  readonly lines: number | null;
  /** Of the lines, those that count; only where there are lines. */
  readonly counting?: number;
  /** Id of the rule that used it. */
  readonly rule: string;
}

export interface RepositoryReport {
  readonly root: string;
  readonly remote: string | null;
  /** Full ref name. */
  readonly shippingRef: string | null;
  /** When anything was last fetched from or pushed to the remote of the shipping ref. */
  readonly lastHeard: string | null;
  readonly production: readonly ProductionReport[];
  readonly events: readonly RepositoryEvent[];
  /** Commits of agents that run elsewhere and leave no log here: listed, and in no figure. */
  readonly cloud: readonly {
    readonly agent: AgentId;
    readonly commit: string;
    readonly at: string;
    readonly shipped: boolean;
  }[];
}

export interface RepositoryEvent {
  readonly kind: 'push' | 'shipped' | 'revert' | 'deployment';
  readonly ref: string;
  readonly from: string | null;
  readonly to: string;
  readonly at: string;
  readonly forced: boolean;
  readonly actor: string | null;
  /** What tells of it: a code, `reflog`, `ref`, `tag` or `commit`. */
  readonly evidence: string;
  readonly confidence: Confidence;
  /** It had happened before the repository was first looked at. */
  readonly backfilled: boolean;
}

export interface PieceReport {
  /** Id of its first session. */
  readonly id: string;
  readonly repo: string | null;
  readonly branch: string | null;
  readonly sessions: readonly PieceSession[];
  readonly outcome: Outcome;
  readonly confidence: Confidence;
  /** `null` where nothing is to be said beside the outcome. */
  readonly chip: Chip | null;
  readonly restated: readonly Restated[];
  readonly startedAt: string | null;
  /** Last edit, or last call where nothing was edited. */
  readonly lastAt: string | null;
  readonly shippedAt: string | null;
  /** Commits on the shipping ref that carry its lines, newest first. */
  readonly commits: readonly string[];
  /** The one of them with most of its lines, by whose subject people know the change. */
  readonly mainCommit: string | null;
  /** Of all its sessions, those with most lines first; also of sessions that lie outside the window. */
  readonly evidence: readonly Evidence[];
  /** The person let it go, and nothing happened to it since: it is not listed as open. */
  readonly letGo: boolean;
  /** Root of the working tree that has most of what is not committed. */
  readonly tree: string | null;
  /** Address of the one that is open for it, where a session named it. */
  readonly pullRequest: string | null;
  /** Address at which one is made, or shown if there is one, for what was pushed; where the forge is known. */
  readonly newPullRequest: string | null;
  /** How often its sessions did what. */
  readonly acts: Readonly<Partial<Record<ActKind, number>>>;
  readonly files: readonly string[];
  /** Of its lines that count: how many there are and how many reached the shipping ref. */
  readonly lines: { readonly counting: number; readonly shipped: number };
  /** Of all its calls, inside and outside the window. */
  readonly use: UseCounts;
  /** Share of all use in the window that is its, by list price; `null` where nothing could be priced. */
  readonly share: number | null;
  /** It is one of those that `figures.shipped.window` counts. */
  readonly countsAsShipped: boolean;
}

/** A session of a piece, also one that lies outside the window. */
export interface PieceSession {
  readonly agent: AgentId;
  readonly id: string;
  /** Of its first call and its last, those of its sub-agents with them. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly outcome: Outcome;
}

export interface NudgeReport extends Omit<Nudge, 'since'> {
  /** By which it is answered; `null` where it was not shown. */
  readonly id: number | null;
  /** `shown` and not answered yet, or `due`: it holds, and was not shown. */
  readonly state: 'shown' | 'due';
  readonly since: string;
  readonly shownAt: string | null;
}

export interface QuietKind {
  readonly kind: NudgeKind;
  readonly why: QuietReason;
  /** `null`: for good. */
  readonly until: string | null;
  /** Of its last nudge: by which the person lets it speak again. */
  readonly id: number;
}

export interface BadgeCounts {
  /** As shown beside the icon; empty for the icon alone. */
  readonly text: string;
  /** Pieces shipped in the last seven days. */
  readonly shipped: number;
  /** Pieces open now. */
  readonly open: number;
  /** Local commits with agents' lines that no remote has. */
  readonly toPush: number;
}

export interface Coverage {
  /** Stable name of what could or could not be seen. */
  readonly code: string;
  readonly text: string;
  /** What the text names, for who words it anew; each only where the code is about such a thing. */
  readonly repo?: string;
  /** ISO 8601: an instant, or a date. */
  readonly at?: string;
  readonly count?: number;
  readonly agent?: AgentId;
  readonly model?: string;
  /** A code: why it could not be seen. */
  readonly reason?: string;
  /** Of a format that is not known here. */
  readonly versions?: readonly string[];
  /** The first few of so many as `count` tells. */
  readonly paths?: readonly string[];
}
