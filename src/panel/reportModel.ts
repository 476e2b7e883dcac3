import { commands, EventEmitter, env, type Memento } from 'vscode';
import type { Resumption, SessionKey } from '../engine/protocol.ts';
import { Disposable } from '../host/disposable.ts';
import type { EngineWorker } from '../host/engineWorker.ts';
import { fetchInTerminal } from '../host/fetchInTerminal.ts';
import { resumeSession } from '../host/resumeSession.ts';
import type { OwnRule } from '../model/ownRule.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import type { Settings } from '../model/settings.ts';
import type { Phase, Summary } from '../model/summary.ts';
import { Asides } from './asides.ts';
import { asResumptions, shownSessions, titlesOf } from './askedFor.ts';
import { Chosen } from './chosen.ts';
import { correct } from './corrections.ts';
import { lastReport } from './lastReport.ts';
import { takeStep } from './nextSteps.ts';
import { answerNudge, withNudges } from './nudgeAnswers.ts';
import { openCommit, openFile } from './openShown.ts';
import type { PanelModel } from './panel.ts';
import { sayOfProduction } from './productionWords.ts';
import type { HostMessage, PageMessage, PanelReport, PanelState, Plan, Resumptions } from './protocol.ts';
import { type ReadingOptions, ReadingWorker } from './readingWorker.ts';
import { type Sample, sampleAt, sampleState } from './sample.ts';

export interface ReportModelOptions extends ReadingOptions {
  /** Of this person, over all windows. */
  readonly memory: Memento;
  /** How things stand, as far as the panel says so. */
  standing(): {
    readonly enabled: boolean;
    readonly trusted: boolean;
    readonly plan: Plan;
    readonly summary: Summary | null;
    /** Why nothing can be collected. */
    readonly problem: Problem | null;
    readonly nudges?: Settings['nudges'];
    readonly rules?: readonly OwnRule[];
  };
  /** Somebody looks. */
  opened?(): void;
  /** What the page asks that is not the panel's own business. */
  wish(message: Extract<PageMessage, { type: 'setPlan' | 'refresh' | 'pause' | 'resume' }>): Promise<void>;
}

/** Reads the ledger for the panel, by a worker that lives while somebody looks. */
export class ReportModel extends Disposable implements PanelModel {
  readonly #options: ReportModelOptions;
  readonly #changed = this._register(new EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #reading: ReadingWorker;
  #watched = false;
  readonly #chosen = new Chosen();
  #report: PanelReport | null = null;
  /** What is shown is of an earlier look, and this one's is still being read. */
  #isEarlier = false;
  /** The next look can begin with what this one read. */
  #isKept = false;
  #isReading = false;
  /** Why there is no newer report. */
  #problem: Problem | null = null;
  #stale = false;
  readonly #asides: Asides;
  /** What is shown instead of the person's own, while they want to see it. */
  #sample: Sample | null = null;
  /** Nudges that stood on the page. */
  readonly #seen = new Set<number>();

