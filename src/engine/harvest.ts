import { AUTHORSHIP_NOTES } from '../git/authorshipNotes.ts';
import { fileVerdicts, type Verdict } from '../git/fileVerdicts.ts';
import { lastHeard } from '../git/lastHeard.ts';
import { ownEmail } from '../git/ownEmail.ts';
import { readMoves } from '../git/refMoves.ts';
import { snapshotRefs } from '../git/refs.ts';
import { namedShippingRefs, type ShippingRef, shippingRef } from '../git/shippingRef.ts';
import { stashedChanges } from '../git/stash.ts';
import { uncommittedChanges } from '../git/workingTree.ts';
import { type Holding, STAGES } from '../insight/attribution.ts';
import type { ProductionWord } from '../insight/deployment.ts';
import type { HistoryStep } from '../insight/historyStep.ts';
import { type Shipping, type Step, shippingTimes } from '../insight/shippingTimes.ts';
import type { Arrival, CommitChange, RefMove, RefSnapshot, RepositoryIdentity } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

import { type ArrivalOptions, keepForcedOff, keepPruned, keepShipped, prunedCommits } from './arrivals.ts';
import { type CloudCommit, cloudCommits } from './cloudWork.ts';
import { type Deployed, NOTHING_DEPLOYED, readDeployments } from './deployments.ts';
import type { HarvestOptions } from './harvestOptions.ts';
import { othersCommits } from './othersCommits.ts';
import { holdingOf, type ReadCommits, readCommits } from './readCommits.ts';
import { hasGrownUp } from './repositoryAge.ts';
import { historyOf, mergedReverts } from './shippingHistory.ts';

