import { commitsOnlyOn } from '../git/changes.ts';
import { containedIn } from '../git/releases.ts';
import type { Git } from '../git/run.ts';
import { remoteOf } from '../git/shippingRef.ts';
import type { Shipping, Step } from '../insight/shippingTimes.ts';
import type { ArrivalTable } from '../ledger/arrivalTable.ts';
import type { GitTables } from '../ledger/gitTables.ts';
import type { Packer } from '../lines/packer.ts';
import type { Arrival, CommitChange, RefMove, RefSnapshot } from '../model/git.ts';
import type { Instant } from '../model/records.ts';

export interface ArrivalOptions {
  readonly git: Git;
  readonly packer: Packer;
  readonly tables: GitTables;
  readonly arrivals: ArrivalTable;
  readonly commonDir: string;
  /** The ledger's number. */
  readonly repository: number;
  readonly since: Instant;
  readonly now: Instant;
  readonly signal: AbortSignal | undefined;
}

const TRACKING = 'refs/remotes/';
/** So long what was on a remote branch counts as pushed after the branch went. */
const PRUNED_COUNTS = 14 * 86_400_000;

/**
 * Keeps what remote branches held that are there no more: git forgets it soon. To be called before what is
 * known of the refs is replaced.
 * @param before full ref name → commit, as they were seen last
 * @param remotes names of those that are still set up: of what another held nobody hears any more, and not to hear
 *   of it does not make it gone
 */
export async function keepPruned(
  options: ArrivalOptions,
  before: ReadonlyMap<string, string>,
  snapshot: RefSnapshot,
  remotes: readonly string[],
): Promise<void> {
  const tracking = [...snapshot.refs.keys()].filter(name => name.startsWith(TRACKING));
  const gone = [...before].filter(([name]) => name.startsWith(TRACKING) && !snapshot.refs.has(name));
  for (const [ref, tip] of gone) {
    const goneAt = remoteOf(ref, remotes) === null ? null : options.now;
    await keepLost(options, { ref, at: options.now, goneAt }, tip, tracking);
  }
}

/** Keeps what forced updates took off the shipping ref, those too that nobody watched. */
export async function keepForcedOff(
  options: ArrivalOptions,
  shippingRef: string,
  moves: readonly RefMove[],
): Promise<void> {
  for (const { ref, from, at, forced } of moves) {
    if (ref !== shippingRef || !forced || from === null) continue;
    await keepLost(options, { ref, at, goneAt: at }, from, [shippingRef]);
  }
}

async function keepLost(
  options: ArrivalOptions,
  lost: Pick<Arrival, 'ref' | 'at' | 'goneAt'>,
  tip: string,
  beyond: readonly string[],
): Promise<void> {
  const { git, packer, tables, arrivals, commonDir, repository, since, signal } = options;
  const known = [false, true].map(own => tables.knownCommits(repository, own));
  const changes = await commitsOnlyOn(git, commonDir, packer, [tip], beyond, {
    since,
    known: (commit, own) => known[Number(own)]!.has(commit),
    ...(signal === undefined ? {} : { signal }),
  });
  const fresh: CommitChange[] = [];
  for await (const change of changes.fresh) fresh.push(change);
  for (const own of [false, true]) {
    tables.putCommits(
      repository,
      fresh.filter(({ parents }) => parents.length > 1 === own),
      own,
    );
  }
  const listed = changes.listed.map(({ commit }) => commit);
  const commits = listed.length > 0 ? listed : await remembered(options, tip, beyond);
  arrivals.put(
    repository,
    commits.map(commit => ({
      ...lost,
      commit,
      source: 'ref',
      forced: false,
      actor: null,
      backfilled: false,
    })),
  );
}

/** Where git has tidied the branch's commits away already: those that were read while they were there. */
async function remembered(
  { git, tables, commonDir, repository, signal }: ArrivalOptions,
  tip: string,
  tracking: readonly string[],
): Promise<string[]> {
  const parentsOf = tables.parents(repository);
  const found = new Set<string>();
  const open = [tip];
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    const parents = parentsOf.get(commit);
    if (parents === undefined || found.has(commit)) continue;
    found.add(commit);
    open.push(...parents);
  }
  const held = await containedIn(git, commonDir, [...found], tracking, signal);
  return [...found].filter(commit => !held.has(commit));
}

/** Commits of remote branches that went a short while ago, and the branch of each. */
export function prunedCommits(
  known: readonly Arrival[],
  snapshot: RefSnapshot,
  shippingRefs: readonly string[],
  now: Instant,
): Map<string, string> {
  const pruned = known.filter(
    ({ ref, goneAt }) =>
      !shippingRefs.includes(ref) &&
      !snapshot.refs.has(ref) &&
      (goneAt === null || now - goneAt < PRUNED_COUNTS),
  );
  return new Map(pruned.map(({ commit, ref }) => [commit, ref]));
}

/**
 * Keeps when each step came to the shipping ref, and tells which of those that once came are on it no more.
 * @param steps as the ref has them now
 */
export async function keepShipped(
  options: ArrivalOptions,
  ref: string,
  steps: readonly Step[],
  shippings: ReadonlyMap<string, Shipping>,
): Promise<Map<string, Instant>> {
  const { git, arrivals, commonDir, repository, now, signal } = options;
  const known = arrivals.of(repository).filter(arrival => arrival.ref === ref);
  const before = new Set(known.map(({ commit }) => commit));
  const fresh = steps.filter(({ commit }) => !before.has(commit));
  arrivals.put(
    repository,
    fresh.map(step => arrivalOf(ref, step, shippings.get(step.commit))),
  );
  const here = new Set(steps.map(({ commit }) => commit));
  const elsewhere = known.filter(({ commit }) => !here.has(commit)).map(({ commit }) => commit);
  // What another way of merging moved off the first parents is still on the ref.
  const held = await containedIn(git, commonDir, elsewhere, [ref], signal);
  const dropped = new Map<string, Instant>();
  for (const { commit, goneAt } of known) {
    if (!here.has(commit) && !held.has(commit)) dropped.set(commit, goneAt ?? now);
  }
  const newlyGone = known.filter(({ commit, goneAt }) => goneAt === null && dropped.has(commit));
  const back = known.filter(({ commit, goneAt }) => goneAt !== null && !dropped.has(commit));
  const commitsOf = (list: readonly Arrival[]) => list.map(({ commit }) => commit);
  arrivals.setGone(repository, ref, commitsOf(newlyGone), now);
  arrivals.setGone(repository, ref, commitsOf(back), null);
  return dropped;
}

function arrivalOf(ref: string, step: Step, shipping: Shipping | undefined): Arrival {
  const move = shipping?.move ?? null;
  return {
    ref,
    commit: step.commit,
    at: shipping?.at ?? step.committedAt,
    source: move === null ? 'commit' : move.logged ? 'reflog' : 'ref',
    forced: move?.forced ?? false,
    actor: move?.actor ?? null,
    backfilled: move?.backfilled ?? true,
    goneAt: null,
  };
}
