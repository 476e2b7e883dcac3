import type { FigureFacts, FigureSession } from '../insight/figures/facts.ts';
import type { Instant } from '../model/records.ts';
import { matureOf } from './badgeCounts.ts';
import type { Families } from './families.ts';
import type { PieceFinding, RepositoryFinding, SessionFinding } from './findingTypes.ts';
import type { UseTally } from './useTally.ts';

export interface FigureSources {
  readonly families: Families;
  readonly findings: ReadonlyMap<number, SessionFinding>;
  readonly pieces: readonly PieceFinding[];
  readonly repositories: readonly RepositoryFinding[];
  /** By session: all of its use. */
  readonly ever: ReadonlyMap<number, UseTally>;
  /** By session: the model that most of it went to. */
  readonly models: ReadonlyMap<number, string | null>;
  readonly now: Instant;
  readonly since: Instant | null;
  readonly until: Instant | null;
}

/** What figures are made of, from findings and use. */
export function figureFacts(sources: FigureSources): FigureFacts {
  const { families, findings, pieces, repositories, ever, models, now, since, until } = sources;
  const sessions = new Map<number, FigureSession>();
  for (const { id } of families.roots) {
    const finding = findings.get(id);
    if (finding === undefined) continue;
    const use = ever.get(id);
    sessions.set(id, {
      id,
      counted: finding.counted,
      lastAt: finding.lastEditAt ?? families.spanOf(id).endedAt,
      micros: use?.micros ?? null,
      tokens: use?.tokens ?? null,
      model: models.get(id) ?? null,
      living: finding.living,
    });
  }
  return { sessions, pieces, mature: matureOf(repositories), now, since, until };
}