  constructor(options: ReportModelOptions) {
    super();
    this.#options = options;
    this.#asides = new Asides(options.memory);
    this.#reading = new ReadingWorker(options);
    this._register({ dispose: () => void this.#reading.stop() });
  }

  state(): PanelState {
    const standing = this.#options.standing();
    const { enabled, trusted, plan, summary, problem, nudges = 'panel', rules = [] } = standing;
    if (this.#sample !== null && enabled) {
      return { ...sampleState(this.#sample, plan), shown: this.#chosen.shown };
    }
    const phase: Phase = enabled ? (summary?.phase ?? 'starting') : 'off';
    return {
      sample: false,
      keepLogs: this.#asides.keepLogs,
      recapPutOff: this.#asides.recapPutOff,
      phase,
      progress: summary?.progress ?? null,
      earlier: enabled && this.#isEarlier,
      report: enabled ? withNudges(this.#report, nudges !== 'off') : null,
      period: this.#chosen.period,
      filter: this.#chosen.filter,
      shown: this.#chosen.shown,
      rules,
      plan,
      trusted,
      problem: enabled ? (problem ?? this.#problem) : null,
    };
  }

  open(): void {
    this.#watched = true;
    this.#isKept = false;
    this.#isEarlier = this.#report !== null;
    if (!this.#isEarlier) void this.#recall();
    this.#options.opened?.();
    this.update();
  }

  close(): void {
    this.#watched = false;
    this.#sample = null;
    this.#asides.lookAway();
    void this.#reading.stop();
  }

  /** The summary or a setting changed: what is shown may be old. */
  update(): void {
    if (!this.#watched) return;
    if (!this.#options.standing().enabled) {
      this.#report = null;
      void this.#reading.stop();
      this.#changed.fire();
      return;
    }
    this.#changed.fire();
    this.#stale = true;
    void this.#read();
  }

  async handle(message: Exclude<PageMessage, { type: 'ready' }>): Promise<HostMessage | null> {
    switch (message.type) {
      case 'setPeriod':
      case 'setDates':
      case 'setFilter':
      case 'showMore':
        this.#chosen.take(message);
        this.update();
        return null;
      case 'showSample':
        this.#sample = message.shown ? await sampleAt(new Date()) : null;
        this.#changed.fire();
        return null;
      case 'putOffRecap':
        await this.#asides.putOffRecap(message.monday);
        this.#changed.fire();
        return null;
      case 'copyText':
        await env.clipboard.writeText(message.text);
        return null;
      case 'requestTitles':
        if (this.#sample !== null) return { type: 'titles', titles: this.#sample.titles };
        return { type: 'titles', titles: await this.#titles(message) };
      case 'requestResumptions':
        return { type: 'resumptions', resumptions: await this.#resumptions(message.sessions) };
      case 'resumeSession': {
        const [resumption] = await this.#resumptionsOf(shownSessions(this.#report, [message.session]));
        if (resumption !== undefined) await resumeSession(message.session.agent, resumption);
        return null;
      }
      case 'openCommit':
        await openCommit(this.#report, message.repo, message.commit);
        return null;
      case 'openFile':
        await openFile(this.#report, message.repo, message.path);
        return null;
      case 'showSources':
      case 'openSettings':
        await commands.executeCommand('workbench.action.openSettings', 'aiImpact');
        return null;
      case 'takeStep':
        await takeStep(message, this.#report, this.#options.standing().trusted);
        return null;
      case 'say':
      case 'linkCommit':
      case 'takeBack':
        await correct(message, this.#report, this.#reading.worker.functions);
        return null;
      case 'sayProduction':
      case 'takeBackProduction':
        await sayOfProduction(message, this.#report, this.#reading.worker.functions);
        this.update();
        return null;
      case 'answerNudge':
        await answerNudge(message, this.#report, this.#reading.worker.functions);
        this.update();
        return null;
      case 'fetch': {
        const known = this.#report?.repos.some(({ root }) => root === message.repo) ?? false;
        if (known && this.#options.standing().trusted)
          fetchInTerminal(message.repo, this.#options.start().gitPath);
        return null;
      }
      case 'manageTrust':
        await commands.executeCommand('workbench.trust.manage');
        return null;
      default:
        await this.#options.wish(message);
        return null;
    }
  }

  /** Ends the reading worker; the next look begins another, with newer settings and prices. */
  async restart(): Promise<void> {
    await this.#reading.stop();
    this.update();
  }

  /** Forgets what is shown, for it was deleted. */
  async clear(): Promise<void> {
    await this.#reading.stop();
    this.#report = null;
    this.#isEarlier = false;
    this.#seen.clear();
    this.#problem = null;
    this.#changed.fire();
  }

  /** Shows what the panel was last opened with, until this look has read its own. */
  async #recall(): Promise<void> {
    const isWanted = () => this.#watched && this.#options.standing().enabled && this.#chosen.isAsAtFirst;
    const earlier = isWanted() ? await lastReport(this.#options.start().folder) : null;
    if (earlier === null || this.#report !== null || !isWanted()) return;
    this.#report = earlier;
    this.#isEarlier = true;
    this.#changed.fire();
  }

  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      while (this.#stale && this.#watched && !this.disposed) {
        this.#stale = false;
        await this.#readOnce();
        this.#changed.fire();
      }
    } finally {
      this.#isReading = false;
    }
  }

  async #readOnce(): Promise<void> {
    const { worker } = this.#reading;
    const keep = !this.#isKept && this.#chosen.isAsAtFirst;
    try {
      const answer = await worker.functions.report({
        ...this.#chosen.period,
        filter: this.#chosen.filter,
        rows: this.#chosen.shown,
        keep,
      });
      if (answer.ok || answer.problem === null) {
        this.#report = answer.ok ? answer.report : null;
        this.#isEarlier = false;
        this.#isKept ||= answer.ok && keep;
      }
      if (answer.ok) {
        await this.#asides.look(() => this.#overAllTime(worker), new Date());
      }
      const { nudges = [] } = this.state().report ?? {};
      if (nudges.some(({ id }) => id !== null && !this.#seen.has(id))) await worker.functions.seeNudges();
      for (const { id } of nudges) if (id !== null) this.#seen.add(id);
      this.#problem = answer.ok ? null : answer.problem;
    } catch (error) {
      // It was ended while it read: nobody looks any more, or another takes its place.
      if (this.#reading.hasStopped(worker)) return;
      // A worker may end for once, of want of memory for one: the next is tried at once, and no third.
      this.#stale ||= this.#problem !== 'failed';
      this.#problem = 'failed';
      this.#options.log.error(`no report: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #overAllTime(worker: EngineWorker): Promise<Report | null> {
    if (this.#options.standing().summary?.phase !== 'ready') return null;
    const answer = await worker.functions.report({ days: null });
    return answer.ok ? answer.report : null;
  }

  #titles(message: Extract<PageMessage, { type: 'requestTitles' }>): ReturnType<typeof titlesOf> {
    // What the page asked just before it was switched off, or closed, starts nothing any more.
    const wanted = this.#watched && this.#options.standing().enabled;
    return titlesOf(message, wanted ? this.#reading.worker.functions : null);
  }

  async #resumptions(asked: readonly SessionKey[]): Promise<Resumptions> {
    const sessions = shownSessions(this.#report, asked);
    return asResumptions(sessions, await this.#resumptionsOf(sessions));
  }

  async #resumptionsOf(sessions: readonly SessionKey[]): Promise<Resumption[]> {
    const wanted = this.#watched && this.#options.standing().enabled && sessions.length > 0;
    return wanted ? this.#reading.worker.functions.resumptions(sessions) : [];
  }
}
