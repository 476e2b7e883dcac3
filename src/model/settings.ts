/** The person's settings, as the manifest declares them under `aiImpact.`. */
export interface Settings {
  readonly enabled: boolean;
  readonly badge: 'state' | 'counts' | 'icon' | 'none';
  readonly plan: 'unknown' | 'flat' | 'per use';
  /** Which repositories git is asked about: all in which agents worked, or only those of open windows. */
  readonly repositories: 'worked in' | 'opened';
  /** Branches on which work counts as shipped beside the default branch. */
  readonly shippingRefs: readonly string[];
  /** Where nudges are shown. */
  readonly nudges: 'panel' | 'toast' | 'off';
  /** As written: see `readOwnRules`. */
  readonly plans: unknown;
}
