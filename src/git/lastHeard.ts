import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Remote, RepositoryIdentity } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { remoteReflogs } from './reflog.ts';
import { remoteIdentity } from './remotes.ts';
import type { Git } from './run.ts';
import { remoteOf } from './shippingRef.ts';

/**
 * When anything last came from a remote or went to it: the newest of its refs' logged moves and of the
 * fetches that left a FETCH_HEAD. `null` when never. Throws `GitError`.
 */
export async function lastHeard(
  git: Git,
  repository: RepositoryIdentity,
  remote: Remote,
  now: Instant,
  signal?: AbortSignal,
): Promise<Instant | null> {
  let newest: Instant | null = null;
  const hear = (at: Instant) => {
    const believable = Math.min(at, now);
    if (newest === null || believable > newest) newest = believable;
  };
  const names = repository.remotes.map(candidate => candidate.name);
  const logs = await remoteReflogs(git, repository.commonDir, signal);
  for (const [ref, lines] of logs) {
    if (remoteOf(ref, names) !== remote.name) continue;
    const symbolic = ref === `refs/remotes/${remote.name}/HEAD`;
    for (const line of lines) {
      if (symbolic ? line.cloned : line.kind === 'push' || line.kind === 'fetch') hear(line.at);
    }
  }
  for (const path of await fetchHeads(repository.commonDir)) {
    const at = await fetchedFrom(path, repository, remote);
    if (at !== null) hear(at);
  }
  return newest;
}

/** Each worktree has its own. */
async function fetchHeads(commonDir: string): Promise<string[]> {
  const linked = await readdir(join(commonDir, 'worktrees')).catch(() => []);
  return [commonDir, ...linked.map(name => join(commonDir, 'worktrees', name))].map(folder =>
    join(folder, 'FETCH_HEAD'),
  );
}

async function fetchedFrom(
  path: string,
  repository: RepositoryIdentity,
  remote: Remote,
): Promise<Instant | null> {
  const found = await Promise.all([readFile(path, 'utf8'), stat(path)]).catch(() => null);
  if (found === null) return null;
  const [text, { mtimeMs }] = found;
  // A fetch that brought no ref leaves it empty, without the address.
  const heard =
    text.trim() === ''
      ? repository.remotes.length === 1
      : await tellsOf(text, remote, repository.worktree ?? repository.commonDir);
  return heard ? Math.floor(mtimeMs) : null;
}

/** Lines read `<id> TAB [not-for-merge] TAB [branch 'x' of ]<address>`, the address without `.git`. */
async function tellsOf(text: string, remote: Remote, base: string): Promise<boolean> {
  const addresses = new Set<string>();
  for (const line of text.split('\n')) {
    const told = line.split('\t').slice(2).join('\t');
    for (let at = 0; at !== -1; at = told.indexOf(' of ', at + 1)) {
      addresses.add(told.slice(at === 0 ? 0 : at + ' of '.length));
    }
  }
  for (const address of addresses) {
    if (address === '') continue;
    for (const form of [address, `${address}.git`]) {
      if ((await remoteIdentity(form, base)) === remote.identity) return true;
    }
  }
  return false;
}
