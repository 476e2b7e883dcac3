import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { homedir, hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  commands,
  type ExtensionContext,
  type LogOutputChannel,
  l10n,
  lm,
  Uri,
  window,
  workspace,
} from 'vscode';
import { Badge } from './badge/badge.ts';
import type { WorkerRole, WorkerStart } from './engine/protocol.ts';
import { CollectorKeeper } from './host/collectorKeeper.ts';
import { deleteAllData } from './host/deleteAllData.ts';
import { Disposable } from './host/disposable.ts';
import { GitEvents } from './host/gitEvents.ts';
import { OwnRules } from './host/ownRules.ts';
import { refreshPrices } from './host/refreshPrices.ts';
import { Running } from './host/running.ts';
import { SettingsSource } from './host/settings.ts';
import { SUMMARY_TOOL, SummaryTool } from './host/summaryTool.ts';
import { type LinePlace, whichSession } from './host/whichSession.ts';
import { DATA_FILES, dataFolder } from './model/dataFolder.ts';
import type { OwnRule } from './model/ownRule.ts';
import { NudgeToast } from './panel/nudgeToast.ts';
import { ImpactPanel } from './panel/panel.ts';
import { ReportModel } from './panel/reportModel.ts';

const COMMAND = {
  open: 'aiImpact.open',
  refresh: 'aiImpact.refresh',
  pause: 'aiImpact.pause',
  resume: 'aiImpact.resume',
  refreshPrices: 'aiImpact.refreshPrices',
  whichSession: 'aiImpact.whichSession',
  showLog: 'aiImpact.showLog',
  deleteAllData: 'aiImpact.deleteAllData',
  openSettings: 'workbench.action.openSettings',
} as const;

const BADGE_REDRAW = 60_000;

/** Where everything is put together: the only file that knows all rooms. */
export class App extends Disposable {
  readonly #began = performance.now();
  readonly #log: LogOutputChannel;
  readonly #settings: SettingsSource;
  readonly #folder: string;
  /** What the editor would give us to keep data in. */
  readonly #storage: Uri;
  readonly #script: URL;
  readonly #badge: Badge;
  readonly #model: ReportModel;
  readonly #panel: ImpactPanel;
  #ownRules: OwnRules;
  #rules: readonly OwnRule[] = [];
  /** What of the settings a collector is started with. */
  #told = '';
  #toast: NudgeToast | null = null;
  /** What runs only while the extension is switched on. */
  #running: Running | null = null;
  #stopping: Promise<void> = Promise.resolve();

