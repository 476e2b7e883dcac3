import { OPEN } from '../model/outcome.ts';
import type { ActKind } from '../model/records.ts';
import type { Evidence, PieceReport, PieceSession, Restated } from '../model/report.ts';
import { addCounts } from '../model/tokens.ts';
import type { Families } from './families.ts';
import type { PieceFinding, RestatedFinding, SessionFinding } from './findingTypes.ts';
import { iso } from './isoTime.ts';
import type { NextSteps } from './piecePullRequests.ts';
import { UseTally } from './useTally.ts';

export interface PieceReportFacts {
  readonly pieces: readonly (PieceFinding & RestatedFinding)[];
  readonly families: Families;
  /** By session: what was found of it. */
  readonly findings: ReadonlyMap<number, SessionFinding>;
  /** By session: its use in the window, and all of its use. */
  readonly inWindow: ReadonlyMap<number, { readonly tally: UseTally }>;
  readonly ever: ReadonlyMap<number, { readonly tally: UseTally }>;
  /** Those that count as shipped in the window. */
  readonly counted: ReadonlySet<PieceFinding & RestatedFinding>;
  /** Whether the report is of it at all. */
  readonly isSelected: (piece: PieceFinding) => boolean;
  /** Micro-dollars of all use in the window. */
  readonly total: number | null;
  /** By session: its acts. */
  actsOf(session: number): PieceReport['acts'];
  /** By repository: its root. */
  rootOf(repository: number | null): string | null;
}

const MOST_EVIDENCE = 60;

export type Piece = PieceFinding & RestatedFinding;

/** What does not depend on the window. */
type Kept = Omit<PieceReport, 'share' | 'countsAsShipped' | keyof NextSteps>;

/** A piece as it was reported, and what that was made of. */
interface KeptReport {
  readonly from: readonly unknown[];
  readonly report: Kept;
}

/** Kept from one report to the next: what nothing changed of is not made again. */
export class PieceReports {
  #reports = new WeakMap<Piece, KeptReport>();
  /** All pieces, newest first, and the list that was put in order so. */
  #sorted: { readonly from: readonly Piece[]; readonly pieces: readonly Piece[] } = { from: [], pieces: [] };

  /** Pieces with use in the window or that shipped in it, newest first; open ones are shown however old they are. */
  listed({ pieces, counted, inWindow, isSelected }: PieceReportFacts): Piece[] {
    return this.#newestFirst(pieces).filter(
      piece =>
        (OPEN.includes(piece.outcome) ||
          counted.has(piece) ||
          piece.sessions.some(session => inWindow.has(session))) &&
        isSelected(piece),
    );
  }

  of(piece: Piece, facts: PieceReportFacts): Omit<PieceReport, keyof NextSteps> {
    return {
      ...this.#report(piece, facts),
      countsAsShipped: facts.counted.has(piece),
      share: share(microsIn(piece.sessions, facts.inWindow), facts.total),
    };
  }

  #newestFirst(from: readonly Piece[]): readonly Piece[] {
    if (this.#sorted.from !== from) {
      const pieces = from.toSorted((a, b) => (b.lastAt ?? 0) - (a.lastAt ?? 0) || (a.id < b.id ? -1 : 1));
      this.#sorted = { from, pieces };
    }
    return this.#sorted.pieces;
  }

  #report(piece: Piece, facts: PieceReportFacts): Kept {
    const known = this.#reports.get(piece);
    if (known !== undefined && isMadeOf(known.from, piece, facts)) return known.report;
    const report = reportOf(piece, facts);
    this.#reports.set(piece, { from: partsOf(piece, facts), report });
    return report;
  }
}

/** All that a report of a piece is made of, besides the piece itself. */
function partsOf(piece: Piece, facts: PieceReportFacts): unknown[] {
  const parts: unknown[] = [facts.rootOf(piece.repository)];
  for (const id of piece.sessions) {
    parts.push(facts.families.session(id), facts.families.rootOf(id), facts.findings.get(id));
    parts.push(facts.ever.get(id), facts.actsOf(id));
  }
  return parts;
}

/** The same as comparing with `partsOf`, without a list for each of years of pieces. */
function isMadeOf(parts: readonly unknown[], piece: Piece, facts: PieceReportFacts): boolean {
  if (parts[0] !== facts.rootOf(piece.repository)) return false;
  let at = 1;
  for (const id of piece.sessions) {
    if (parts[at] !== facts.families.session(id)) return false;
    if (parts[at + 1] !== facts.families.rootOf(id)) return false;
    if (parts[at + 2] !== facts.findings.get(id)) return false;
    if (parts[at + 3] !== facts.ever.get(id)) return false;
    if (parts[at + 4] !== facts.actsOf(id)) return false;
    at += 5;
  }
  return at === parts.length;
}

function reportOf(piece: Piece, facts: PieceReportFacts): Kept {
  const { id, branch, outcome, confidence, chip, commits, mainCommit, files, lines } = piece;
  return {
    id,
    repo: facts.rootOf(piece.repository),
    branch,
    sessions: piece.sessions.flatMap(session => sessionOf(session, facts)),
    outcome,
    confidence,
    chip,
    restated: restatedIn(piece.restated),
    startedAt: iso(piece.startedAt),
    lastAt: iso(piece.lastAt),
    shippedAt: iso(piece.shippedAt),
    commits,
    mainCommit,
    files,
    lines,
    evidence: evidenceOf(piece, facts),
    acts: actsOf(piece, facts),
    use: sum(piece.sessions, facts.ever).counts(),
  };
}

function sessionOf(id: number, { families, findings }: PieceReportFacts): PieceSession[] {
  const session = families.session(id);
  if (session === undefined || families.rootOf(id) !== id) return [];
  const { startedAt, endedAt } = families.spanOf(id);
  return [
    {
      agent: session.agent,
      id: session.name,
      startedAt: iso(startedAt),
      endedAt: iso(endedAt),
      outcome: findings.get(id)?.outcome ?? 'unclear',
    },
  ];
}

function microsIn(sessions: readonly number[], inWindow: PieceReportFacts['inWindow']): number | null {
  let micros: number | null = null;
  for (const session of sessions) micros = addCounts(micros, inWindow.get(session)?.tally.micros ?? null);
  return micros;
}

export function restatedIn(notes: RestatedFinding['restated']): Restated[] {
  return notes.map(({ from, to, at }) => ({ from, to, at: new Date(at).toISOString() }));
}

function sum(
  sessions: readonly number[],
  tallies: ReadonlyMap<number, { readonly tally: UseTally }>,
): UseTally {
  const total = new UseTally();
  for (const session of sessions) {
    const tally = tallies.get(session);
    if (tally !== undefined) total.join(tally.tally);
  }
  return total;
}

function share(part: number | null, total: number | null): number | null {
  return part === null || total === null || total === 0 ? null : part / total;
}

function evidenceOf(piece: PieceFinding, { findings }: PieceReportFacts): Evidence[] {
  const evidence = piece.sessions.flatMap(session => findings.get(session)?.evidence ?? []);
  return evidence.sort((a, b) => (b.lines ?? 0) - (a.lines ?? 0)).slice(0, MOST_EVIDENCE);
}

function actsOf(piece: PieceFinding, facts: PieceReportFacts): PieceReport['acts'] {
  const counts: Partial<Record<ActKind, number>> = {};
  for (const session of piece.sessions) {
    for (const [act, count] of Object.entries(facts.actsOf(session)) as [ActKind, number][]) {
      counts[act] = (counts[act] ?? 0) + count;
    }
  }
  return counts;
}
