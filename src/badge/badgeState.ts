import type { Problem } from '../model/problem.ts';
import type { Summary } from '../model/summary.ts';

/** What the badge is drawn from. */
export interface BadgeState {
  /** `null` before the first summary was read. */
  readonly summary: Summary | null;
  /** The setting `aiImpact.enabled`. */
  readonly enabled: boolean;
  readonly trusted: boolean;
  /** Roots of this window's repositories: the state of the work is theirs; counts are of the whole machine. */
  readonly roots: readonly string[];
  /** Why nothing can be collected; `null` where nothing is wrong. */
  readonly problem: Problem | null;
}

/** `vscode.l10n.t` is one. */
export type Translate = (message: string, ...values: (string | number)[]) => string;

export interface BadgeVoice {
  readonly t: Translate;
  /** BCP 47. */
  readonly locale: string;
  readonly now: Date;
}
