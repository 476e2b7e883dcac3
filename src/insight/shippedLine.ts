export type Side = 'added' | 'removed';

/** One line of a session as the shipping ref got it. */
export interface ShippedLine {
  /** The step of the shipping ref that brought it. */
  readonly commit: string;
  readonly path: string;
  readonly side: Side;
  /** Its place among the lines of that side. */
  readonly index: number;
  readonly fingerprint: number;
  /** It counts in figures, for it had not stood on a shipping ref before. */
  readonly fresh: boolean;
}
