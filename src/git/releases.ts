import type { Instant } from '../model/records.ts';
import type { Git } from './run.ts';

export interface Tag {
  /** Full ref name. */
  readonly ref: string;
  readonly commit: string;
  /** When an annotated tag was made; for a light one, when its commit was. */
  readonly at: Instant;
}

/** All tags of commits, oldest first. Throws `GitError`. */
export async function readTags(git: Git, commonDir: string, signal?: AbortSignal): Promise<Tag[]> {
  const fields = ['refname', 'objectname', 'objecttype', '*objectname', '*objecttype', 'creatordate:unix'];
  const format = `--format=${fields.map(field => `%(${field})`).join('%00')}`;
  const args = ['for-each-ref', '--sort=creatordate', format, 'refs/tags'];
  const tags: Tag[] = [];
  for await (const line of git.records({ commonDir }, args, { signal })) {
    const [ref = '', id = '', type = '', peeled = '', peeledType = '', second = ''] = line.split('\0');
    const commit = type === 'commit' ? id : peeledType === 'commit' ? peeled : null;
    if (commit !== null && second !== '') tags.push({ ref, commit, at: Number(second) * 1000 });
  }
  return tags;
}

/**
 * Which of the commits are contained in at least one of `tips` (refs or ids): all that a release or a
 * deployment brought. Commits and tips that do not exist contain nothing. One process. Throws `GitError`.
 */
export async function containedIn(
  git: Git,
  commonDir: string,
  commits: readonly string[],
  tips: readonly string[],
  signal?: AbortSignal,
): Promise<Set<string>> {
  const contained = new Set<string>();
  if (commits.length === 0 || tips.length === 0) return contained;
  const read = (args: string[], names: readonly string[]) =>
    git.records({ commonDir }, ['rev-list', '--ignore-missing', ...args], {
      signal,
      stdin: names.map(name => `${name}\n`).join(''),
    });
  const asked = new Set(commits);
  for await (const commit of read(['--no-walk', '--stdin'], commits)) contained.add(commit);
  for await (const commit of read(['--stdin'], [...commits, ...tips.map(tip => `^${tip}`)])) {
    if (asked.has(commit)) contained.delete(commit);
  }
  return contained;
}
