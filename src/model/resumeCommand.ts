/** A program and what it is given, one argument at a time: no shell ever reads it. */
export interface ResumeCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether the program finds a session from other folders than the one it was held in. */
  readonly from: 'anywhere' | 'its folder';
}
