import type { Instant } from '../model/records.ts';
import type { Git } from './run.ts';

export interface Writers {
  /** Addresses of authors, in lower case. */
  readonly authors: ReadonlySet<string>;
  readonly committedAt: readonly Instant[];
}

/** Older commits than so many tell nothing more. */
const MOST_COMMITS = 2000;

/** Who wrote the newest commits of a ref, and when; the repository's mailmap is heeded. Throws `GitError`. */
export async function readWriters(
  git: Git,
  commonDir: string,
  ref: string,
  signal?: AbortSignal,
): Promise<Writers> {
  const authors = new Set<string>();
  const committedAt: Instant[] = [];
  const args = ['log', `--max-count=${MOST_COMMITS}`, '--format=%ct %aE', '--end-of-options', ref, '--'];
  for await (const line of git.records({ commonDir }, args, { signal })) {
    const space = line.indexOf(' ');
    committedAt.push(Number(line.slice(0, space)) * 1000);
    authors.add(line.slice(space + 1).toLowerCase());
  }
  return { authors, committedAt };
}
