import type { Packer } from '../lines/packer.ts';
import type { CommitChange } from '../model/git.ts';
import { diffCommits } from './commitDiffs.ts';
import type { Git } from './run.ts';

/**
 * Each entry of the stash, newest first, with what it holds beyond the commit that it was made on, untracked
 * files included. Entries that are known by the id of their commit are passed over. Throws `GitError`.
 */
export async function stashedChanges(
  git: Git,
  commonDir: string,
  packer: Packer,
  known: (commit: string) => boolean,
  signal?: AbortSignal,
): Promise<CommitChange[]> {
  const entries: { commit: string; untracked: string | null }[] = [];
  // A glob, because a repository without a stash is no error.
  const args = ['log', '-g', '--format=%H %P', '--glob=refs/stas[h]'];
  for await (const line of git.records({ commonDir }, args, { signal })) {
    const [commit = '', , , untracked = null] = line.split(' ');
    if (!known(commit)) entries.push({ commit, untracked });
  }
  const asked = entries.flatMap(({ commit, untracked }) =>
    untracked === null ? [commit] : [commit, untracked],
  );
  const changes = new Map<string, CommitChange>();
  // An entry that cannot be read is missing from what is returned, as one that was dropped.
  const options = { signal, unreadable: () => {} };
  for await (const change of diffCommits(git, { commonDir }, packer, asked, options)) {
    changes.set(change.commit, change);
  }
  return entries.flatMap(({ commit, untracked }) => {
    const change = changes.get(commit);
    if (change === undefined) return [];
    return [{ ...change, files: [...change.files, ...(changes.get(untracked ?? '')?.files ?? [])] }];
  });
}
