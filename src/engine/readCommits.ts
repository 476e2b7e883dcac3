import { type Changes, commitsOnlyOn, firstParentChanges, type ListedCommit } from '../git/changes.ts';
import { diffCommits } from '../git/commitDiffs.ts';
import type { Holding, Stage } from '../insight/attribution.ts';
import type { Step } from '../insight/shippingTimes.ts';
import { type KeptChange, renamesIn, withoutGrams } from '../ledger/keptChanges.ts';
import type { CommitChange, RefSnapshot } from '../model/git.ts';
import { breathing } from './breathing.ts';
import type { HarvestOptions } from './harvestOptions.ts';

/** Commits that one transaction takes. */
const BATCH = 100;

export interface ReadCommits {
  /** Of the first shipping ref, newest first. */
  readonly steps: readonly Step[];
  /** By each further one: its steps that those before it have not. */
  readonly further: ReadonlyMap<string, readonly Step[]>;
  readonly holdings: readonly Holding[];
  readonly changes: ReadonlyMap<string, CommitChange>;
}

/** Reads what is new in the history of shipping refs, of remote branches and of local ones, and keeps it. */
export async function readCommits(
  options: HarvestOptions,
  snapshot: RefSnapshot,
  shipping: readonly string[],
  repository: number,
): Promise<ReadCommits> {
  const { git, packer, tables, identity, since, signal } = options;
  const known = [false, true].map(own => tables.knownCommits(repository, own));
  const edited = new Set(options.paths);
  const asked = {
    since,
    known: (commit: string, own: boolean) => known[Number(own)]!.has(commit),
    keepsGrams: (path: string) => edited.has(path),
    ...(signal === undefined ? {} : { signal }),
  };
  const tracking = [...snapshot.refs.keys()].filter(name => name.startsWith('refs/remotes/'));
  const local = [
    ...[...snapshot.refs.keys()].filter(name => name.startsWith('refs/heads/')),
    ...snapshot.worktrees.flatMap(({ head }) => (head === null ? [] : [head])),
  ];
  const lists: { stage: Stage; ref: string; changes: Changes }[] = [];
  const keep = async (stage: Stage, ref: string, changes: Changes) => {
    const put = (batch: readonly CommitChange[]) => {
      const isOwn = (change: CommitChange) => ofMergeItself(stage, change);
      tables.putCommits(
        repository,
        batch.filter(change => !isOwn(change)),
      );
      tables.putCommits(repository, batch.filter(isOwn), true);
    };
    const batch: CommitChange[] = [];
    for await (const change of changes.fresh) {
      batch.push(change);
      if (batch.length === BATCH) put(batch.splice(0));
    }
    put(batch);
    lists.push({ stage, ref, changes });
  };
  const { commonDir } = identity;
  for (const [at, ref] of shipping.entries()) {
    const before = shipping.slice(0, at);
    await keep('shipped', ref, await firstParentChanges(git, commonDir, packer, ref, asked, before));
  }
  if (tracking.length > 0) {
    await keep(
      'pushed',
      'refs/remotes',
      await commitsOnlyOn(git, commonDir, packer, tracking, shipping, asked),
    );
  }
  if (local.length > 0) {
    await keep(
      'committed',
      'refs/heads',
      await commitsOnlyOn(git, commonDir, packer, local, tracking, asked),
    );
  }
  const breathe = breathing(signal);
  const changes = await tables.commits(repository, false, breathe);
  const merges = await tables.commits(repository, true, breathe);
  await readGrams(options, repository, changes, merges);
  const [first, ...others] = lists.filter(({ stage }) => stage === 'shipped');
  const further = new Map(others.map(list => [list.ref, stepsOf(list.changes.listed, changes)]));
  const holdings = lists.flatMap(list =>
    holdingsOf(list, listed => (ofMergeItself(list.stage, listed) ? merges : changes).get(listed.commit)),
  );
  return {
    steps: first === undefined ? [] : stepsOf(first.changes.listed, changes),
    further,
    holdings,
    changes,
  };
}

/** What is kept of steps, as long as a harvest is: no parents, and an id is the text that its change has already. */
function stepsOf(listed: readonly ListedCommit[], changes: ReadonlyMap<string, KeptChange>): Step[] {
  return listed.map(({ commit, committedAt }) => ({
    commit: changes.get(commit)?.commit ?? commit,
    committedAt,
  }));
}

/** Off the shipping ref a merge holds only what none of its parents has: those are told themselves. */
function ofMergeItself(stage: Stage, { parents }: { readonly parents: readonly string[] }): boolean {
  return stage !== 'shipped' && parents.length > 1;
}

/**
 * Token runs are kept of files that sessions edited. What was read before a session's log told of a file, or
 * before a rename told of its other names, is read again for them.
 */
async function readGrams(
  { git, packer, tables, identity, paths, since, signal }: HarvestOptions,
  repository: number,
  changes: ReadonlyMap<string, KeptChange>,
  merges: ReadonlyMap<string, KeptChange>,
): Promise<void> {
  const wanted = allNames(paths, renamesIn([...changes.values(), ...merges.values()]));
  for (const own of [false, true]) {
    const lacking = withoutGrams(own ? merges : changes, wanted, since);
    const options = {
      signal,
      own,
      // It was read once, and is as damaged as it was then.
      unreadable: () => {},
      keepsGrams: (path: string) => wanted.has(path),
    };
    const batch: CommitChange[] = [];
    for await (const change of diffCommits(git, identity, packer, [...lacking], options)) {
      batch.push(change);
      if (batch.length === BATCH) tables.putGrams(repository, batch.splice(0), own);
    }
    tables.putGrams(repository, batch, own);
  }
}

function allNames(paths: readonly string[], renames: readonly (readonly [string, string])[]): Set<string> {
  const names = new Set(paths);
  for (let before = -1; before !== names.size; ) {
    before = names.size;
    for (const [from, to] of renames) {
      if (names.has(from)) names.add(to);
      else if (names.has(to)) names.add(from);
    }
  }
  return names;
}

function holdingsOf(
  { stage, ref, changes }: { stage: Stage; ref: string; changes: Changes },
  changeOf: (listed: ListedCommit) => CommitChange | undefined,
): Holding[] {
  return changes.listed.flatMap(listed => holdingOf(stage, listed.commit, ref, changeOf(listed))).reverse();
}

/** What of a commit may be found, where it was read. */
export function holdingOf(
  stage: Stage,
  commit: string,
  ref: string,
  change: CommitChange | undefined,
): Holding[] {
  if (change === undefined) return [];
  // A rebase keeps the author's time, an import may set the committer's back: the later one tells.
  const at = Math.max(change.authoredAt, change.committedAt);
  return [{ stage, ref, commit, at, files: change.files }];
}
