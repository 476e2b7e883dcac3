import { join } from 'node:path';
import { commands, EventEmitter, type LogOutputChannel, Uri, window, workspace } from 'vscode';
import type { WorkerStart } from '../engine/protocol.ts';
import { Disposable } from '../host/disposable.ts';
import { EngineWorker } from '../host/engineWorker.ts';
import type { Report } from '../model/report.ts';
import type { Phase, Summary } from '../model/summary.ts';
import type { PanelModel } from './panel.ts';
import type { Days, HostMessage, PageMessage, PanelState, Plan } from './protocol.ts';

export interface ReportModelOptions {
  /** The bundled worker. */
  readonly script: URL;
  readonly log: LogOutputChannel;
  start(): WorkerStart;
  /** How things stand, as far as the panel says so. */
  standing(): {
    readonly enabled: boolean;
    readonly trusted: boolean;
    readonly plan: Plan;
    readonly summary: Summary | null;
  };
  /** What the page asks that is not the panel's own business. */
  wish(message: Extract<PageMessage, { type: 'setPlan' | 'refresh' | 'pause' | 'resume' }>): Promise<void>;
}

const DEFAULT_PERIOD: Days = 28;

/** Reads the ledger for the panel, by a worker that lives while somebody looks. */
export class ReportModel extends Disposable implements PanelModel {
  readonly #options: ReportModelOptions;
  readonly #changed = this._register(new EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  #worker: EngineWorker | null = null;
  #watched = false;
  #days: Days = DEFAULT_PERIOD;
  #report: Report | null = null;
  #reading: Promise<void> | null = null;
  #stale = false;

  constructor(options: ReportModelOptions) {
    super();
    this.#options = options;
    this._register({ dispose: () => void this.#stopReading() });
  }

  state(): PanelState {
    const { enabled, trusted, plan, summary } = this.#options.standing();
    const phase: Phase = enabled ? (summary?.phase ?? 'starting') : 'off';
    return {
      phase,
      progress: summary?.progress ?? null,
      report: enabled ? this.#report : null,
      period: { days: this.#days },
      plan,
      trusted,
    };
  }

  open(): void {
    this.#watched = true;
    this.update();
  }

  close(): void {
    this.#watched = false;
    void this.#stopReading();
  }

  /** The summary or a setting changed: what is shown may be old. */
  update(): void {
    if (!this.#watched) return;
    if (!this.#options.standing().enabled) {
      this.#report = null;
      void this.#stopReading();
      this.#changed.fire();
      return;
    }
    this.#changed.fire();
    this.#stale = true;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
  }

  async handle(message: Exclude<PageMessage, { type: 'ready' }>): Promise<HostMessage | null> {
    switch (message.type) {
      case 'setPeriod':
        this.#days = message.days;
        this.update();
        return null;
      case 'requestTitles':
        return { type: 'titles', titles: await this.#titles(message) };
      case 'openCommit':
        await commands.executeCommand('git.viewCommit', Uri.file(message.repo), message.commit);
        return null;
      case 'openFile':
        await this.#openFile(message.repo, message.path);
        return null;
      case 'showSources':
      case 'openSettings':
        await commands.executeCommand('workbench.action.openSettings', 'aiImpact');
        return null;
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
    await this.#stopReading();
    this.update();
  }

  /** Forgets what is shown, for it was deleted. */
  async clear(): Promise<void> {
    await this.#stopReading();
    this.#report = null;
    this.#changed.fire();
  }

  async #read(): Promise<void> {
    while (this.#stale && this.#watched && !this.disposed) {
      this.#stale = false;
      try {
        this.#report = await this.#reader().functions.report(this.#days);
      } catch (error) {
        // Before the first collection there is no ledger: the page says that reading has begun.
        this.#options.log.debug(`no report: ${error instanceof Error ? error.message : String(error)}`);
      }
      this.#changed.fire();
    }
  }

  async #titles({ sessions, commits }: Extract<PageMessage, { type: 'requestTitles' }>) {
    const { functions } = this.#reader();
    const [names, subjects] = await Promise.all([functions.titles(sessions), functions.subjects(commits)]);
    return {
      sessions: sessions.map((session, index) => ({ ...session, title: names[index] ?? null })),
      commits: commits.map((commit, index) => ({ ...commit, title: subjects[index] ?? null })),
    };
  }

  async #openFile(repo: string | null, path: string): Promise<void> {
    const known =
      this.#report?.pieces.some(piece => piece.repo === repo && piece.files.includes(path)) ?? false;
    // The page may only open what it was shown.
    if (!known) return;
    const uri = Uri.file(repo === null ? path : join(repo, path));
    await window.showTextDocument(await workspace.openTextDocument(uri));
  }

  #reader(): EngineWorker {
    if (this.#worker !== null) return this.#worker;
    const worker = new EngineWorker(this.#options.script, this.#options.start(), this.#options.log);
    this.#worker = worker;
    void worker.ended.then(() => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  async #stopReading(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.stop();
  }
}
