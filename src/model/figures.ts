/** What the panel says in numbers beside the ledger of use; `null` wherever too little is known. */
export interface Figures {
  readonly shippedAndStillThere: LivingUse | null;
  readonly shippedChangeTook: ChangeCost | null;
  /** Pieces that shipped in the window and in the last seven days. */
  readonly shipped: { readonly window: number; readonly lastSevenDays: number };
  readonly stillThere14: StillThere | null;
  readonly rework14: Rework | null;
  /** Of those that shipped in the window; `null` where no repository tells of deployments. */
  readonly inProduction: { readonly pieces: number } | null;
  /** Pieces of the last 90 days that are old enough to tell, and how many of them shipped as a change. */
  readonly finished: { readonly pieces: number; readonly shipped: number };
  /** What a piece may take at most before the rest of it counts for nothing. */
  readonly cap: {
    /** US dollars of list price. */
    readonly usd: number;
    /** ISO 8601. */
    readonly since: string;
    /** Why nothing earlier is looked at. */
    readonly because: 'model' | 'repositories' | 'no earlier';
  } | null;
}

/** A share of use by list price, 0 to 1, with the range in which it lies in four of five cases. */
export interface LivingUse {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly sessions: number;
  /** Finished pieces behind it, and those of them that shipped. */
  readonly pieces: number;
  readonly shippedPieces: number;
}

/** US dollars of list price, and tokens of all kinds; tokens are `null` where some source does not tell them. */
export interface ChangeCost {
  readonly medianUsd: number;
  readonly meanUsd: number;
  readonly medianTokens: number | null;
  readonly meanTokens: number | null;
  readonly pieces: number;
}

/** Pieces. */
export interface StillThere {
  readonly kept: number;
  readonly oldEnough: number;
}

/** A share of lines, 0 to 1, with its range. */
export interface Rework {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
