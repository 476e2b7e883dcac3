import { GitError } from '../git/gitError.ts';
import { standingOf } from '../git/ignored.ts';
import type { Git } from '../git/run.ts';
import type { Places } from './places.ts';

/** Learns which edited files git does not look after, although they lie in a worktree. */
export class IgnoredFiles {
  readonly #git: Git;
  readonly #places: Places;
  /** Files that git was asked about. */
  readonly #asked = new Set<string>();

  constructor(git: Git, places: Places) {
    this.#git = git;
    this.#places = places;
  }

  /**
   * Asks about each file once. Throws `GitError` `no git`, `stopped`.
   * @param again about all of them
   */
  async learn(paths: Iterable<string>, again: boolean, signal: AbortSignal | undefined): Promise<void> {
    if (again) this.#asked.clear();
    const fresh = new Set([...paths].filter(path => !this.#asked.has(path)));
    for (const [worktree, inside] of this.#places.byWorktree(fresh)) {
      try {
        const standing = await standingOf(this.#git, worktree, inside, signal);
        this.#places.ignore(inside.filter(path => standing.get(path) === 'ignored'));
      } catch (error) {
        if (!(error instanceof GitError) || error.problem === 'no git' || error.problem === 'stopped')
          throw error;
      }
    }
    for (const path of fresh) this.#asked.add(path);
  }
}
