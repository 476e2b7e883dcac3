import type { Confidence } from './outcome.ts';
import type { AgentId, Instant } from './records.ts';

/** What a nudge may be about; `own rule` is one that the person has set. */
export const NUDGE_KINDS = [
  'own rule',
  'came back',
  'same ground',
  'running alone',
  'not pushed',
  'waiting in review',
  'parked',
  'big for one look',
  'context grew',
  'it held',
] as const;
export type NudgeKind = (typeof NUDGE_KINDS)[number];

/** What a person may answer: `lift` lets the kind speak again. */
export const NUDGE_ANSWERS = ['not useful', 'snooze', 'never', 'lift'] as const;
export type NudgeAnswer = (typeof NUDGE_ANSWERS)[number];

/** What it is about; each part that is not meant is `null` or empty. */
export interface NudgeAbout {
  /** Root of the repository. */
  readonly repo: string | null;
  readonly branch: string | null;
  /** Id of the piece: its row. */
  readonly piece: string | null;
  readonly sessions: readonly { readonly agent: AgentId; readonly id: string }[];
  /** Root of a working tree, or `refs/stash`. */
  readonly tree: string | null;
}

export const NUDGE_COUNTS = [
  'commits',
  /** Of the commits, those that are older than the rule's days. */
  'old',
  'days',
  'lines',
  'files',
  'turns',
  'alike',
  'tokens',
  'pieces',
  /** The person's own usual. */
  'usual',
  /** The number that the person set. */
  'than',
] as const;
export type NudgeCount = (typeof NUDGE_COUNTS)[number];

export interface NudgeEvidence {
  readonly counts: Readonly<Partial<Record<NudgeCount, number>>>;
  readonly files: readonly string[];
  readonly commits: readonly string[];
}

/** Codes and numbers; the words are found where it is shown. */
export interface Nudge {
  readonly kind: NudgeKind;
  readonly about: NudgeAbout;
  /** Id of the rule that fired. */
  readonly rule: string;
  /** Since when it holds. */
  readonly since: Instant;
  readonly evidence: NudgeEvidence;
  readonly confidence: Confidence;
}

/** Why a kind says nothing just now. */
export const QUIET_REASONS = ['snoozed', 'not useful', 'ignored', 'never'] as const;
export type QuietReason = (typeof QUIET_REASONS)[number];

/** Moments that only a window knows of: its panel was opened, or it has the focus again after a while. */
export const WINDOW_BREAKPOINTS = ['panel', 'focus'] as const;
export type WindowBreakpoint = (typeof WINDOW_BREAKPOINTS)[number];
