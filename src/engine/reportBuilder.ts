import type { DatabaseSync } from 'node:sqlite';
import { figuresOf } from '../insight/figures/figures.ts';
import { type LinkFacts, SessionReads } from '../ledger/sessionReads.ts';
import { asOfOneMoment } from '../ledger/transaction.ts';
import { QUARTER_MS } from '../ledger/useKey.ts';
import type { Figures } from '../model/figures.ts';
import type { Outcome } from '../model/outcome.ts';
import { OUTCOMES } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { BadgeCounts, OutcomeUse, Report, ReportFilter } from '../model/report.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { badgeCounts, countedIn, workCounts } from './badgeCounts.ts';
import { coverageOf, UNTOLD_MODEL } from './coverage.ts';
import type { Rows } from './cutReport.ts';
import type { DamagedLedger } from './damagedLedgers.ts';
import type { Days } from './days.ts';
import { figureFacts } from './figureFacts.ts';
import { iso } from './isoTime.ts';
import { KeptFacts } from './keptFacts.ts';
import type { SessionUse } from './keptUse.ts';
import { letGo } from './letGo.ts';
import { type NudgeReports, nudgeReports } from './nudgeReports.ts';
import { type InWindow, ReportedWork } from './reportedWork.ts';
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
  /** Leaves out days, and pieces that are in none of so many rows, and their sessions: see `keptPieces`. */
  readonly rows?: Rows | null;
}

/** Draws the whole account up from the ledger, which it only reads. */
export function buildReport(database: DatabaseSync, options: ReportOptions): Report {
  return asOfOneMoment(database, () => {
    const facts = new KeptFacts(database, options.prices);
    facts.refresh();
    return reportOf(database, facts, options);
  });
}

/** The same from facts that were read within the same transaction. */
export function reportOf(database: DatabaseSync, facts: KeptFacts, options: ReportOptions): Report {
  const nudges = nudgeReports(database, options);
  const told = new Set(nudges.nudges.map(({ about }) => about.piece));
  return {
    ...new ReportBuilder(facts, new SessionReads(database).links(), told, options).build(),
    ...nudges,
  };
}

class ReportBuilder {
  readonly #options: ReportOptions;
  readonly #facts: KeptFacts;
  readonly #links: readonly LinkFacts[];
  readonly #told: ReadonlySet<string | null>;
  readonly #selection: Selection;
  readonly #letGo: ReadonlySet<string>;
  readonly #weeks: WeekUse;
  readonly #total = new UseTally();
  readonly #byAgent = new Map<string, UseTally>();
  readonly #byModel = new Map<string, UseTally>();
  /** Years of them: drawn up only for who takes the whole report. */
  readonly #byDay: Map<string, UseTally> | null;
  /** By session, its use in the window. */
  readonly #bySession = new Map<number, InWindow>();

  /** @param told ids of pieces of which a nudge tells */
  constructor(
    facts: KeptFacts,
    links: readonly LinkFacts[],
    told: ReadonlySet<string | null>,
    options: ReportOptions,
  ) {
    this.#facts = facts;
    this.#links = links;
    this.#told = told;
    this.#options = options;
    this.#weeks = new WeekUse(options.days);
    this.#byDay = (options.rows ?? null) === null ? new Map() : null;
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
    const counted = this.#selection.of(
      countedIn(this.#facts.pieces, [...repositories.values()], this.#options),
    );
    const listed = families.roots.filter(({ id }) => this.#bySession.has(id));
    const { pieces, sessions, rest } = new ReportedWork({
      facts: this.#facts,
      links: this.#links,
      told: this.#told,
      letGo: this.#letGo,
      selection: this.#selection,
      inWindow: this.#bySession,
      counted: new Set(counted),
      total: this.#total.micros,
      now,
    }).of(listed, this.#options.rows ?? null);
    const results = (tallies: ReadonlyMap<string, UseTally>) =>
      Object.fromEntries(
        [...tallies].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, tally]) => [name, tally.result()]),
      );
    const outcomes = this.#outcomes();
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
        byDay: results(this.#byDay ?? new Map()),
      },
      sessions,
      repos: [...repositories.values()].map(each =>
        repositoryReport(each, this.#facts.production.get(each.repository) ?? []),
      ),
      filter: this.#selection.filter,
      choices: this.#selection.choices,
      outcomes,
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
        unclearSessions: outcomes.unclear?.sessions ?? 0,
      }),
      corrections: corrections.map(({ id, agent, name, said, target, at }) => {
        return { id, agent, session: name, said, target, at: iso(at) };
      }),
      pieces,
      rest,
    };
  }

  #addUp(): void {
    const { since, until } = this.#options;
    const { families } = this.#facts;
    for (const [session, use] of this.#facts.use.within(since, until)) {
      const root = families.rootOf(session);
      if (!this.#selection.has(root)) continue;
      this.#addModels(use);
      this.#addDays(use, this.#outcomeOf(root));
      const { sums, tally } = use;
      tallyOf(this.#byAgent, this.#facts.agentOf(session)).join(tally);
      // The very tally that is kept: nothing is added to it later, for only what has no use is untold.
      if (families.isAlone(root)) this.#bySession.set(root, { tally, parts: [sums] });
      else {
        const listed = this.#list(root);
        listed.tally.join(tally);
        listed.parts.push(sums);
      }
    }
    for (const tally of this.#byAgent.values()) this.#total.join(tally);
  }

  /** Nearly all use is of one model: what was added up is not added up again. */
  #addModels({ sums, tally, model }: SessionUse): void {
    if (model !== undefined) tallyOf(this.#byModel, model ?? UNTOLD_MODEL).join(tally);
    else for (const each of sums) tallyOf(this.#byModel, each.model ?? UNTOLD_MODEL).add(each);
  }

  /** And of one day. */
  #addDays({ sums, tally, firstQuarter, lastQuarter }: SessionUse, outcome: Outcome): void {
    const dayOf = (quarter: number) => this.#options.days.dayOf(quarter * QUARTER_MS);
    const first = dayOf(firstQuarter);
    if (first === dayOf(lastQuarter)) {
      this.#weeks.tally(first, outcome).join(tally);
      if (this.#byDay !== null) tallyOf(this.#byDay, first).join(tally);
      return;
    }
    for (const each of sums) {
      const day = dayOf(each.sum.quarter);
      this.#weeks.tally(day, outcome).add(each);
      if (this.#byDay !== null) tallyOf(this.#byDay, day).add(each);
    }
  }

  /** Puts a session among those that are listed. */
  #list(root: number): InWindow {
    const listed = this.#bySession.get(root) ?? { tally: new UseTally(), parts: [] };
    this.#bySession.set(root, listed);
    return listed;
  }

  /** A session that the collector has not come to yet is unclear, not explored. */
  #outcomeOf(root: number): Outcome {
    return this.#facts.findings.get(root)?.outcome ?? 'unclear';
  }

  #outcomes(): Partial<Record<Outcome, OutcomeUse>> {
    const found = new Map<Outcome, { sessions: number; readonly tally: UseTally }>();
    for (const [session, { tally }] of this.#bySession) {
      const outcome = this.#outcomeOf(session);
      let all = found.get(outcome);
      if (all === undefined) {
        all = { sessions: 0, tally: new UseTally() };
        found.set(outcome, all);
      }
      all.sessions++;
      all.tally.join(tally);
    }
    return Object.fromEntries(
      OUTCOMES.flatMap(outcome => {
        const all = found.get(outcome);
        return all === undefined ? [] : [[outcome, { sessions: all.sessions, ...all.tally.counts() }]];
      }),
    );
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
}
