import { dirname } from 'node:path';
import { GitError } from '../git/gitError.ts';
import type { Git, Place } from '../git/run.ts';
import { textsBefore } from '../git/textBefore.ts';
import type { BaselineTable } from '../ledger/baselineTable.ts';
import type { EditFacts } from '../ledger/editReads.ts';
import type { Packer } from '../lines/packer.ts';
import type { KnownRepository, Places } from './places.ts';

interface BaselineOptions {
  readonly git: Git;
  readonly packer: Packer;
  readonly places: Places;
  readonly table: BaselineTable;
}

/** Edits of one repository that are asked about in one pass; the newest, for git forgets the oldest first anyway. */
const MOST = 500;

/** Learns from git what whole-file writes that saw nothing wrote over. */
export class Baselines {
  /** Edits that git was asked about, and had no answer for or one that was kept. */
  readonly #asked = new Set<number>();
  readonly #options: BaselineOptions;

  constructor(options: BaselineOptions) {
    this.#options = options;
  }

  /** @returns whether anything is known now that was not. Throws `GitError` `no git`, `stopped`. */
  async learn(
    known: KnownRepository,
    edits: readonly EditFacts[],
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const { git, packer, places, table } = this.#options;
    const unseen = edits
      .filter(({ id, baseline, path }) => {
        if (baseline !== 'unknown' || this.#asked.has(id)) return false;
        // Another worktree may have had another text.
        if (places.isRestricted(dirname(path))) return false;
        const placed = places.locate(path);
        return placed.in === 'repository' && placed.repository === known.id;
      })
      .slice(-MOST);
    if (unseen.length === 0) return false;
    const folders = new Map<string, string>();
    for (const [folder, paths] of places.byWorktree(unseen.map(({ path }) => path)))
      for (const path of paths) folders.set(path, folder);
    let learnt = false;
    for (const [folder, group] of Map.groupBy(unseen, ({ path }) => folders.get(path) ?? null)) {
      // Of a worktree that is gone the main one's history is the best that is left.
      const place: Place = folder === null ? known.identity : { folder };
      const wanted = group.map(({ path, at }) => {
        const placed = places.locate(path);
        return { path: placed.in === 'repository' ? placed.path : path, at };
      });
      try {
        for (const [n, found] of (await textsBefore(git, place, packer, wanted, signal)).entries()) {
          const { id } = group[n]!;
          this.#asked.add(id);
          if (found === null) continue;
          table.put(id, found.commit, found.lines);
          learnt = true;
        }
      } catch (error) {
        if (!(error instanceof GitError) || error.problem === 'no git' || error.problem === 'stopped')
          throw error;
        for (const { id } of group) this.#asked.add(id);
      }
    }
    return learnt;
  }
}
