/** What the panel says in numbers beside the ledger of use; `null` wherever too little is known. */
export interface Figures {
  readonly shippedAndStillThere: LivingUse | null;
  readonly shippedChangeTook: ChangeCost | null;
  /** Pieces that shipped in the window and in the last seven days. */
  readonly shipped: { readonly window: number; readonly lastSevenDays: number };
  readonly stillThere14: StillThere | null;
  /** The same pieces by when they shipped, oldest first; weeks in which none did are left out. */
  readonly stillThereWeeks: readonly StillThereWeek[];
  readonly rework14: Rework | null;
  /** Of those that shipped in the window; `null` where no repository tells of deployments. */
  readonly inProduction: { readonly pieces: number } | null;
  /** How far the use in the window got. */
  readonly window: WindowUse;
  /** Pieces of the last 90 days that are old enough to tell, and how many of them shipped as a change. */
  readonly finished: { readonly pieces: number; readonly shipped: number };
  /** What changes usually take; `null` below the sample floor. */
  readonly usual: {
    /** US dollars of list price: what goes beyond counts for nothing, for each day of work. */
    readonly capUsd: number;
    /** ISO 8601. */
    readonly since: string;
    /** Why nothing earlier is looked at. */
    readonly because: 'repositories' | 'no earlier';
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

/** What shipped in the same seven days. */
export interface StillThereWeek extends StillThere {
  /** Whole weeks that have gone by since. */
  readonly weeksAgo: number;
  /** Share of its lines that count which were there 14 days later, 0 to 1. */
  readonly lines: number;
}

/** A share of lines, 0 to 1, with its range. */
export interface Rework {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface WindowUse {
  /**
   * Share of all use in the window, 0 to 1, that is in code which shipped and is there, without what went beyond the
   * usual. `null` without priced use.
   */
  readonly inCode: number | null;
  /** Of the use that went into code, without what is beyond it. Empty without priced use. */
  readonly stages: readonly StageShare[];
}

/** The steps of the way, each further than the one before. */
export const STAGE_NAMES = [
  'edited',
  'committed',
  'pushed',
  'shipped',
  'in production',
  'still there',
] as const;

export interface StageShare {
  readonly stage: (typeof STAGE_NAMES)[number];
  /** Shares, 0 to 1: what got there, and what still can. */
  readonly reached: number;
  readonly possible: number;
}
