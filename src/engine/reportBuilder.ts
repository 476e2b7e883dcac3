import type { DatabaseSync } from 'node:sqlite';
import { figuresOf } from '../insight/figures/figures.ts';
import { type CorrectionRow, Corrections } from '../ledger/corrections.ts';
import { Findings } from '../ledger/findings.ts';
import { type CallFacts, type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import type { Figures } from '../model/figures.ts';
import type { Outcome } from '../model/outcome.ts';
import { OUTCOMES } from '../model/outcome.ts';
import type { ActKind, Instant } from '../model/records.ts';
import type { BadgeCounts, OutcomeUse, Report, SessionReport, SourceReport } from '../model/report.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { badgeCounts, countedIn, workCounts } from './badgeCounts.ts';
import { coverageOf, UNTOLD_MODEL } from './coverage.ts';
import type { DamagedLedger } from './damagedLedgers.ts';
import type { Days } from './days.ts';
import { Families } from './families.ts';
import { figureFacts } from './figureFacts.ts';
import {
  FINDING,
  type PieceFinding,
  type RepositoryFinding,
  type RestatedFinding,
  type SessionFinding,
} from './findingTypes.ts';
import { iso } from './isoTime.ts';
import { type NudgeReports, nudgeReports } from './nudgeReports.ts';
import { pieceReports, restatedIn } from './pieceReports.ts';
import { repositoryReport } from './repositoryReport.ts';
import { isWithin, untoldSessions } from './untoldSessions.ts';
import { tallyOf, UseTally } from './useTally.ts';

export interface ReportOptions {
  readonly now: Instant;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly days: Days;
  readonly prices: PriceBook;
  /** See `damagedLedgers`. */
  readonly damaged: readonly DamagedLedger[];
  /** Also nudges that are not shown. */
  readonly due?: boolean;
}

/** Draws the whole account up from the ledger, which it only reads. */
export function buildReport(database: DatabaseSync, options: ReportOptions): Report {
  return { ...new ReportBuilder(database, options).build(), ...nudgeReports(database, options) };
}

class ReportBuilder {
  readonly #options: ReportOptions;
  readonly #reads: SessionReads;
  readonly #families: Families;
  readonly #sources: readonly SourceReport[];
  readonly #findings: ReadonlyMap<number, SessionFinding & RestatedFinding>;
  readonly #pieces: readonly (PieceFinding & RestatedFinding)[];
  readonly #repositories: ReadonlyMap<number, RepositoryFinding>;
  readonly #problems: readonly string[];
  readonly #refused: ReadonlyMap<string, string>;
  readonly #corrections: readonly CorrectionRow[];
  readonly #cells = new Map<string, Cell>();
  readonly #total = new UseTally();
  readonly #byAgent = new Map<string, UseTally>();
  readonly #byModel = new Map<string, UseTally>();
  readonly #byDay = new Map<string, UseTally>();
  /** By session, all of its use. */
  readonly #ever = new Map<number, UseTally>();
  /** By session, its use in the window. */
  readonly #bySession = new Map<number, { tally: UseTally; models: Set<string> }>();

  constructor(database: DatabaseSync, options: ReportOptions) {
    this.#options = options;
    this.#reads = new SessionReads(database);
    this.#families = new Families(this.#reads.sessions());
    this.#corrections = new Corrections(database).all();
    const findings = new Findings(database);
    this.#sources = [...findings.of<SourceReport>(FINDING.source).values()];
    this.#findings = new Map(
      [...findings.of<SessionFinding & RestatedFinding>(FINDING.session).values()].map(finding => [
        finding.session,
        finding,
      ]),
    );
    this.#refused = findings.of<string>(FINDING.refused);
    this.#problems = [...findings.of<string>(FINDING.problem).values()];
    this.#pieces = [...findings.of<PieceFinding & RestatedFinding>(FINDING.piece).values()];
    this.#repositories = new Map(
      [...findings.of<RepositoryFinding>(FINDING.repository).values()].map(found => [
        found.repository,
        found,
      ]),
    );
  }

  build(): Omit<Report, keyof NudgeReports> {
    const { now, since, until, days } = this.#options;
    for (const call of this.#reads.calls()) {
      const inside = (since === null || call.at >= since) && (until === null || call.at < until);
      this.#book(call, inside ? days.dayOf(call.at) : null);
    }
    for (const cell of this.#cells.values()) this.#spread(cell);
    for (const root of untoldSessions(this.#reads.worked(), this.#families, this.#ever)) {
      tallyOf(this.#ever, root).addUntold();
      if (isWithin(this.#families.spanOf(root), since, until)) this.#list(root).tally.addUntold();
    }
    const acts = this.#acts();
    const sessions = this.#sessions(acts);
    const pieces = pieceReports({
      pieces: this.#pieces,
      families: this.#families,
      findings: this.#findings,
      inWindow: new Map([...this.#bySession].map(([session, { tally }]) => [session, tally])),
      ever: this.#ever,
      acts,
      counted: new Set(countedIn(this.#pieces, [...this.#repositories.values()], this.#options)),
      total: this.#total.micros,
      rootOf: repository => this.#rootOfRepository(repository),
    });
    const results = (tallies: ReadonlyMap<string, UseTally>) =>
      Object.fromEntries(
        [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tally]) => [name, tally.result()]),
      );
    return {
      schema: 1,
      generatedAt: iso(now),
      timeZone: days.timeZone,
      window: { since: iso(since), until: iso(until) },
      sources: this.#sources,
      usage: {
        total: this.#total.result(),
        byAgent: results(this.#byAgent),
        byModel: results(this.#byModel),
        byDay: results(this.#byDay),
      },
      sessions,
      repos: [...this.#repositories.values()].map(repositoryReport),
      outcomes: this.#outcomes(),
      figures: this.#figures(),
      badge: this.#badge(),
      coverage: coverageOf({
        sources: this.#sources,
        repositories: [...this.#repositories.values()],
        problems: this.#problems,
        refused: this.#refused,
        damaged: this.#options.damaged,
        unpricedModels: [...this.#byModel]
          .filter(([, tally]) => tally.result().unpricedCalls > 0)
          .map(([model]) => model),
        pricesFrom: this.#options.prices.date,
        unclearSessions: sessions.filter(({ outcome }) => outcome === 'unclear').length,
      }),
      corrections: this.#corrections.map(({ id, agent, name, said, target, at }) => {
        return { id, agent, session: name, said, target, at: iso(at) };
      }),
      pieces,
    };
  }

  /** Calls are many and cells are few: a call is added up once, a cell to everything that it belongs to. */
  #book(call: CallFacts, day: string | null): void {
    const { session, agent, model } = call;
    const key = `${session}\0${agent}\0${model ?? ''}\0${day ?? ''}`;
    let cell = this.#cells.get(key);
    if (cell === undefined) {
      cell = { session, agent, model, day, tally: new UseTally() };
      this.#cells.set(key, cell);
    }
    const micros = call.loggedCost ?? this.#options.prices.price(model, call.at, call);
    cell.tally.add(call, micros);
  }

  #spread({ session, agent, model, day, tally }: Cell): void {
    const root = this.#families.rootOf(session);
    tallyOf(this.#ever, root).join(tally);
    // Outside the window: only the pieces that it belongs to are told of it.
    if (day === null) return;
    const bySession = this.#list(root);
    if (model !== null) bySession.models.add(model);
    for (const sum of [
      this.#total,
      bySession.tally,
      tallyOf(this.#byAgent, agent),
      tallyOf(this.#byModel, model ?? UNTOLD_MODEL),
      tallyOf(this.#byDay, day),
    ]) {
      sum.join(tally);
    }
  }

  /** Puts a session among those that are listed. */
  #list(root: number): { tally: UseTally; models: Set<string> } {
    const listed = this.#bySession.get(root) ?? { tally: new UseTally(), models: new Set() };
    this.#bySession.set(root, listed);
    return listed;
  }

  /** A session that the collector has not come to yet is unclear, not explored. */
  #outcomeOf(root: number): Outcome {
    return this.#findings.get(root)?.outcome ?? 'unclear';
  }

  #sessions(acts: ReadonlyMap<number, SessionReport['acts']>): SessionReport[] {
    return this.#families.roots
      .filter(session => this.#bySession.has(session.id))
      .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0) || (a.name < b.name ? -1 : 1))
      .map(session => this.#session(session, acts.get(session.id) ?? {}));
  }

  #session(session: SessionFacts, acts: SessionReport['acts']): SessionReport {
    const { tally, models } = this.#bySession.get(session.id)!;
    const finding = this.#findings.get(session.id);
    const span = this.#families.spanOf(session.id);
    const { unpricedCalls: _, ...use } = tally.result();
    return {
      id: session.name,
      agent: session.agent,
      models: [...models].sort(),
      repo: this.#rootOfRepository(finding?.repository ?? null),
      branch: session.branch,
      startedAt: iso(span.startedAt),
      endedAt: iso(span.endedAt),
      ...use,
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

  #acts(): Map<number, Partial<Record<ActKind, number>>> {
    const counts = new Map<number, Partial<Record<ActKind, number>>>();
    for (const { session, act, total } of this.#reads.acts()) {
      const root = this.#families.rootOf(session);
      const of = counts.get(root) ?? {};
      of[act] = (of[act] ?? 0) + total;
      counts.set(root, of);
    }
    return counts;
  }

  #outcomes(): Partial<Record<Outcome, OutcomeUse>> {
    const outcomes: Partial<Record<Outcome, OutcomeUse>> = {};
    for (const outcome of OUTCOMES) {
      const found = [...this.#bySession].filter(([session]) => this.#outcomeOf(session) === outcome);
      if (found.length === 0) continue;
      const tally = new UseTally();
      for (const [, each] of found) tally.join(each.tally);
      outcomes[outcome] = { sessions: found.length, ...tally.counts() };
    }
    return outcomes;
  }

  #figures(): Figures {
    const { now, since, until, prices } = this.#options;
    return figuresOf(
      figureFacts({
        families: this.#families,
        findings: this.#findings,
        pieces: this.#pieces,
        repositories: [...this.#repositories.values()],
        inWindow: this.#bySession,
        ever: this.#ever,
        uses: [...this.#cells.values()],
        prices,
        now,
        since,
        until,
      }),
    );
  }

  #badge(): BadgeCounts {
    const { now, days } = this.#options;
    return badgeCounts(workCounts(this.#pieces, [...this.#repositories.values()], now), now, days.timeZone);
  }

  #rootOfRepository(id: number | null): string | null {
    return id === null ? null : (this.#repositories.get(id)?.root ?? null);
  }
}

/** Use of one session by one model on one day. */
interface Cell {
  readonly session: number;
  readonly agent: string;
  readonly model: string | null;
  /** `null` outside the window. */
  readonly day: string | null;
  readonly tally: UseTally;
}
