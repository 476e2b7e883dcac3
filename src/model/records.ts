import type { EditedLines } from './editedLines.ts';
import type { Quality, Tokens } from './tokens.ts';

/** Milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** A lower-case name: `claude-code`, `codex`. */
export type AgentId = string;

/**
 * What an agent's log tells, in five kinds. A reader may give the same record again, from another read,
 * file or window: the natural key makes that free. No record holds a word of a prompt or of code.
 */
export type AgentRecord = SessionRecord | CallRecord | EditRecord | ActRecord | LinkRecord;

/** One conversation. Given whenever a reader learns more of it; what is `null` here may be known elsewhere. */
export interface SessionRecord {
  readonly kind: 'session';
  readonly agent: AgentId;
  /** The agent's own id. */
  readonly id: string;
  /** The conversation that this one belongs to as a sub-agent: its work is counted there. */
  readonly parent: string | null;
  /** The conversation that this one was copied from, where the log says so. */
  readonly forkedFrom: string | null;
  readonly cwd: string | null;
  readonly branch: string | null;
  readonly commit: string | null;
  /** As the log has it; the ledger strips credentials. */
  readonly remote: string | null;
  /** First and last time seen in the bytes just read. */
  readonly startedAt: Instant | null;
  readonly endedAt: Instant | null;
  /** The log file; a title is read from it when shown and is not kept. */
  readonly log: string;
}

/** One model response. The same call seen twice has the same key and is one call. */
export interface CallRecord {
  readonly kind: 'call';
  readonly agent: AgentId;
  /** Natural key within the agent. */
  readonly key: string;
  readonly session: string;
  readonly at: Instant;
  /** As the log names it; `null` where it does not. */
  readonly model: string | null;
  readonly tokens: Tokens;
  /** In micro-dollars, only where the agent logged a price of its own. */
  readonly loggedCost: number | null;
  readonly credits: { readonly unit: string; readonly amount: number } | null;
  /** How far the store that tells of it can be trusted. */
  readonly quality: Quality;
  /**
   * Where an agent keeps its calls in several stores, a lesser one says here for which stretch of its session it
   * tells them: it is not counted where a fuller store has a call of that session within it. `null`: the fullest.
   */
  readonly lesser: Lesser | null;
  /** Seen off the main chain (a sub-agent's or a side question's file): loses against the main chain's copy. */
  readonly sidechain: boolean;
}

/** `rank` 1 gives way to the fullest store only, 2 to that of rank 1 too. */
export interface Lesser {
  readonly rank: number;
  readonly since: Instant;
  /** The first instant after it. */
  readonly until: Instant;
}

/** A change to one file that an agent's tool made and that succeeded. */
export interface EditRecord {
  readonly kind: 'edit';
  readonly agent: AgentId;
  /** Natural key within the agent: the tool call's id, and a number where one call changed several files. */
  readonly key: string;
  readonly session: string;
  readonly at: Instant;
  /** Absolute, normalised, as the log has it (a relative one is resolved against the cwd of the call). */
  readonly path: string;
  readonly lines: EditedLines;
  /** How the text before the edit was known. */
  readonly baseline: Baseline;
}

/**
 * - `patch`: the agent logged a diff, or the old and the new text
 * - `created`: there was no file before
 * - `deleted`: the file was removed and its text is not in the log
 * - `unknown`: a whole file was written over one that we did not see
 * - `commit`: the same, and a commit that stood then has what it was written over; no log says so, git does
 */
export type Baseline = 'patch' | 'created' | 'deleted' | 'unknown' | 'commit';

/**
 * `shell` may change files without an edit; a command that only looks is a `read` or `search`, and `check` one
 * that only runs tests, checkers or builds. `spawn` starts a sub-agent.
 */
export type ActKind = 'prompt' | 'read' | 'edit' | 'shell' | 'check' | 'search' | 'web' | 'spawn' | 'other';

/** One human prompt, or one use of a tool. */
export interface ActRecord {
  readonly kind: 'act';
  readonly agent: AgentId;
  readonly key: string;
  readonly session: string;
  readonly at: Instant;
  readonly act: ActKind;
  /** Prompts only: typed by a person (true), scheduled or sent by a program (false), or not told. */
  readonly human: boolean | null;
  /** The file or folder that the tool was pointed at, where the log names one. */
  readonly target: string | null;
  /** Keyed digests, equal for equal bytes; `null` until seen. */
  readonly argsDigest: number | null;
  readonly resultDigest: number | null;
  /** `null` until the result is seen. */
  readonly ok: boolean | null;
}

/** An explicit tie from a session to something in git or on a forge, which the log names. */
export interface LinkRecord {
  readonly kind: 'link';
  readonly agent: AgentId;
  readonly session: string;
  readonly at: Instant;
  readonly link: 'commit' | 'pull request' | 'trailer';
  /** A commit id (7 to 64 hex digits), a pull request's address, or a trailer's value. */
  readonly target: string;
}
