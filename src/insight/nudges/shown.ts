import type { NudgeAnswer, NudgeKind } from '../../model/nudge.ts';
import type { Instant } from '../../model/records.ts';

/**
 * How it ended: with an answer; `past`, for what it was about is no more; `ignored`, for it was on the page and
 * a week went by; `unseen`, for it was not.
 */
export type NudgeEnd = Exclude<NudgeAnswer, 'lift'> | 'past' | 'ignored' | 'unseen';

/** A nudge that was shown once. */
export interface ShownNudge {
  readonly kind: NudgeKind;
  readonly subject: string;
  readonly shownAt: Instant;
  /** `null` while it is open. */
  readonly ended: { readonly how: NudgeEnd; readonly at: Instant } | null;
  /** The person let the kind speak again: how this one ended counts no more. */
  readonly lifted: boolean;
}
