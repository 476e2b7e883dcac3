/** A program and what it is given, one argument at a time: no shell ever reads it. */
export interface ResumeCommand {
  readonly program: string;
  readonly args: readonly string[];
}
