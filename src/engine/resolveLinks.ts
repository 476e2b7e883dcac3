import { broughtBy } from '../git/broughtBy.ts';
import { resolveCommits } from '../git/commitIds.ts';
import { type Reach, reachOf } from '../git/published.ts';
import { pullRequestAddress } from '../git/pullRequestAddress.ts';
import type { Git } from '../git/run.ts';
import type { Stage } from '../insight/attribution.ts';
import type { CorrectionRow } from '../ledger/corrections.ts';
import type { LinkFacts } from '../ledger/sessionReads.ts';
import type { Harvest } from './harvest.ts';
import type { KnownRepository } from './places.ts';
import type { ResolvedLink } from './resolvedLink.ts';

export interface LinkSearch {
  readonly git: Git;
  readonly links: readonly LinkFacts[];
  readonly harvests: readonly Harvest[];
  readonly repositories: readonly KnownRepository[];
  readonly signal: AbortSignal | undefined;
  /** What goes wrong in one repository is noted, or thrown where it concerns all. */
  failed(known: KnownRepository, error: unknown): void;
}

export interface ResolvedLinks {
  readonly links: readonly ResolvedLink[];
  /** Sessions that name a commit, a trailer or a pull request of which no commit was found. */
  readonly missing: readonly number[];
}

const STAGE_OF: Readonly<Record<Reach, Stage | null>> = {
  shipping: 'shipped',
  remote: 'pushed',
  local: 'committed',
  missing: null,
};

/**
 * Finds the commits and pull requests that sessions name in the repositories that are known, and how far each has
 * got. A trailer stands for the commit that has it.
 */
export async function resolveLinks(search: LinkSearch): Promise<ResolvedLinks> {
  const found = new Map<string, ResolvedLink>();
  const open = new Map<string, LinkFacts>(
    search.links
      .filter(({ link }) => link !== 'pull request')
      .map(link => [`${link.session} ${link.target}`, link] as const),
  );
  const named = [...open.keys()];
  for (const harvest of search.harvests) {
    if (open.size === 0) break;
    const known = search.repositories.find(({ id }) => id === harvest.repository);
    if (known === undefined) continue;
    try {
      for (const [key, link] of await resolveIn(harvest, known, open, search)) {
        found.set(key, link);
        open.delete(key);
      }
    } catch (error) {
      search.failed(known, error);
    }
  }
  // As they were named, in whatever order repositories were read.
  const resolved = named.flatMap(key => found.get(key) ?? []);
  for (const link of open.values()) {
    // A trailer of which no commit is known says nothing that the session's other acts do not.
    if (link.link === 'commit') resolved.push({ ...NOWHERE, session: link.session, left: isLeft(link) });
  }
  const reviews = pullRequests(search);
  const missing = [...open.values(), ...reviews.filter(({ step }) => step === null)];
  return { links: [...resolved, ...reviews], missing: missing.map(({ session }) => session) };
}

const NOWHERE = { repository: null, commit: null, stage: null, step: null, review: false } as const;

async function resolveIn(
  { repository, shippingRefs, history, trailers, since }: Harvest,
  known: KnownRepository,
  open: ReadonlyMap<string, LinkFacts>,
  { git, signal }: LinkSearch,
): Promise<[key: string, link: ResolvedLink][]> {
  const { commonDir } = known.identity;
  const asked = new Map(
    [...open].flatMap(([key, { link, target }]) => {
      const named = link === 'trailer' ? trailers.get(target) : target;
      return named === undefined ? [] : [[key, named] as const];
    }),
  );
  const ids = await resolveCommits(git, commonDir, asked.values(), signal);
  if (ids.size === 0) return [];
  const reach = await reachOf(git, commonDir, [...ids.values()], shippingRefs, signal);
  const steps = new Set(history.map(({ commit }) => commit));
  const inside = [...reach].filter(([commit, at]) => at === 'shipping' && !steps.has(commit));
  const brought = new Map<string, string>();
  for (const ref of shippingRefs) {
    const left = inside.map(([commit]) => commit).filter(commit => !brought.has(commit));
    for (const [commit, step] of await broughtBy(git, commonDir, ref, left, since, signal))
      if (steps.has(step)) brought.set(commit, step);
  }
  return [...asked].flatMap(([key, named]): [string, ResolvedLink][] => {
    const commit = ids.get(named);
    if (commit === undefined) return [];
    const step = steps.has(commit) ? commit : (brought.get(commit) ?? null);
    const stage = STAGE_OF[reach.get(commit) ?? 'missing'];
    const link = open.get(key)!;
    const { session } = link;
    return [[key, { session, repository, commit, stage, step, review: false, left: isLeft(link) }]];
  });
}

/** Of a trailer the log tells no more than its value: which commit has it is told by the commit. */
function isLeft({ link, toldBy }: LinkFacts): boolean {
  return link === 'trailer' || toldBy === 'repository';
}

/** A pull request has been pushed, wherever it is; it has shipped where a step of a shipping ref says that it is it. */
function pullRequests({ links, harvests, repositories }: LinkSearch): ResolvedLink[] {
  return links
    .filter(({ link }) => link === 'pull request')
    .flatMap(({ session, target }): ResolvedLink[] => {
      const address = pullRequestAddress(target);
      if (address === null) return [];
      const known = repositories.find(({ identity }) =>
        identity.remotes.some(remote => remote.identity === address.repository),
      );
      const harvest = harvests.find(({ repository }) => repository === known?.id);
      const step = harvest?.pullRequests.get(address.number) ?? null;
      const stage = step === null ? 'pushed' : 'shipped';
      return [
        { session, repository: known?.id ?? null, commit: step, stage, step, review: true, left: false },
      ];
    });
}

/** A commit that the person linked to a session is looked for like one that its log names. */
export function linksSaid(sayings: readonly CorrectionRow[]): LinkFacts[] {
  return sayings.flatMap(({ session, said, target, at }) =>
    said === 'link' && target !== null
      ? [{ session, link: 'commit' as const, target, at, toldBy: null }]
      : [],
  );
}
