import type { DatabaseSync } from 'node:sqlite';
import { figuresOf } from '../insight/figures/figures.ts';
import { type LinkFacts, type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { QUARTER_MS } from '../ledger/useKey.ts';
import type { Figures } from '../model/figures.ts';
import type { Outcome } from '../model/outcome.ts';
import { OUTCOMES } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { BadgeCounts, OutcomeUse, Report, ReportFilter, SessionReport } from '../model/report.ts';
import { NOTHING_LEFT_OUT } from '../model/rest.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { badgeCounts, countedIn, workCounts } from './badgeCounts.ts';
import { coverageOf, UNTOLD_MODEL } from './coverage.ts';
import type { DamagedLedger } from './damagedLedgers.ts';
import type { Days } from './days.ts';
import { figureFacts } from './figureFacts.ts';
import { iso } from './isoTime.ts';
import { KeptFacts } from './keptFacts.ts';
import { letGo } from './letGo.ts';
import { type NudgeReports, nudgeReports } from './nudgeReports.ts';
import { withNextSteps } from './piecePullRequests.ts';
import { restatedIn } from './pieceReports.ts';
import { repositoryReport } from './repositoryReport.ts';
import { EVERYTHING, Selection } from './selection.ts';
import { isWithin } from './untoldSessions.ts';
import { tallyOf, UseTally } from './useTally.ts';
import { WeekUse } from './weeks.ts';

export interface ReportOptions {
  readonly now: Instant;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly days: Days;
  readonly prices: PriceBook;
  /** See `damagedLedgers`. */
  readonly damaged: readonly DamagedLedger[];
  /** Leaves out what is not of this repository or agent, but in what is of all work: badge and figures of 90 days. */
  readonly filter?: ReportFilter;
  /** Also nudges that are not shown. */
  readonly due?: boolean;
}

/** Draws the whole account up from the ledger, which it only reads. */
export function buildReport(database: DatabaseSync, options: ReportOptions): Report {
  const facts = new KeptFacts(database, options.prices);
  facts.refresh();
  return reportOf(database, facts, options);
}

/** The same from facts that were read. */
export function reportOf(database: DatabaseSync, facts: KeptFacts, options: ReportOptions): Report {
  return {
    ...new ReportBuilder(facts, new SessionReads(database).links(), options).build(),
    ...nudgeReports(database, options),
  };
}

class ReportBuilder {
  readonly #options: ReportOptions;
  readonly #facts: KeptFacts;
  readonly #links: readonly LinkFacts[];
  readonly #selection: Selection;
  readonly #letGo: ReadonlySet<string>;
  readonly #weeks = new WeekUse();
  readonly #total = new UseTally();
  readonly #byAgent = new Map<string, UseTally>();
  readonly #byModel = new Map<string, UseTally>();
  readonly #byDay = new Map<string, UseTally>();
  /** By session, its use in the window. */
  readonly #bySession = new Map<number, { tally: UseTally; models: Set<string> }>();

  constructor(facts: KeptFacts, links: readonly LinkFacts[], options: ReportOptions) {
    this.#facts = facts;
    this.#links = links;
    this.#options = options;
    const { families, repositories, pieces, corrections } = facts;
    this.#selection = new Selection(options.filter ?? EVERYTHING, facts);
    this.#letGo = letGo(pieces, corrections, families, repositories);
  }

  build(): Omit<Report, keyof NudgeReports> {
    const { now, since, until, days } = this.#options;
    const { families, repositories, corrections, sources } = this.#facts;
    this.#addUp();
    for (const root of this.#facts.familyUse.untold) {
      if (this.#selection.has(root) && isWithin(families.spanOf(root), since, until))
        this.#list(root).tally.addUntold();
    }
    const sessions = this.#sessions();
    const counted = this.#selection.of(
      countedIn(this.#facts.pieces, [...repositories.values()], this.#options),
    );
    const found = this.#facts.pieceReports.of({
      pieces: this.#facts.pieces,
      families,
      findings: this.#facts.findings,
      inWindow: this.#bySession,
      ever: this.#facts.familyUse.byRoot,
      actsOf: root => this.#facts.actsOf(root),
      counted: new Set(counted),
      isSelected: piece => this.#selection.hasAny(piece.sessions),
      total: this.#total.micros,
      rootOf: repository => this.#rootOfRepository(repository),
    });
    const pieces = withNextSteps(found, {
      letGo: this.#letGo,
      links: this.#links,
      repositories,
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
      sources,
      usage: {
        total: this.#total.result(),
        byAgent: results(this.#byAgent),
        byModel: results(this.#byModel),
        byDay: results(this.#byDay),
      },
      sessions,
      repos: [...repositories.values()].map(repositoryReport),
      filter: this.#selection.filter,
      choices: this.#selection.choices,
      outcomes: this.#outcomes(),
      weeks: this.#weeks.report(),
      figures: this.#figures(counted.length),
      badge: this.#badge(),
      coverage: coverageOf({
        sources,
        repositories: [...repositories.values()],
        problems: this.#facts.problems,
        refused: this.#facts.refused,
        damaged: this.#options.damaged,
        unpricedModels: [...this.#byModel]
          .filter(([, tally]) => tally.result().unpricedCalls > 0)
          .map(([model]) => model),
        pricesFrom: this.#options.prices.date,
        unclearSessions: sessions.filter(({ outcome }) => outcome === 'unclear').length,
      }),
      corrections: corrections.map(({ id, agent, name, said, target, at }) => {
        return { id, agent, session: name, said, target, at: iso(at) };
      }),
      pieces,
      rest: NOTHING_LEFT_OUT,
    };
  }

  #addUp(): void {
    const { since, until, days } = this.#options;
    const { families, use } = this.#facts;
    for (const [session, sums] of use.within(since, until)) {
      const root = families.rootOf(session);
      if (!this.#selection.has(root)) continue;
      const listed = this.#list(root);
      const outcome = this.#outcomeOf(root);
      const own = new UseTally();
      for (const each of sums) {
        const { model, sum } = each;
        if (model !== null) listed.models.add(model);
        own.add(each);
        tallyOf(this.#byModel, model ?? UNTOLD_MODEL).add(each);
        const day = days.dayOf(sum.quarter * QUARTER_MS);
        tallyOf(this.#byDay, day).add(each);
        this.#weeks.tally(day, outcome).add(each);
      }
      listed.tally.join(own);
      tallyOf(this.#byAgent, this.#facts.agentOf(session)).join(own);
    }
    for (const tally of this.#byAgent.values()) this.#total.join(tally);
  }

  /** Puts a session among those that are listed. */
  #list(root: number): { tally: UseTally; models: Set<string> } {
    const listed = this.#bySession.get(root) ?? { tally: new UseTally(), models: new Set() };
    this.#bySession.set(root, listed);
    return listed;
  }

  /** A session that the collector has not come to yet is unclear, not explored. */
  #outcomeOf(root: number): Outcome {
    return this.#facts.findings.get(root)?.outcome ?? 'unclear';
  }

  #sessions(): SessionReport[] {
    return this.#facts.families.roots
      .filter(session => this.#bySession.has(session.id))
      .sort((a, b) => (b.startedAt ?? 0) - (a.startedAt ?? 0) || (a.name < b.name ? -1 : 1))
      .map(session => this.#session(session, this.#facts.actsOf(session.id)));
  }

  #session(session: SessionFacts, acts: SessionReport['acts']): SessionReport {
    const { tally, models } = this.#bySession.get(session.id)!;
    const finding = this.#facts.findings.get(session.id);
    const span = this.#facts.families.spanOf(session.id);
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

  #outcomes(): Partial<Record<Outcome, OutcomeUse>> {
    const found = Map.groupBy(this.#bySession, ([session]) => this.#outcomeOf(session));
    const outcomes: Partial<Record<Outcome, OutcomeUse>> = {};
    for (const outcome of OUTCOMES) {
      const sessions = found.get(outcome);
      if (sessions === undefined) continue;
      const tally = new UseTally();
      for (const [, each] of sessions) tally.join(each.tally);
      outcomes[outcome] = { sessions: sessions.length, ...tally.counts() };
    }
    return outcomes;
  }

  #figures(shipped: number): Figures {
    const { now, since, until, prices } = this.#options;
    const figures = figuresOf(
      figureFacts({
        families: this.#facts.families,
        findings: this.#facts.findings,
        pieces: this.#facts.pieces,
        repositories: [...this.#facts.repositories.values()],
        inWindow: this.#bySession,
        ever: this.#facts.familyUse.byRoot,
        prices,
        kept: this.#facts.figureSessions,
        now,
        since,
        until,
      }),
      this.#facts.figureMemory,
    );
    return { ...figures, shipped: { ...figures.shipped, window: shipped } };
  }

  #badge(): BadgeCounts {
    const { now, days } = this.#options;
    const { pieces, repositories } = this.#facts;
    return badgeCounts(workCounts(pieces, [...repositories.values()], now, this.#letGo), now, days.timeZone);
  }

  #rootOfRepository(id: number | null): string | null {
    return id === null ? null : (this.#facts.repositories.get(id)?.root ?? null);
  }
}
