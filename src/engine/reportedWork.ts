import type { LinkFacts, SessionHead } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { PieceReport, Report, SessionReport } from '../model/report.ts';
import { NOTHING_LEFT_OUT } from '../model/rest.ts';
import { keptPieces, type Rows, restOf } from './cutReport.ts';
import { iso } from './isoTime.ts';
import type { KeptFacts } from './keptFacts.ts';
import { withNextSteps } from './piecePullRequests.ts';
import { type Piece, type PieceReportFacts, restatedIn } from './pieceReports.ts';
import type { PricedSum } from './pricedSum.ts';
import type { Selection } from './selection.ts';
import type { UseTally } from './useTally.ts';

/** Use of a conversation in the window, and the parts that it is made of. */
export interface InWindow {
  readonly tally: UseTally;
  readonly parts: (readonly PricedSum[])[];
}

export interface WorkSources {
  readonly facts: KeptFacts;
  readonly links: readonly LinkFacts[];
  /** Ids of pieces of which a nudge tells. */
  readonly told: ReadonlySet<string | null>;
  /** Ids of pieces: see `letGo`. */
  readonly letGo: ReadonlySet<string>;
  readonly selection: Selection;
  /** By conversation. */
  readonly inWindow: ReadonlyMap<number, InWindow>;
  /** Those that count as shipped in the window. */
  readonly counted: ReadonlySet<Piece>;
  /** Micro-dollars of all use in the window. */
  readonly total: number | null;
  readonly now: Instant;
}

/** Draws up what a report tells of single sessions and pieces. */
export class ReportedWork {
  readonly #sources: WorkSources;

  constructor(sources: WorkSources) {
    this.#sources = sources;
  }

  /**
   * @param sessions conversations with use in the window
   * @param rows only what is in so many of them is drawn up, for of years it takes long; `null` for all
   */
  of(sessions: readonly SessionHead[], rows: Rows | null): Pick<Report, 'pieces' | 'sessions' | 'rest'> {
    const { told, letGo, counted, now } = this.#sources;
    const { families, pieceReports } = this.#sources.facts;
    const facts = this.#pieceFacts();
    const pieces = pieceReports.listed(facts);
    if (rows === null) {
      return {
        pieces: this.#pieces(pieces, facts),
        sessions: this.#sessions(sessions),
        rest: NOTHING_LEFT_OUT,
      };
    }
    const drafts = pieces.map(piece => ({
      piece,
      id: piece.id,
      outcome: piece.outcome,
      letGo: letGo.has(piece.id),
      lastAt: piece.lastAt,
      shippedAt: piece.shippedAt,
      countsAsShipped: counted.has(piece),
    }));
    const date = new Date(now);
    const kept = new Set(keptPieces(drafts, told, rows, date));
    const ids = new Set(Array.from(kept, ({ piece }) => piece.sessions).flat());
    const left = sessions.flatMap(({ id, agent }) =>
      ids.has(id) ? [] : [{ agent, endedAt: families.spanOf(id).endedAt }],
    );
    return {
      pieces: this.#pieces(
        Array.from(kept, ({ piece }) => piece),
        facts,
      ),
      sessions: this.#sessions(sessions.filter(({ id }) => ids.has(id))),
      rest: restOf(
        drafts.filter(draft => !kept.has(draft)),
        left,
        date,
      ),
    };
  }

  #pieceFacts(): PieceReportFacts {
    const { facts, selection, inWindow, counted, total } = this.#sources;
    const { pieces, families, findings, familyUse } = facts;
    return {
      pieces,
      families,
      findings,
      inWindow,
      ever: familyUse.byRoot,
      actsOf: root => facts.actsOf(root),
      counted,
      isSelected: piece => selection.hasAny(piece.sessions),
      total,
      rootOf: repository => this.#rootOfRepository(repository),
    };
  }

  #pieces(pieces: readonly Piece[], facts: PieceReportFacts): PieceReport[] {
    const { links, letGo } = this.#sources;
    const { pieceReports, repositories } = this.#sources.facts;
    return withNextSteps(
      pieces.map(piece => [piece, pieceReports.of(piece, facts)] as const),
      { letGo, links, repositories },
    );
  }

  #sessions(listed: readonly SessionHead[]): SessionReport[] {
    return [...listed]
      .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0) || (a.name < b.name ? -1 : 1))
      .map(session => this.#session(session, this.#sources.facts.actsOf(session.id)));
  }

  #session(session: SessionHead, acts: SessionReport['acts']): SessionReport {
    const { facts, inWindow } = this.#sources;
    const { tally, parts } = inWindow.get(session.id)!;
    const models = new Set(parts.flat().flatMap(({ model }) => model ?? []));
    const finding = facts.findings.get(session.id);
    const span = facts.families.spanOf(session.id);
    const use = tally.result();
    return {
      id: session.name,
      agent: session.agent,
      models: [...models].sort(),
      repo: this.#rootOfRepository(finding?.repository ?? null),
      branch: session.branch,
      startedAt: iso(span.startedAt),
      endedAt: iso(span.endedAt),
      // One by one: years of sessions are copied in no time so.
      calls: use.calls,
      input: use.input,
      cacheRead: use.cacheRead,
      cacheWrite: use.cacheWrite,
      output: use.output,
      reasoning: use.reasoning,
      credits: use.credits,
      costUsd: use.costUsd,
      quality: use.quality,
      files: finding?.files ?? [],
      linesAdded: finding?.linesAdded ?? 0,
      linesRemoved: finding?.linesRemoved ?? 0,
      outcome: finding?.outcome ?? 'unclear',
      confidence: finding?.confidence ?? 'thin',
      chip: finding?.chip ?? null,
      corrected: finding?.said ?? null,
      restated: restatedIn(finding?.restated ?? []),
      shipped: finding?.shipped ?? { low: 0, mid: 0, high: 0 },
      evidence: finding?.evidence ?? [],
      acts,
    };
  }

  #rootOfRepository(id: number | null): string | null {
    return id === null ? null : (this.#sources.facts.repositories.get(id)?.root ?? null);
  }
}
