import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Corrections } from '../ledger/corrections.ts';
import { Findings } from '../ledger/findings.ts';
import { Nudges } from '../ledger/nudges.ts';
import { ProductionWords } from '../ledger/productionWords.ts';
import { SessionReads } from '../ledger/sessionReads.ts';
import { quarterStart } from '../ledger/useKey.ts';
import { placeKey } from '../model/placeKey.ts';
import type { Instant } from '../model/records.ts';
import type { SourceReport } from '../model/report.ts';
import type { Phase, PlaceSummary, ReadingProgress, Summary } from '../model/summary.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { workCounts } from './badgeCounts.ts';
import { Families } from './families.ts';
import { FINDING, type PieceFinding, type RepositoryFinding } from './findingTypes.ts';
import { KeptUse } from './keptUse.ts';
import { letGo } from './letGo.ts';
import { UseTally } from './useTally.ts';

const WEEK = 7 * 86_400_000;

export interface SummaryOptions {
  readonly now: Instant;
  readonly machine: string;
  readonly phase: Phase;
  readonly progress: ReadingProgress | null;
  readonly prices: PriceBook;
}

/** The little that a badge needs, from the ledger as it stands. */
export function buildSummary(database: DatabaseSync, options: SummaryOptions): Summary {
  const { now } = options;
  const findings = new Findings(database);
  const pieces = [...findings.of<PieceFinding>(FINDING.piece).values()];
  const repositories = [...findings.of<RepositoryFinding>(FINDING.repository).values()];
  const sources = [...findings.of<SourceReport>(FINDING.source).values()];
  const corrections = new Corrections(database);
  const families = new Families(new SessionReads(database).sessions());
  const homes = new Map(repositories.map(each => [each.repository, each]));
  const gone = letGo(pieces, corrections.all(), families, homes);
  const counts = workCounts(pieces, repositories, now, gone);
  const week = useOfTheWeek(database, sources, options);
  const nudges = new Nudges(database);
  const newest = nudges.open().at(-1);
  const read = sources.some(({ status }) => status === 'read');
  return {
    schema: 1,
    generatedAt: new Date(now).toISOString(),
    machine: options.machine,
    phase: options.phase,
    progress: options.progress,
    toPush: read ? counts.toPush : null,
    pushed: counts.pushed,
    shippedAt: counts.shippedAt,
    openPieces: read ? counts.open : null,
    shippedLast7Days: read ? counts.shipped : null,
    ...week,
    places: placesOf(pieces, repositories, now, gone),
    unreadableSources: sources.filter(({ status }) => status === 'unreadable').map(({ agent }) => agent),
    gitMissing: findings.of<string>(FINDING.problem).has('no git'),
    corrections: corrections.count() + new ProductionWords(database).count(),
    findings: stateOf(findings, sources),
    nudge: newest === undefined ? null : { id: newest.id, kind: newest.kind },
    nudges: nudges.count(),
    collectorAlive: new Date(now).toISOString(),
  };
}

/** A database of an agent's grows by what is none of ours, so that the size of sources says nothing. */
function stateOf(findings: Findings, sources: readonly SourceReport[]): string {
  const told = JSON.stringify(sources.map(({ bytes: _, ...rest }) => rest));
  return `${findings.stateWithout(FINDING.source)} ${createHash('sha256').update(told).digest('hex').slice(0, 12)}`;
}

/** Of so many repositories a window is told at most; the newest work comes first. */
const MOST_PLACES = 30;
const MOST_ROOTS = 8;

function placesOf(
  pieces: readonly PieceFinding[],
  repositories: readonly RepositoryFinding[],
  now: Instant,
  gone: ReadonlySet<string>,
): PlaceSummary[] {
  const places = repositories.flatMap(repository => {
    const here = pieces.filter(piece => piece.repository === repository.repository);
    const { toPush, pushed, shippedAt, open } = workCounts(here, [repository], now, gone);
    const recent = shippedAt !== null && now - Date.parse(shippedAt) < WEEK;
    if (toPush === 0 && open === 0 && !recent) return [];
    const keys = [...new Set([repository.root, ...repository.roots])].slice(0, MOST_ROOTS).map(placeKey);
    const lastAt = Math.max(...here.map(piece => piece.lastAt ?? 0), 0);
    return [{ lastAt, place: { keys, toPush, pushed, shippedAt, openPieces: open } }];
  });
  return places
    .sort((a, b) => b.lastAt - a.lastAt)
    .slice(0, MOST_PLACES)
    .map(({ place }) => place);
}

/** No share of it is told: of a week alone nobody can say what more of it than usual went into nothing. */
function useOfTheWeek(
  database: DatabaseSync,
  sources: readonly SourceReport[],
  { now, prices }: SummaryOptions,
): Pick<Summary, 'callsLast7Days' | 'tokensLast7Days'> {
  if (!sources.some(({ status }) => status === 'read'))
    return { callsLast7Days: null, tokensLast7Days: null };
  // Sums are of quarters of an hour: a week that begins with one is read without single calls.
  const since = quarterStart(now - WEEK);
  const use = new KeptUse(database, prices, since);
  use.refresh(null);
  const all = new UseTally();
  for (const [, { tally }] of use.within(since, null)) all.join(tally);
  const { calls, input, cacheRead, cacheWrite, output } = all.result();
  const parts = [input, cacheRead, cacheWrite, output].filter(part => part !== null);
  return {
    callsLast7Days: calls,
    tokensLast7Days: parts.length === 0 ? null : parts.reduce((sum, part) => sum + part, 0),
  };
}
