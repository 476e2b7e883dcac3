/** Why git gave no answer. Text for people is made elsewhere. */
export type GitProblem =
  | 'no git'
  | 'no folder'
  /** Git was not to be run there, and was not. */
  | 'restricted'
  | 'not a repository'
  | 'broken repository'
  | 'dubious ownership'
  | 'newer format'
  | 'unknown revision'
  | 'time limit'
  | 'stopped'
  | 'too much output'
  | 'failed';

export class GitError extends Error {
  readonly problem: GitProblem;
  /** `null` where git never ran or was ended. */
  readonly exitCode: number | null;

  constructor(problem: GitProblem, exitCode: number | null, detail: string) {
    super(detail === '' ? problem : `${problem}: ${detail}`);
    this.name = 'GitError';
    this.problem = problem;
    this.exitCode = exitCode;
  }
}

const SIGNS: readonly (readonly [RegExp, GitProblem])[] = [
  [/detected dubious ownership|unsafe repository/i, 'dubious ownership'],
  [/unknown repository extension|expected git repo version|invalid value for 'extensions\./i, 'newer format'],
  [/not a git repository/i, 'not a repository'],
  [/cannot change to|unable to read current working directory/i, 'no folder'],
  [/unknown revision|bad revision|bad object|invalid object name|ambiguous argument/i, 'unknown revision'],
  [/object file .* is empty|corrupt|bad tree object|unable to read|broken/i, 'broken repository'],
];

/** Reads what git, run in the C locale, wrote to its standard error. */
export function problemIn(stderr: string): GitProblem {
  for (const [sign, problem] of SIGNS) if (sign.test(stderr)) return problem;
  return 'failed';
}
