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
  return { sessions, changed, pieces, mature: matureOf(repositories), deploying, now, since, until };
}
