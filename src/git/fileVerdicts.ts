import { GitError } from './gitError.ts';
import type { Git, Place } from './run.ts';

/** Whether lines of a file may count, where the repository itself says so. */
export type Verdict = 'counts' | 'generated';

const ATTRIBUTES = ['linguist-generated', 'linguist-vendored', 'diff'] as const;
/** As the packer knows it of what agents write. */
const GENERATED =
  'code generated .{0,80}do not edit|@generated([^[:alnum:]_]|$)|auto-?generated|automatically generated';
const HEADER_LINES = 40;
/** Paths on one command line. */
const BATCH = 200;

/**
 * What `.gitattributes` and the first lines of files say of themselves; files of which nothing is said are left
 * out. That a file says so weighs more than an attribute that denies it. Throws `GitError`.
 * @param worktree whose attributes hold; `null` where there is none
 * @param tree a commit or ref whose files are looked into; `null` where there is none
 */
export async function fileVerdicts(
  git: Git,
  commonDir: string,
  worktree: string | null,
  tree: string | null,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  if (paths.length === 0) return verdicts;
  if (worktree !== null) await readAttributes(git, { folder: worktree }, paths, verdicts, signal);
  if (tree === null) return verdicts;
  for (let from = 0; from < paths.length; from += BATCH) {
    for (const path of await generatedIn(git, { commonDir }, tree, paths.slice(from, from + BATCH), signal))
      verdicts.set(path, 'generated');
  }
  return verdicts;
}

async function readAttributes(
  git: Git,
  place: Place,
  paths: readonly string[],
  verdicts: Map<string, Verdict>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const stdin = paths.map(path => `${path}\0`).join('');
  const answer = await git.run(place, ['check-attr', '-z', '--stdin', ...ATTRIBUTES], { stdin, signal });
  const fields = answer.stdout.toString('utf8').split('\0');
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [path, attribute, value] = [fields[i]!, fields[i + 1]!, fields[i + 2]!];
    const isOn = value === 'set' || value === 'true';
    const isOff = value === 'unset' || value === 'false';
    if (attribute === 'diff' ? isOff : isOn) verdicts.set(path, 'generated');
    else if (attribute !== 'diff' && isOff && !verdicts.has(path)) verdicts.set(path, 'counts');
  }
}

async function generatedIn(
  git: Git,
  place: Place,
  tree: string,
  paths: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  const found = new Set<string>();
  const args = ['--literal-pathspecs', 'grep', '-z', '-n', '-o', '-I', '-i', '-E', '-e', GENERATED];
  const prefix = `${tree}:`;
  try {
    // Each match: path, NUL, line number, NUL, text, newline.
    const answer = await git.run(place, [...args, tree, '--', ...paths], { signal, answers: [0, 1] });
    for (const [, name = '', line] of answer.stdout.toString('utf8').matchAll(/(?:^|\n)([^\0]*)\0(\d+)\0/g)) {
      if (Number(line) <= HEADER_LINES && name.startsWith(prefix)) found.add(name.slice(prefix.length));
    }
  } catch (error) {
    // A ref that is not there, or a damaged object: nothing is known of the files then.
    if (!(error instanceof GitError) || error.problem === 'no git' || error.problem === 'stopped')
      throw error;
  }
  return found;
}
