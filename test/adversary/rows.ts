import { workCounts } from '../../src/engine/badgeCounts.ts';
import type { PieceFinding, RepositoryFinding } from '../../src/engine/findingTypes.ts';
import type { FigurePiece, FigureSession } from '../../src/insight/figures/facts.ts';
import type { PieceFacts } from '../../src/insight/nudges/facts.ts';
import type { Standing } from '../../src/insight/standing.ts';
import type { Figures } from '../../src/model/figures.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import type { OutcomeUse, Report } from '../../src/model/report.ts';
import type { Summary } from '../../src/model/summary.ts';
import { SUMMARY } from '../badge/summary.ts';
import { pieceOf, READY, use } from '../panel/sample.ts';
import { DAY, type World } from './world.ts';

export interface WorldPiece extends FigurePiece {
  readonly lastAt: number;
  readonly standing: Standing;
}

/** What the badge is drawn from, by the engine's own counting. */
export function summaryOfRows(world: World, pieces: readonly WorldPiece[], now: number): Summary {
  const found = pieces.map(piece => ({ ...piece, outcome: piece.counted }) as unknown as PieceFinding);
  const repositories = [...world.mature].map(
    repository => ({ repository, mature: true, toPush: 0 }) as unknown as RepositoryFinding,
  );
  const { shipped, open, pushed, shippedAt } = workCounts(found, repositories, now, new Set());
  const week = world.sessions.filter(({ at, lasted }) => at + lasted >= now - 7 * DAY);
  return {
    ...SUMMARY,
    pushed,
    shippedAt,
    openPieces: open,
    shippedLast7Days: shipped,
    callsLast7Days: week.length,
    tokensLast7Days: week.reduce((sum, { tokens }) => sum + tokens, 0),
    collectorAlive: null,
  };
}

/** As much of a report as texts are made of. */
export function reportOfRows(
  figures: Figures,
  sessions: readonly FigureSession[],
  pieces: readonly WorldPiece[],
  counted: readonly FigurePiece[],
  since: number,
): Report {
  const sample = READY.report as unknown as Report;
  const outcomes: Partial<Record<Outcome, OutcomeUse>> = {};
  let total = 0;
  for (const { counted: outcome, windowMicros } of sessions) {
    if (windowMicros === null) continue;
    const usd = windowMicros / 1e6;
    total += usd;
    const known = outcomes[outcome];
    outcomes[outcome] = { ...use(0, (known?.costUsd ?? 0) + usd), sessions: (known?.sessions ?? 0) + 1 };
  }
  const isCounted = new Set(counted.map(({ id }) => id));
  return {
    ...sample,
    figures,
    outcomes,
    usage: { ...sample.usage, total: { ...sample.usage.total, costUsd: total } },
    window: { since: new Date(since).toISOString(), until: null },
    pieces: pieces.map(piece =>
      pieceOf(piece.id, 0, use(0, 0), {
        outcome: piece.counted,
        lastAt: new Date(piece.lastAt).toISOString(),
        shippedAt: piece.shippedAt === null ? null : new Date(piece.shippedAt).toISOString(),
        countsAsShipped: isCounted.has(piece.id),
      }),
    ),
  };
}

/** As much as tells whether a piece held. */
export function nudgeFacts(piece: WorldPiece, now: number): PieceFacts {
  const { id, counted, shippedAt, lastAt, standing, living } = piece;
  return {
    id,
    repo: null,
    branch: null,
    sessions: [],
    outcome: counted,
    confidence: 'solid',
    lastAt,
    lines: standing.shipped,
    files: [],
    waiting: [],
    trees: [],
    reviewSince: null,
    shippedAt,
    mainCommit: null,
    standing: { shipped: standing.shipped, gone: standing.lost + standing.rolledBack },
    living,
    takenOut: null,
    lastHeard: now,
  };
}
