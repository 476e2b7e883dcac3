import type { Said } from '../model/correction.ts';
import type { Problem } from '../model/problem.ts';
import type { AgentId } from '../model/records.ts';
import type { Report } from '../model/report.ts';

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
}

/** What the host may ask a worker. */
export interface WorkerFunctions {
  /** Collector: something happened in these repositories, as the editor's git says. */
  touched(folders: readonly string[]): void;
  /** Collector: look at everything again now; settles when done. */
  refresh(): Promise<void>;
  /** Reader: the account of the last `days`, or of everything. */
  report(days: number | null): Promise<ReportAnswer>;
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
  /** Both: end cleanly, leases dropped. */
  stop(): Promise<void>;
}

export interface Saying {
  readonly agent: AgentId;
  /** The agent's own id. */
  readonly session: string;
  readonly said: Said;
  /** A commit's id, 7 to 64 hex digits, for `link` and `unlink`; else null. */
  readonly target: string | null;
}

export type SayAnswer =
  | { readonly ok: true }
  /** `null`: there is no such session. */
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
