import type { LineAuthor } from '../insight/lineAuthor.ts';
import type { Said } from '../model/correction.ts';
import type { NudgeAnswer } from '../model/nudge.ts';
import type { Confidence } from '../model/outcome.ts';
import type { RuleTrigger } from '../model/ownRule.ts';
import type { ListId } from '../model/pieceLists.ts';
import type { Problem } from '../model/problem.ts';
import type { ProductionSaid, ProductionSign } from '../model/production.ts';
import type { AgentId, Instant } from '../model/records.ts';
import type { Dates, NudgeReport, Report, ReportFilter } from '../model/report.ts';
import type { ResumeCommand } from '../model/resumeCommand.ts';

// The contract between the extension host and the worker thread. Values only: they cross by structured clone.

/** A heartbeat older than this, in milliseconds, is a dead collector's. */
export const HEARTBEAT_LASTS = 10_000;

export type WorkerRole = 'collector' | 'reader';

export interface WorkerStart {
  readonly role: WorkerRole;
  /** Where ledger, key and summary lie: see `dataFolder`. */
  readonly folder: string;
  /** Unique to this worker: the holder of a lease. */
  readonly holder: string;
  readonly home: string;
  readonly machine: string;
  /** Git may be run for this window. */
  readonly trusted: boolean;
  /** The git that the editor uses; found on PATH where null. */
  readonly gitPath: string | null;
  /** The editor's `User` folder, in which its extensions keep their data. */
  readonly editorFolder: string;
  /** Folders of this window's workspace. */
  readonly folders: readonly string[];
  /** Restricts git to the workspace's folders (`aiImpact.repositories`). */
  readonly onlyOpened: boolean;
  /** `aiImpact.shippingRefs`; none where it is missing. */
  readonly shippingRefs?: readonly string[];
  /** Where it is missing, nudges are on and the person has no rules of their own. */
  readonly nudges?: NudgeSettings;
}

/** `aiImpact.nudges` and `aiImpact.plans`, as far as a worker is told of them. */
export interface NudgeSettings {
  readonly on: boolean;
  readonly rules: readonly RuleTrigger[];
}

/** What the host may ask a worker. */
export interface WorkerFunctions {
  /** Collector: something happened in these repositories, as the editor's git says. */
  touched(folders: readonly string[]): void;
  /** Collector: look at everything again now; settles when done. */
  refresh(): Promise<void>;
  /** Reader: the account of what is asked for. */
  report(query: ReportQuery): Promise<ReportAnswer>;
  /** Reader: titles of sessions from their logs; null where the log is gone or tells none. */
  titles(sessions: readonly { agent: AgentId; id: string }[]): Promise<(string | null)[]>;
  /** Reader: subjects of commits; null where the repository or commit is gone. */
  subjects(commits: readonly { repo: string; commit: string }[]): Promise<(string | null)[]>;
  /** Reader: fetches the newest price table and keeps it. The only thing that touches the network. */
  refreshPrices(): Promise<PriceRefresh>;
  /** Reader: keeps what the person says of a session, and has the collector look again. */
  say(saying: Saying): Promise<SayAnswer>;
  /** Reader: what was said under this number no longer holds. */
  takeBack(correction: number): Promise<SayAnswer>;
  /** Reader: keeps what the person says of refs that are taken for production, and has the collector look again. */
  sayOfProduction(saying: ProductionSaying): Promise<SayAnswer>;
  /** Reader: the same as `takeBack`, of a word about production. */
  takeBackOfProduction(word: number): Promise<SayAnswer>;
  /** Reader: whether, and how, sessions can be gone on with; asked anew each time, for logs come and go. */
  resumptions(sessions: readonly SessionKey[]): Promise<Resumption[]>;
  /** Reader: which session wrote a line of a file. Nothing of the text is kept. */
  whoWrote(line: LineInFile): Promise<LineAnswer>;
  /** Reader: keeps what the person says of a nudge, and has the collector look again. */
  answerNudge(nudge: number, answer: NudgeAnswer): Promise<SayAnswer>;
  /** Reader: the nudge that this window is to tell in a notification; given to one window only, and once. */
  takeNudge(): Promise<NudgeReport | null>;
  /** Reader: the nudges of the last report are on the page. */
  seeNudges(): Promise<void>;
  /** Both: end cleanly, leases dropped. */
  stop(): Promise<void>;
}