/** What a repository holds now, with what git has told of it before. */
export interface Harvest {
  /** The ledger's number. */
  readonly repository: number;
  readonly commonDir: string;
  readonly root: string;
  /** Of all its worktrees that are there. */
  readonly roots: readonly string[];
  /** One of those may not be read. */
  readonly hasUnread: boolean;
  readonly remote: string | null;
  /** See `Remote`. */
  readonly remoteIdentity: string | null;
  readonly shippingRef: string | null;
  /** That one and those that the person named, as far as they are there. */
  readonly shippingRefs: readonly string[];
  /** Steps that came to one of the latter, and which. */
  readonly landedOn: ReadonlyMap<string, string>;
  readonly lastHeard: Instant | null;
  readonly moves: readonly RefMove[];
  /** The first-parent history of shipping refs, newest first. */
  readonly steps: readonly Step[];
  /** When each of them arrived. */
  readonly shippings: ReadonlyMap<string, Shipping>;
  /** The same steps as far as they were read, oldest first, with what they changed. */
  readonly history: readonly HistoryStep[];
  /** Steps that a forced update took off the shipping ref, and when that was seen. */
  readonly dropped: ReadonlyMap<string, Instant>;
  /** What of it a deployment or a release holds. */
  readonly deployed: Deployed;
  /** By number of a pull request: the step that brought it. */
  readonly pullRequests: ReadonlyMap<number, string>;
  /** By a trailer's value: the commit that has it. */
  readonly trailers: ReadonlyMap<string, string>;
  /** The time from which on commits were read. */
  readonly since: Instant;
  /** What agents made elsewhere. */
  readonly cloud: readonly CloudCommit[];
  /** It has notes of git-ai. */
  readonly notes: boolean;
  /** See `isMature`. */
  readonly mature: boolean;
  /** In the order in which they may be spent. */
  readonly holdings: readonly Holding[];
  /** What the repository says of files whether their lines count; most are not mentioned. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** Asks one repository for all that is new, keeps it, and tells what it holds. Throws `GitError`. */
export async function harvest(options: HarvestOptions): Promise<Harvest> {
  const { git, tables, identity, now, signal } = options;
  const snapshot = await snapshotRefs(git, identity, signal);
  const before = tables.repositories().find(({ commonDir }) => commonDir === identity.commonDir);
  const shipping = shippingRef(snapshot, identity.remotes, before?.shippingRef ?? null);
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
  options.remotes.update(repository, identity.remotes);
  const seen = tables.refs(repository);
  const previous = seen === null ? null : { at: seen.at, snapshot: { ...snapshot, refs: seen.refs } };
  const moves = await readMoves(git, identity.commonDir, { snapshot, previous, now, ...stoppable(signal) });
  const keeping = { ...options, signal, repository, commonDir: identity.commonDir };
  const names = identity.remotes.map(({ name }) => name);
  await keepPruned(keeping, seen?.refs ?? new Map(), snapshot, names);
  const gone = options.arrivals.of(repository).map(arrival => arrival.ref);
  const all = [...snapshot.refs.keys(), ...gone];
  const named = namedShippingRefs(all, shipping, identity.remotes, options.shippingRefs);
  const shippingRefs = ref === null ? [] : [ref, ...named.filter(name => snapshot.refs.has(name))];
  for (const each of shippingRefs) await keepForcedOff(keeping, each, moves);
  tables.putRefs(repository, { at: now, refs: snapshot.refs }, moves);
  const commits = await readCommits(options, snapshot, shippingRefs, repository);
  const roots = snapshot.worktrees.flatMap(({ root, prunable }) => (prunable ? [] : root));
  const working = await inWorkingTrees(options, roots);
  const allMoves = tables.moves(repository);
  // A shipping ref that is gone, with its remote or for a while, keeps what it had.
  const lastRef = ref ?? tables.repositories().find(({ id }) => id === repository)?.shippingRef ?? null;
  const known = options.arrivals.of(repository);
  const landings: Landing[] = [];
  for (const each of [...(lastRef === null ? [] : [lastRef]), ...named]) {
    const isThere = shippingRefs.includes(each);
    const own = each === lastRef ? commits.steps : (commits.further.get(each) ?? []);
    const steps = isThere ? own : lastSteps(known, each);
    const shippings = shippingTimes(
      steps,
      allMoves.filter(move => move.ref === each),
    );
    const dropped = isThere ? await keepShipped(keeping, each, steps, shippings) : NOTHING;
    landings.push({ ref: each, isThere, steps, shippings, dropped });
  }
  const { steps, shippings, dropped, landedOn } = together(landings);
  const pruned = prunedCommits(known, snapshot, [lastRef ?? '', ...named], now);
  const own = await ownEmail(git, identity.commonDir, signal);
  const isOthers = othersCommits(own, allMoves);
  const holdings = inOrder([
    ...commits.holdings,
    ...landings.flatMap(landing =>
      [
        ...(landing.isThere ? [] : landing.steps.map(({ commit }) => commit).reverse()),
        ...landing.dropped.keys(),
      ].flatMap(commit => holdingOf('shipped', commit, landing.ref, commits.changes.get(commit))),
    ),
    ...[...pruned].flatMap(([commit, branch]) =>
      holdingOf('pushed', commit, branch, commits.changes.get(commit)),
    ),
    ...working,
  ]).map(holding => ({ ...holding, others: isOthers(commits.changes.get(holding.commit ?? '')) }));
  const merged =
    ref === null
      ? new Map()
      : await mergedReverts(git, identity.commonDir, ref, steps, options.since, signal);
  const history = historyOf(steps, shippings, commits.changes, merged);
  return {
    repository,
    commonDir: identity.commonDir,
    root: rootOf(snapshot, identity),
    roots,
    hasUnread: roots.some(root => !git.mayRunIn(root)),
    remote: remote?.url ?? null,
    remoteIdentity: remote?.identity ?? null,
    shippingRef: ref,
    shippingRefs,
    landedOn,
    lastHeard: heard,
    moves: allMoves,
    steps,
    shippings,
    history: history.steps,
    pullRequests: history.pullRequests,
    trailers: trailersIn(commits.changes),
    since: options.since,
    dropped,
    deployed: await deployedOf(
      keeping,
      options.production.of(repository),
      shipping,
      snapshot,
      allMoves,
      steps,
      commits,
    ),
    cloud: cloudCommits({ holdings, shippings, moves: allMoves }, commits.changes, own),
    mature: options.mature || (await hasGrownUp(git, identity.commonDir, shipping, snapshot, signal)),
    notes: snapshot.refs.has(AUTHORSHIP_NOTES),
    holdings,
    verdicts: await fileVerdicts(
      git,
      identity.commonDir,
      roots.find(root => git.mayRunIn(root)) ?? null,
      ref ?? snapshot.worktrees[0]?.head ?? null,
      options.paths,
      signal,
    ),
  };
}

interface Landing {
  readonly ref: string;
  readonly isThere: boolean;
  readonly steps: readonly Step[];
  readonly shippings: ReadonlyMap<string, Shipping>;
  readonly dropped: ReadonlyMap<string, Instant>;
}

const NOTHING: ReadonlyMap<string, Instant> = new Map();

/** What came to any of the shipping refs: a step of several is the first one's. */
function together([first, ...others]: readonly Landing[]) {
  const steps = [...(first?.steps ?? [])];
  const shippings = new Map(first?.shippings);
  const landedOn = new Map<string, string>();
  const known = new Set(steps.map(({ commit }) => commit));
  for (const landing of others) {
    for (const step of landing.steps) {
      if (known.has(step.commit)) continue;
      known.add(step.commit);
      steps.push(step);
      landedOn.set(step.commit, landing.ref);
      const shipping = landing.shippings.get(step.commit);
      if (shipping !== undefined) shippings.set(step.commit, shipping);
    }
  }
  const at = ({ commit, committedAt }: Step) => shippings.get(commit)?.at ?? committedAt;
  if (landedOn.size > 0) steps.sort((a, b) => at(b) - at(a));
  const dropped = new Map([first, ...others].flatMap(landing => [...(landing?.dropped ?? [])]));
  for (const commit of known) dropped.delete(commit);
  return { steps, shippings, dropped, landedOn };
}

/** The main worktree, by which a person knows the repository; of a bare one its own folder. */
function rootOf(snapshot: RefSnapshot, identity: RepositoryIdentity): string {
  return snapshot.worktrees[0]?.root ?? identity.worktree ?? identity.commonDir;
}

function deployedOf(
  { git, commonDir, since, signal }: ArrivalOptions,
  words: readonly ProductionWord[],
  shipping: ShippingRef | null,
  snapshot: RefSnapshot,
  moves: readonly RefMove[],
  steps: readonly Step[],
  { holdings, changes }: ReadCommits,
): Promise<Deployed> | Deployed {
  if (shipping === null || shipping.ref === null) return NOTHING_DEPLOYED;
  return readDeployments({
    git,
    commonDir,
    snapshot,
    remote: shipping.remote,
    shippingRef: shipping.ref,
    since,
    moves,
    steps: steps.map(({ commit }) => commit),
    beside: holdings.flatMap(({ stage, commit }) => (stage === 'pushed' && commit !== null ? [commit] : [])),
    changes,
    words,
    signal,
  });
}

function trailersIn(changes: ReadonlyMap<string, CommitChange>): Map<string, string> {
  const trailers = new Map<string, string>();
  for (const { commit, mentions } of changes.values()) {
    for (const value of mentions.trailers) trailers.set(value, commit);
  }
  return trailers;
}

/** The first-parent history of a ref that is gone, as it was seen to come. */
function lastSteps(known: readonly Arrival[], ref: string | null): Step[] {
  return known
    .filter(arrival => arrival.ref === ref && arrival.goneAt === null)
    .map(({ commit, at }) => ({ commit, committedAt: at }))
    .reverse();
}

/** The furthest stage first; within one as given. */
function inOrder(holdings: readonly Holding[]): Holding[] {
  return [...holdings].sort((a, b) => STAGES.indexOf(a.stage) - STAGES.indexOf(b.stage));
}

async function inWorkingTrees(options: HarvestOptions, roots: readonly string[]): Promise<Holding[]> {
  const { git, packer, identity, paths, now, signal } = options;
  if (paths.length === 0) return [];
  const holdings: Holding[] = [];
  for (const root of roots) {
    if (!git.mayRunIn(root)) continue;
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