  constructor({ extensionUri, globalStorageUri, globalState }: ExtensionContext) {
    super();
    this.#storage = globalStorageUri;
    this.#log = this._register(window.createOutputChannel('AI Impact', { log: true }));
    this.#settings = this._register(new SettingsSource());
    this.#ownRules = new OwnRules(this.#log);
    const surroundings = { platform: process.platform, home: homedir(), variables: process.env };
    this.#folder = dataFolder(surroundings);
    const dist = Uri.joinPath(extensionUri, 'dist');
    this.#script = pathToFileURL(Uri.joinPath(dist, 'worker.js').fsPath);
    this.#badge = this._register(new Badge({ open: COMMAND.open, settings: COMMAND.openSettings }));
    this.#model = this._register(
      new ReportModel({
        script: this.#script,
        log: this.#log,
        memory: globalState,
        start: () => this.#workerStart('reader'),
        standing: () => this.#standing(),
        opened: () => this.#running?.moments.tell('panel'),
        wish: async message => {
          if (message.type === 'setPlan') await this.#settings.setPlan(message.plan);
          else await commands.executeCommand(COMMAND[message.type]);
        },
      }),
    );
    const view = Uri.joinPath(dist, 'view');
    this.#panel = this._register(
      new ImpactPanel(this.#model, { root: view, script: Uri.joinPath(view, 'main.js') }, this.#log),
    );
  }

  start(): void {
    this.#registerCommands();
    const readerStart = () => (this.#settings.current.enabled ? this.#workerStart('reader') : null);
    this._register(lm.registerTool(SUMMARY_TOOL, new SummaryTool(this.#script, readerStart, this.#log)));
    this._register(this.#settings.onDidChange(() => this.#settingsChanged()));
    this._register(workspace.onDidChangeWorkspaceFolders(() => this.#windowChanged()));
    this._register(workspace.onDidGrantWorkspaceTrust(() => this.#windowChanged()));
    const clock = setInterval(() => this.#drawBadge(), BADGE_REDRAW);
    this._register({ dispose: () => clearInterval(clock) });
    this._register({ dispose: () => this.#toast?.dispose() });
    this._register({ dispose: () => void this.stop() });
    this.#settingsChanged();
    this.#log.info(`activated in ${(performance.now() - this.#began).toFixed(1)} ms`);
  }

  /** Settles when this window's workers have ended. */
  async stop(): Promise<void> {
    this.#switchOff();
    await this.#stopping;
  }

  #settingsChanged(): void {
    const { enabled, plans } = this.#settings.current;
    this.#rules = this.#ownRules.read(plans);
    const { onlyOpened, shippingRefs, nudges } = this.#workerStart('collector');
    const told = JSON.stringify([onlyOpened, shippingRefs, nudges]);
    if (told !== this.#told) void this.#running?.keeper.restart();
    this.#told = told;
    if (enabled && this.#running === null) this.#switchOn();
    else if (!enabled && this.#running !== null) this.#switchOff();
    this.#chooseToast();
    this.#drawBadge();
    this.#model.update();
  }

  #windowChanged(): void {
    const { trusted, folders } = this.#workerStart('collector');
    this.#running?.window.say({ trusted, folders });
    void this.#running?.keeper.restart();
  }

  #switchOn(): void {
    this.#running = new Running(
      this.#folder,
      onTouched => new GitEvents(onTouched),
      () => new CollectorKeeper(this.#script, () => this.#workerStart('collector'), this.#log),
      () => {
        this.#drawBadge();
        this.#model.update();
      },
    );
    const { trusted, folders } = this.#workerStart('collector');
    this.#running.window.say({ trusted, folders });
  }

  #switchOff(): void {
    const running = this.#running;
    if (running === null) return;
    this.#running = null;
    this.#stopping = running.stop();
    this.#drawBadge();
  }

  /** Whoever types is watched only where notifications wait for them to pause. */
  #chooseToast(): void {
    const { enabled, nudges } = this.#settings.current;
    const wanted = enabled && nudges === 'toast';
    if (wanted === (this.#toast !== null)) return;
    this.#toast?.dispose();
    this.#toast = wanted
      ? new NudgeToast({
          script: this.#script,
          log: this.#log,
          start: () => this.#workerStart('reader'),
          open: () => this.#panel.open(),
        })
      : null;
  }

  #drawBadge(): void {
    const { badge } = this.#settings.current;
    const standing = this.#standing();
    this.#badge.show(standing, badge, new Date());
    this.#toast?.look(standing.summary?.nudge?.id ?? null, this.#rules);
  }

  #standing() {
    const { enabled, plan, nudges } = this.#settings.current;
    const summary = this.#running?.summary.current ?? null;
    return {
      enabled: enabled && this.#running !== null,
      plan,
      nudges,
      rules: this.#rules,
      trusted: workspace.isTrusted,
      roots: this.#running?.git.roots ?? [],
      summary: summary === null || nudges !== 'off' ? summary : { ...summary, nudge: null },
      problem: this.#running?.keeper.problem ?? null,
    };
  }

  #workerStart(role: WorkerRole): WorkerStart {
    return {
      role,
      folder: this.#folder,
      holder: randomUUID(),
      home: homedir(),
      machine: hostname(),
      trusted: workspace.isTrusted,
      gitPath: this.#running?.git.gitPath ?? null,
      // globalStorage/<this extension>: two steps below it.
      editorFolder: dirname(dirname(this.#storage.fsPath)),
      folders: (workspace.workspaceFolders ?? [])
        .filter(({ uri }) => uri.scheme === 'file')
        .map(({ uri }) => uri.fsPath),
      onlyOpened: this.#settings.current.repositories === 'opened',
      shippingRefs: this.#settings.current.shippingRefs,
      nudges: {
        on: this.#settings.current.nudges !== 'off',
        rules: this.#rules.map(({ if: condition, than }) => ({ if: condition, than })),
      },
    };
  }

  #registerCommands(): void {
    const register = <T extends unknown[]>(command: string, action: (...args: T) => unknown) =>
      this._register(commands.registerCommand(command, action as (...args: unknown[]) => unknown));
    register(COMMAND.open, () => this.#panel.open());
    register(COMMAND.refresh, () => this.#running?.keeper.refresh());
    register(COMMAND.pause, () => this.#setPaused(true));
    register(COMMAND.resume, () => this.#setPaused(false));
    register(COMMAND.whichSession, (place?: LinePlace) => this.#whichSession(place));
    register(COMMAND.showLog, () => this.#log.show());
    register(COMMAND.refreshPrices, () =>
      refreshPrices(this.#script, this.#workerStart('reader'), this.#log, async () => {
        await this.#running?.keeper.restart();
        await this.#model.restart();
      }),
    );
    register(COMMAND.deleteAllData, () =>
      deleteAllData(this.#folder, async () => {
        await this.#running?.keeper.stop();
        await this.#model.clear();
      }),
    );
  }

  async #whichSession(place: LinePlace | undefined): Promise<void> {
    if (this.#running === null) return this.#sayOff();
    const start = this.#workerStart('reader');
    await whichSession(place, { script: this.#script, start, log: this.#log }, COMMAND.open);
  }

  async #sayOff(): Promise<void> {
    await window.showInformationMessage(l10n.t('AI Impact is switched off in settings.'));
  }

  /** For all windows: the collector sees the file, whichever window it runs in. */
  async #setPaused(paused: boolean): Promise<void> {
    const file = join(this.#folder, DATA_FILES.paused);
    if (paused) await writeFile(file, '');
    else {
      await rm(file, { force: true });
      await this.#running?.keeper.restart();
    }
    if (!this.#settings.current.enabled) await this.#sayOff();
  }
}