export interface ReportQuery {
  /** The last so many days; `null` is everything. Of no effect where `dates` are named. */
  readonly days: number | null;
  readonly dates?: Dates | null;
  readonly filter?: ReportFilter;
  /** Leaves out pieces that are in none of so many rows: see `cutReport`. Where it is missing, all are told. */
  readonly rows?: Readonly<Partial<Record<ListId, number>>>;
  /** It is what a panel opens with: kept, so that the next one can begin with it. */
  readonly keep?: boolean;
}

export interface SessionKey {
  readonly agent: AgentId;
  /** The agent's own id. */
  readonly id: string;
}

export type Resumption =
  /** `folder`: where it was held, else its repository's root; `null` where neither is there any more. */
  | { readonly state: 'ready'; readonly command: ResumeCommand; readonly folder: string | null }
  /** Its log was deleted. `by`: when that was seen, in milliseconds since the epoch; `null` where nobody looked. */
  | { readonly state: 'gone'; readonly by: Instant | null }
  /** The folder it was held in is gone, and its agent goes on with it in no other. */
  | { readonly state: 'folder gone'; readonly folder: string }
  /** No program can, or none that we know of. */
  | { readonly state: 'cannot' };

/** A line as the editor shows it, with some of those around it. */
export interface LineInFile {
  /** Absolute. */
  readonly path: string;
  readonly before: readonly string[];
  readonly text: string;
  readonly after: readonly string[];
}

/** See `LineAuthor`; `another file`: the very line, in another file. */
export type LineEvidence = LineAuthor['evidence'] | 'another file';

export type LineAnswer =
  | {
      readonly found: 'session';
      readonly session: SessionKey;
      readonly at: Instant;
      readonly evidence: LineEvidence;
      readonly confidence: Confidence;
      /** `null` where the log is gone or tells none. */
      readonly title: string | null;
      readonly resumption: Resumption;
    }
  /** `too common`: a brace, say. `none`: no session that was read wrote it. `nothing read`: there is no ledger yet. */
  | { readonly found: 'too common' | 'none' | 'nothing read' };

export interface Saying {
  readonly agent: AgentId;
  /** The agent's own id. */
  readonly session: string;
  readonly said: Said;
  /** A commit's id, 7 to 64 hex digits, for `link` and `unlink`; else null. */
  readonly target: string | null;
}

export interface ProductionSaying extends ProductionSign {
  /** Root of the repository, as a report has it. */
  readonly repo: string;
  readonly said: ProductionSaid;
}

export type SayAnswer =
  | { readonly ok: true }
  /** `null`: there is nothing that it could be said of. */
  | { readonly ok: false; readonly problem: Problem | null };

export type ReportAnswer =
  | { readonly ok: true; readonly report: Report }
  /** `null`: there is no ledger yet. */
  | { readonly ok: false; readonly problem: Problem | null };

export type PriceRefresh =
  | { readonly ok: true; readonly date: string }
  | {
      readonly ok: false;
      readonly failure: 'offline' | 'refused' | 'server' | 'bad data' | 'not kept';
      readonly status: number | null;
    };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a worker tells the host. Log lines hold codes, counts, times and paths, never words of prompts or code. */
export interface HostFunctions {
  log(level: LogLevel, line: string): void;
  /** The worker ends by itself: another window collects, or it cannot go on. */
  ended(reason: WorkerEnd): void;
}

export type WorkerEnd =
  | 'stopped'
  /** Another worker holds all leases that this one asked for. */
  | 'not needed'
  | Problem;
