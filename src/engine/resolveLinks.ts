import { resolveCommits } from '../git/commitIds.ts';
import { type Reach, reachOf } from '../git/published.ts';
import type { Git } from '../git/run.ts';
import type { Stage } from '../insight/attribution.ts';
import type { LinkFacts } from '../ledger/sessionReads.ts';
import type { Harvest } from './harvest.ts';
import type { KnownRepository } from './places.ts';
import type { ResolvedLink } from './resolvedLink.ts';

export interface LinkSearch {
  readonly git: Git;
  readonly links: readonly LinkFacts[];
  readonly harvests: Iterable<Harvest>;
  readonly repositories: readonly KnownRepository[];
  readonly signal: AbortSignal | undefined;
  /** What goes wrong in one repository is noted, or thrown where it concerns all. */
  failed(known: KnownRepository, error: unknown): void;
}

const STAGE_OF: Readonly<Record<Reach, Stage | null>> = {
  shipping: 'shipped',
  remote: 'pushed',
  local: 'committed',
  missing: null,
};

/** Finds the commits that sessions name in the repositories that are known, and how far each has got. */
export async function resolveLinks(search: LinkSearch): Promise<ResolvedLink[]> {
  const { git, repositories, signal } = search;
  const resolved: ResolvedLink[] = [];
  const named = search.links.filter(({ link }) => link === 'commit');
  const open = new Map(named.map(link => [`${link.session} ${link.target}`, link]));
  for (const { repository, shippingRef, history } of search.harvests) {
    if (open.size === 0) break;
    const known = repositories.find(({ id }) => id === repository);
    if (known === undefined) continue;
    const { commonDir } = known.identity;
    const steps = new Set(history.map(({ commit }) => commit));
    const targets = [...open.values()].map(({ target }) => target);
    let ids: ReadonlyMap<string, string>;
    let reach: ReadonlyMap<string, Reach>;
    try {
      ids = await resolveCommits(git, commonDir, targets, signal);
      if (ids.size === 0) continue;
      reach = await reachOf(git, commonDir, [...ids.values()], shippingRef, signal);
    } catch (error) {
      search.failed(known, error);
      continue;
    }
    for (const [key, { session, target }] of open) {
      const commit = ids.get(target);
      if (commit === undefined) continue;
      const stage = STAGE_OF[reach.get(commit) ?? 'missing'];
      resolved.push({
        session,
        repository,
        commit,
        stage,
        step: steps.has(commit) ? commit : null,
        review: false,
      });
      open.delete(key);
    }
  }
  for (const { session } of open.values())
    resolved.push({ session, repository: null, commit: null, stage: null, step: null, review: false });
  return resolved;
}
