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
  /** The same by session, sub-agents apart, and model. */
  readonly uses: readonly ModelUse[];
  readonly now: Instant;
  readonly since: Instant | null;
  readonly until: Instant | null;
}

export interface ModelUse {
  readonly session: number;
  readonly model: string | null;
  readonly tally: UseTally;
}

/** What figures are made of, from findings and use. */
export function figureFacts(sources: FigureSources): FigureFacts {
  const { families, findings, pieces, repositories, ever, now, since, until } = sources;
  const models = mainModels(sources);
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

/** By session: the model that most of its use went to. */
function mainModels({ families, uses }: FigureSources): Map<number, string | null> {
  const most = new Map<number, { model: string | null; micros: number }>();
  const sums = new Map<string, number>();
  for (const { session, model, tally } of uses) {
    const root = families.rootOf(session);
    const key = `${root} ${model}`;
    const micros = (sums.get(key) ?? 0) + (tally.micros ?? 0);
    sums.set(key, micros);
    if (micros >= (most.get(root)?.micros ?? 0)) most.set(root, { model, micros });
  }
  return new Map([...most].map(([root, { model }]) => [root, model]));
}
