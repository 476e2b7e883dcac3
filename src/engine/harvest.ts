import type { Changes, ListedCommit } from '../git/changes.ts';
import { commitsOnlyOn, firstParentChanges } from '../git/changes.ts';
import { diffCommits } from '../git/commitDiffs.ts';
import { lastHeard } from '../git/lastHeard.ts';
import { readMoves } from '../git/refMoves.ts';
import { snapshotRefs } from '../git/refs.ts';
import type { Git } from '../git/run.ts';
import { shippingRef } from '../git/shippingRef.ts';
import { stashedChanges } from '../git/stash.ts';
import { uncommittedChanges } from '../git/workingTree.ts';
import type { Holding, Stage } from '../insight/attribution.ts';
import type { HistoryStep } from '../insight/rollBack.ts';
import { type Shipping, type Step, shippingTimes } from '../insight/shippingTimes.ts';
import type { GitTables } from '../ledger/gitTables.ts';
import type { Packer } from '../lines/packer.ts';
import type { CommitChange, RefMove, RefSnapshot, RepositoryIdentity } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

import { historyOf } from './shippingHistory.ts';

export interface HarvestOptions {
  readonly git: Git;
  readonly packer: Packer;
  readonly tables: GitTables;
  readonly identity: RepositoryIdentity;
  /** The time of the first edit that could be found here. */
  readonly since: Instant;
  /** Files that sessions edited, relative to a worktree's root. */
  readonly paths: readonly string[];
  readonly now: Instant;
  readonly signal?: AbortSignal;
}

/** What a repository holds now, with what git has told of it before. */
export interface Harvest {
  /** The ledger's number. */
  readonly repository: number;
  readonly commonDir: string;
  readonly root: string;
  /** Of all its worktrees that are there. */
  readonly roots: readonly string[];
  readonly remote: string | null;
  readonly shippingRef: string | null;
  readonly lastHeard: Instant | null;
  readonly moves: readonly RefMove[];
  /** The shipping ref's first-parent history, newest first. */
  readonly steps: readonly Step[];
  /** When each of them arrived. */
  readonly shippings: ReadonlyMap<string, Shipping>;
  /** The same steps as far as they were read, oldest first, with what they changed. */
  readonly history: readonly HistoryStep[];
  /** Steps that a forced update took off the shipping ref, and when that was seen. */
  readonly dropped: ReadonlyMap<string, Instant>;
  /** Steps that a deployment or a release holds. */
  readonly deployed: ReadonlySet<string>;
  /** In the order in which they may be spent. */
  readonly holdings: readonly Holding[];
}

/** Commits that one transaction takes. */
const BATCH = 100;

/** Asks one repository for all that is new, keeps it, and tells what it holds. Throws `GitError`. */
export async function harvest(options: HarvestOptions): Promise<Harvest> {
  const { git, tables, identity, now, signal } = options;
  const snapshot = await snapshotRefs(git, identity, signal);
  const shipping = shippingRef(snapshot, identity.remotes);
  const remote = identity.remotes.find(({ name }) => name === shipping?.remote) ?? null;
  const heard = remote === null ? null : await lastHeard(git, identity, remote, now, signal);
  const ref = shipping?.ref ?? null;
  const repository = tables.putRepository({
    commonDir: identity.commonDir,
    root: rootOf(snapshot, identity),
    remote: remote?.url ?? null,
    remoteIdentity: remote?.identity ?? null,
    shippingRef: ref,
    lastHeard: heard,
    shallow: identity.shallow,
  });
  const seen = tables.refs(repository);
  const previous = seen === null ? null : { at: seen.at, snapshot: { ...snapshot, refs: seen.refs } };
  const moves = await readMoves(git, identity.commonDir, { snapshot, previous, now, ...stoppable(signal) });
  tables.putRefs(repository, { at: now, refs: snapshot.refs }, moves);
  const commits = await readCommits(options, snapshot, ref, repository);
  const holdings = [...commits.holdings, ...(await inWorkingTrees(options, snapshot))];
  const allMoves = tables.moves(repository);
  const shippings = shippingTimes(
    commits.steps,
    allMoves.filter(move => move.ref === ref),
  );
  return {
    repository,
    commonDir: identity.commonDir,
    root: rootOf(snapshot, identity),
    roots: snapshot.worktrees.filter(({ prunable }) => !prunable).map(({ root }) => root),
    remote: remote?.url ?? null,
    shippingRef: ref,
    lastHeard: heard,
    moves: allMoves,
    steps: commits.steps,
    shippings,
    history: historyOf(commits.steps, shippings, commits.changes),
    dropped: new Map(),
    deployed: new Set(),
    holdings,
  };
}

/** The main worktree, by which a person knows the repository; of a bare one its own folder. */
function rootOf(snapshot: RefSnapshot, identity: RepositoryIdentity): string {
  return snapshot.worktrees[0]?.root ?? identity.worktree ?? identity.commonDir;
}

async function readCommits(
  options: HarvestOptions,
  snapshot: RefSnapshot,
  shipping: string | null,
  repository: number,
): Promise<{ steps: Step[]; holdings: Holding[]; changes: ReadonlyMap<string, CommitChange> }> {
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
  if (shipping !== null)
    await keep('shipped', shipping, await firstParentChanges(git, commonDir, packer, shipping, asked));
  const beyond = shipping === null ? [] : [shipping];
  if (tracking.length > 0) {
    await keep(
      'pushed',
      'refs/remotes',
      await commitsOnlyOn(git, commonDir, packer, tracking, beyond, asked),
    );
  }
  if (local.length > 0) {
    await keep(
      'committed',
      'refs/heads',
      await commitsOnlyOn(git, commonDir, packer, local, tracking, asked),
    );
  }
  await readGrams(options, repository);
  const changes = tables.commits(repository);
  const merges = tables.commits(repository, true);
  const steps = lists.find(({ stage }) => stage === 'shipped')?.changes.listed ?? [];
  const holdings = lists.flatMap(list =>
    holdingsOf(list, listed => (ofMergeItself(list.stage, listed) ? merges : changes).get(listed.commit)),
  );
  return { steps: [...steps], holdings, changes };
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
): Promise<void> {
  const wanted = allNames(paths, tables.renames(repository));
  for (const own of [false, true]) {
    const lacking = tables.withoutGrams(repository, wanted, since, own);
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
  return changes.listed
    .flatMap(listed => {
      const { commit } = listed;
      const change = changeOf(listed);
      if (change === undefined) return [];
      // A rebase keeps the author's time, an import may set the committer's back: the later one tells.
      const at = Math.max(change.authoredAt, change.committedAt);
      return [{ stage, ref, commit, at, files: change.files }];
    })
    .reverse();
}

async function inWorkingTrees(options: HarvestOptions, snapshot: RefSnapshot): Promise<Holding[]> {
  const { git, packer, identity, paths, now, signal } = options;
  if (paths.length === 0) return [];
  const holdings: Holding[] = [];
  for (const { root, prunable } of snapshot.worktrees) {
    if (prunable) continue;
    const files = await uncommittedChanges(git, root, packer, paths, signal);
    if (files.length > 0) holdings.push({ stage: 'working', commit: null, ref: root, at: now, files });
  }
  for (const { files } of await stashedChanges(git, identity.commonDir, packer, () => false, signal)) {
    holdings.push({ stage: 'working', commit: null, ref: 'refs/stash', at: now, files });
  }
  return holdings;
}

function stoppable(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
