import type { DatabaseSync } from 'node:sqlite';
import { FigureMemory } from '../insight/figures/memory.ts';
import { type CorrectionRow, Corrections } from '../ledger/corrections.ts';
import { ParsedFindings } from '../ledger/parsedFindings.ts';
import { type ProductionWordRow, ProductionWords } from '../ledger/productionWords.ts';
import { SessionNews, type Written } from '../ledger/sessionNews.ts';
import { type SessionHead, SessionReads } from '../ledger/sessionReads.ts';
import { asOfOneMoment } from '../ledger/transaction.ts';
import type { ActKind, AgentId } from '../model/records.ts';
import type { SourceReport } from '../model/report.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { Families } from './families.ts';
import { KeptFamilyUse } from './familyUse.ts';
import { KeptFigureSessions } from './figureSessions.ts';
import {
  FINDING,
  type PieceFinding,
  type RepositoryFinding,
  type RestatedFinding,
  type SessionFinding,
} from './findingTypes.ts';
import { KeptUse } from './keptUse.ts';
import { LatePiece } from './latePiece.ts';
import { LateSession } from './lateSession.ts';
import { PieceReports } from './pieceReports.ts';

export type Acts = Readonly<Partial<Record<ActKind, number>>>;

const NO_ACTS: Acts = {};

/**
 * All that a report is drawn from, as it stands in one ledger. Kept from one report to the next: most of the time of
 * a report went into reading the same years again. Only what was written since is read when asked again.
 */
export class KeptFacts {
  readonly #database: DatabaseSync;
  readonly #news: SessionNews;
  readonly #reads: SessionReads;
  readonly #findings: ParsedFindings;
  readonly #sessions = new Map<number, SessionHead>();
  readonly #worked = new Set<number>();
  readonly #acts = new Map<number, Acts>();
  /** Of conversations with sub-agents, as far as they were asked for. */
  readonly #familyActs = new Map<number, Acts>();
  readonly use: KeptUse;
  readonly familyUse = new KeptFamilyUse();
  readonly figureMemory = new FigureMemory();
  readonly pieceReports = new PieceReports();
  readonly figureSessions = new KeptFigureSessions();
  /** The last change that was read; `null` before the first time, and where a ledger's version has no changes. */
  #change: number | null = null;
  families = new Families<SessionHead>([]);
  findings: ReadonlyMap<number, SessionFinding & RestatedFinding> = new Map();
  repositories: ReadonlyMap<number, RepositoryFinding> = new Map();
  /** Repositories in which sessions worked. */
  workedIn: ReadonlySet<number> = new Set();
  refused: ReadonlyMap<string, string> = new Map();
  corrections: readonly CorrectionRow[] = [];
  /** By repository, what the person said of production in it. */
  production: ReadonlyMap<number, readonly ProductionWordRow[]> = new Map();

  constructor(database: DatabaseSync, prices: PriceBook) {
    this.#database = database;
    this.#news = new SessionNews(database);
    this.#reads = new SessionReads(database);
    this.#findings = new ParsedFindings(database, {
      session: (row, texts) => new LateSession(row, texts),
      piece: (row, texts) => new LatePiece(row, texts),
    });
    this.use = new KeptUse(database, prices);
  }

  /**
   * Reads what is new, as of one moment. What is asked of it later must be asked within the same transaction: most of a
   * finding is read from the ledger only then.
   */
  refresh(): void {
    asOfOneMoment(this.#database, () => this.#read());
  }

  get pieces(): readonly (PieceFinding & RestatedFinding)[] {
    return this.#findings.values(FINDING.piece);
  }

  get sources(): readonly SourceReport[] {
    return this.#findings.values(FINDING.source);
  }

  get problems(): readonly string[] {
    return this.#findings.values(FINDING.problem);
  }

  /** How many acts of each kind a conversation has, its sub-agents' with them. */
  actsOf(root: number): Acts {
    if (this.families.isAlone(root)) return this.#acts.get(root) ?? NO_ACTS;
    const known = this.#familyActs.get(root);
    if (known !== undefined) return known;
    const sum: Partial<Record<ActKind, number>> = {};
    for (const session of this.families.membersOf(root)) {
      for (const [act, total] of Object.entries(this.#acts.get(session) ?? NO_ACTS) as [ActKind, number][])
        sum[act] = (sum[act] ?? 0) + total;
    }
    this.#familyActs.set(root, sum);
    return sum;
  }

  agentOf(session: number): AgentId {
    return this.#sessions.get(session)?.agent ?? '';
  }

  #read(): void {
    const change = this.#news.lastChange();
    const written = this.#change === null ? null : this.#news.writtenSince(this.#change);
    if (this.#findings.refresh(this.#change)) this.#indexFindings();
    this.corrections = new Corrections(this.#database).all();
    this.production = new ProductionWords(this.#database).all();
    const changed = this.use.refresh(written);
    const { families } = this;
    this.#readSessions(written);
    if (written === null || changed === null) this.#note(null);
    else {
      const stale = families === this.families ? new Set<number>() : this.families.otherThan(families);
      for (const session of [...written, ...changed]) stale.add(this.families.rootOf(session));
      this.#note(stale);
    }
    this.#change = change;
  }

  /** @param stale conversations of which something changed; `null` for all */
  #note(stale: ReadonlySet<number> | null): void {
    if (stale?.size === 0) return;
    this.familyUse.refresh(this.families, this.use.all, this.#worked, stale);
    this.figureSessions.note(stale);
  }

  #indexFindings(): void {
    const sessions = this.#findings.values<SessionFinding & RestatedFinding>(FINDING.session);
    this.findings = new Map(sessions.map(finding => [finding.session, finding]));
    this.workedIn = new Set(sessions.flatMap(({ repository }) => repository ?? []));
    this.figureSessions.note(null);
    const repositories = this.#findings.values<RepositoryFinding>(FINDING.repository);
    this.repositories = new Map(repositories.map(found => [found.repository, found]));
    const reasons = this.#findings.values<string>(FINDING.refused);
    this.refused = new Map(this.#findings.names(FINDING.refused).map((name, n) => [name, reasons[n]!]));
  }

  #readSessions(written: Written): void {
    if (written?.size === 0) return;
    this.#familyActs.clear();
    if (written === null) {
      for (const kept of [this.#sessions, this.#worked, this.#acts]) kept.clear();
    }
    for (const session of written ?? []) {
      this.#acts.delete(session);
      this.#worked.delete(session);
    }
    for (const session of this.#news.worked(written)) this.#worked.add(session);
    for (const { session, act, total } of this.#news.acts(written)) {
      this.#acts.set(session, { ...this.#acts.get(session), [act]: total });
    }
    let isApart = written !== null;
    for (const session of this.#reads.heads(written)) {
      this.#sessions.set(session.id, session);
      isApart &&= this.families.take(session);
    }
    if (!isApart) this.families = new Families([...this.#sessions.values()]);
  }
}
