import { OPEN } from '../model/outcome.ts';
import type { ActKind } from '../model/records.ts';
import type { Evidence, PieceReport, Restated } from '../model/report.ts';
import type { Families } from './families.ts';
import type { PieceFinding, RestatedFinding, SessionFinding } from './findingTypes.ts';
import { iso } from './isoTime.ts';
import { UseTally } from './useTally.ts';

export interface PieceReportFacts {
  readonly pieces: readonly (PieceFinding & RestatedFinding)[];
  readonly families: Families;
  /** By session: what was found of it. */
  readonly findings: ReadonlyMap<number, SessionFinding>;
  /** By session: its use in the window, and all of its use. */
  readonly inWindow: ReadonlyMap<number, UseTally>;
  readonly ever: ReadonlyMap<number, UseTally>;
  readonly acts: ReadonlyMap<number, Partial<Record<ActKind, number>>>;
  /** Those that count as shipped in the window. */
  readonly counted: ReadonlySet<PieceFinding>;
  /** Micro-dollars of all use in the window. */
  readonly total: number | null;
  /** By repository: its root. */
  rootOf(repository: number | null): string | null;
}

const MOST_EVIDENCE = 60;

/** Pieces with use in the window or that shipped in it, newest first; open ones are shown however old they are. */
export function pieceReports(facts: PieceReportFacts): PieceReport[] {
  const sessions = new Map(facts.families.roots.map(session => [session.id, session]));
  return facts.pieces
    .filter(
      piece =>
        piece.sessions.some(id => facts.inWindow.has(id)) ||
        OPEN.includes(piece.outcome) ||
        facts.counted.has(piece),
    )
    .sort((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.id < b.id ? -1 : 1))
    .map(piece => {
      const {
        repository,
        counted: _,
        fresh: _fresh,
        living: _living,
        still: _still,
        left: _left,
        ...rest
      } = piece;
      return {
        ...rest,
        repo: facts.rootOf(repository),
        sessions: piece.sessions.flatMap(id => {
          const session = sessions.get(id);
          return session === undefined ? [] : [{ agent: session.agent, id: session.name }];
        }),
        restated: restatedIn(piece.restated),
        startedAt: iso(piece.startedAt),
        lastAt: iso(piece.lastAt),
        shippedAt: iso(piece.shippedAt),
        evidence: evidenceOf(piece, facts),
        acts: actsOf(piece, facts),
        use: sum(piece.sessions, facts.ever).counts(),
        countsAsShipped: facts.counted.has(piece),
        share: share(sum(piece.sessions, facts.inWindow).micros, facts.total),
      };
    });
}

export function restatedIn(notes: RestatedFinding['restated']): Restated[] {
  return notes.map(({ from, to, at }) => ({ from, to, at: new Date(at).toISOString() }));
}

function sum(sessions: readonly number[], tallies: ReadonlyMap<number, UseTally>): UseTally {
  const total = new UseTally();
  for (const session of sessions) {
    const tally = tallies.get(session);
    if (tally !== undefined) total.join(tally);
  }
  return total;
}

function share(part: number | null, total: number | null): number | null {
  return part === null || total === null || total === 0 ? null : part / total;
}

function evidenceOf(piece: PieceFinding, { findings }: PieceReportFacts): Evidence[] {
  return piece.sessions
    .flatMap(session => findings.get(session)?.evidence ?? [])
    .sort((a, b) => (b.lines ?? 0) - (a.lines ?? 0))
    .slice(0, MOST_EVIDENCE);
}

function actsOf(piece: PieceFinding, { acts }: PieceReportFacts): PieceReport['acts'] {
  const counts: Partial<Record<ActKind, number>> = {};
  for (const session of piece.sessions) {
    for (const [act, count] of Object.entries(acts.get(session) ?? {}) as [ActKind, number][]) {
      counts[act] = (counts[act] ?? 0) + count;
    }
  }
  return counts;
}
