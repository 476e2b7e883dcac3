import type { FigureFacts } from '../insight/figures/facts.ts';
import type { Instant } from '../model/records.ts';
import { matureOf } from './badgeCounts.ts';
import type { KeptFigureSessions, SessionSources } from './figureSessions.ts';
import type { PieceFinding, RepositoryFinding } from './findingTypes.ts';

export interface FigureSources extends SessionSources {
  readonly pieces: readonly PieceFinding[];
  readonly repositories: readonly RepositoryFinding[];
  /** From the report before. */
  readonly kept: KeptFigureSessions;
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** What figures are made of, from findings and use. */
export function figureFacts(sources: FigureSources): FigureFacts {
  const { pieces, repositories, kept, now, since, until } = sources;
  const { sessions, changed } = kept.refresh(sources);
  // Where anything ever was seen in production, what is not yet may come there.
  const deploying = new Set(
    repositories.flatMap(({ repository, events }) =>
      events.some(({ kind }) => kind === 'deployment') ? [repository] : [],
    ),
  );
  const mature = matureOf(repositories);
  return { sessions, changed, pieces, mature, cloneOf: clones(repositories), deploying, now, since, until };
}

/** Those with the same remote are one; the first that was seen stands for all. */
function clones(repositories: readonly RepositoryFinding[]): Map<number, number> {
  const first = new Map<string, number>();
  const cloneOf = new Map<number, number>();
  const oldestFirst = repositories.toSorted((a, b) => a.repository - b.repository);
  for (const { repository, remoteIdentity: identity = null } of oldestFirst) {
    if (identity === null) continue;
    const known = first.get(identity);
    if (known === undefined) first.set(identity, repository);
    else cloneOf.set(repository, known);
  }
  return cloneOf;
}
