import { eventsOf } from './events.ts';
import type { SessionStudy } from './findings.ts';
import type { RepositoryFinding } from './findingTypes.ts';
import type { Harvest } from './harvest.ts';
import type { KnownRepository } from './places.ts';

export interface RepositoryFacts {
  readonly harvests: readonly Harvest[];
  readonly studies: readonly SessionStudy[];
  /** Repositories that git would not read just now, and why. */
  readonly problems: readonly { readonly known: KnownRepository; readonly problem: string }[];
}

/** What happened in each repository with agents' lines in it. */
export function studyRepositories(facts: RepositoryFacts): RepositoryFinding[] {
  const carrying = { shipped: new Set<string>(), committed: new Set<string>() };
  const held = new Set<string>();
  for (const { attributions } of facts.studies) {
    for (const { stage, commit, weighing } of attributions.flatMap(({ found }) => found)) {
      if (commit === null || weighing === 0) continue;
      held.add(commit);
      if (stage === 'shipped' || stage === 'committed') carrying[stage].add(commit);
    }
  }
  const problems = new Map(facts.problems.map(({ known, problem }) => [known.id, problem]));
  const read = facts.harvests.map((harvest): RepositoryFinding => {
    const { repository, root, roots, remote, remoteIdentity, shippingRef, lastHeard, holdings } = harvest;
    const waiting = holdings.filter(
      ({ stage, commit }) => stage === 'committed' && commit !== null && carrying.committed.has(commit),
    );
    return {
      repository,
      root,
      roots,
      remote,
      remoteIdentity,
      shippingRef,
      lastHeard,
      events: eventsOf(harvest, facts.studies, carrying.shipped),
      cloud: harvest.cloud.filter(({ commit }) => !held.has(commit)),
      // Without a remote there is nowhere to push to.
      toPush: remote === null ? 0 : waiting.length,
      problem: problems.get(repository) ?? null,
      mature: harvest.mature,
      production: harvest.deployed.refs,
    };
  });
  const seen = new Set(read.map(({ repository }) => repository));
  const unread = facts.problems
    .filter(({ known }) => !seen.has(known.id))
    .map(({ known: { id, identity }, problem }): RepositoryFinding => {
      return {
        repository: id,
        root: identity.worktree ?? identity.commonDir,
        roots: identity.worktree === null ? [] : [identity.worktree],
        remote: identity.remotes[0]?.url ?? null,
        remoteIdentity: identity.remotes[0]?.identity ?? null,
        shippingRef: null,
        lastHeard: null,
        events: [],
        cloud: [],
        toPush: 0,
        problem,
        mature: false,
      };
    });
  return [...read, ...unread];
}
