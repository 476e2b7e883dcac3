import type { FigureFacts, FigureSession } from '../insight/figures/facts.ts';
import type { Instant } from '../model/records.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { matureOf } from './badgeCounts.ts';
import type { Families } from './families.ts';
import type { PieceFinding, RepositoryFinding, SessionFinding } from './findingTypes.ts';
import type { UseTally } from './useTally.ts';

export interface FigureSources {
  readonly families: Families;
  readonly findings: ReadonlyMap<number, SessionFinding>;
  readonly pieces: readonly PieceFinding[];
  readonly repositories: readonly RepositoryFinding[];
  /** By session: its use in the window, and all of its use. */
  readonly inWindow: ReadonlyMap<number, { readonly tally: UseTally }>;
  readonly ever: ReadonlyMap<number, UseTally>;
  /** All use by session, sub-agents apart, and model. */
  readonly uses: readonly ModelUse[];
  readonly prices: PriceBook;
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
      startedAt: families.spanOf(id).startedAt,
      lastAt: finding.lastEditAt ?? families.spanOf(id).endedAt,
      micros: use?.micros ?? null,
      windowMicros: sources.inWindow.get(id)?.tally.micros ?? null,
      tokens: use?.tokens ?? null,
      price: priceOf(models.get(id) ?? null, sources),
      living: finding.living,
    });
  }
  // Where anything ever was seen in production, what is not yet may come there.
  const deploying = new Set(
    repositories.flatMap(({ repository, events }) =>
      events.some(({ kind }) => kind === 'deployment') ? [repository] : [],
    ),
  );
  return { sessions, pieces, mature: matureOf(repositories), deploying, now, since, until };
}

/** What agents read and write, more or less: nearly all of it is read from cache. */
const MIX = { input: 50_000, cacheRead: 850_000, cacheWrite5m: 80_000, cacheWrite1h: 0, output: 20_000 };

function priceOf(model: string | null, { prices, now }: FigureSources): number {
  return prices.price(model, now, MIX) ?? 1;
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
