import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposable, type HasDispose } from '../host/disposable.ts';
import { forPage } from './forPage.ts';
import { panelDocument } from './html.ts';
import {
  type HostMessage,
  type PageMessage,
  type PanelState,
  parsePageMemory,
  parsePageMessage,
} from './protocol.ts';
import { type PanelStrings, panelStrings } from './strings.ts';

/** What the panel shows and asks: the engine's side of it. */
export interface PanelModel {
  state(): PanelState;
  /** Called whenever `state()` would give something else. */
  onDidChange(listener: () => void): HasDispose;
  /** Somebody looks: reading may start. */
  open(): void;
  /** Nobody looks any more. */
  close(): void;
  /** Does what the page asks; what it resolves to, if anything, is the answer to the page. */
  handle(message: Exclude<PageMessage, { type: 'ready' }>): Promise<HostMessage | null>;
}

export interface PanelFiles {
  /** Folder with the page's script; nothing outside it can be loaded. */
  readonly root: vscode.Uri;
  readonly script: vscode.Uri;
}

const VIEW_TYPE = 'aiImpact.panel';

/** The one panel of this window: opened on request only, made anew when VS Code restores it. */
export class ImpactPanel extends Disposable {
  readonly #model: PanelModel;
  readonly #files: PanelFiles;
  readonly #log: vscode.LogOutputChannel;
  #shown: ShownPanel | null = null;

  constructor(model: PanelModel, files: PanelFiles, log: vscode.LogOutputChannel) {
    super();
    this.#model = model;
    this.#files = files;
    this.#log = log;
    this._register(
      vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (panel: vscode.WebviewPanel, kept: unknown) => {
          this.#adopt(panel);
          const memory = parsePageMemory(kept);
          if (memory === null) return;
          const { days, dates, filter } = memory;
          await this.#model.handle({ type: 'setPeriod', days });
          if (dates !== null) await this.#model.handle({ type: 'setDates', dates });
          await this.#model.handle({ type: 'setFilter', filter });
        },
      }),
    );
    this._register({ dispose: () => this.#shown?.dispose() });
  }

  /** Shows the panel, or brings it to the front. */
  open(): void {
    if (this.#shown !== null) this.#shown.reveal();
    else {
      this.#adopt(
        vscode.window.createWebviewPanel(VIEW_TYPE, vscode.l10n.t('AI Impact'), vscode.ViewColumn.Active),
      );
    }
  }

  #adopt(panel: vscode.WebviewPanel): void {
    this.#shown?.dispose();
    const shown = new ShownPanel(panel, this.#model, this.#files, this.#log);
    this.#shown = shown;
    panel.onDidDispose(() => {
      shown.dispose();
      if (this.#shown === shown) this.#shown = null;
    });
  }
}

/** One webview, from its making to its end. */
class ShownPanel extends Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #model: PanelModel;
  readonly #log: vscode.LogOutputChannel;
  readonly #strings: PanelStrings = panelStrings(message => vscode.l10n.t(message));
  /** The page listens. It stops when hidden, for then it is gone, and says "ready" again when made anew. */
  #ready = false;

  constructor(
    panel: vscode.WebviewPanel,
    model: PanelModel,
    files: PanelFiles,
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.#panel = panel;
    this.#model = model;
    this.#log = log;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [files.root] };
    this._register(panel);
    this._register(webview.onDidReceiveMessage((data: unknown) => this.#receive(data)));
    this._register(model.onDidChange(() => this.#postState()));
    this._register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
    );
    this._register({ dispose: () => model.close() });
    model.open();
    webview.html = panelDocument({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(files.script).toString(),
      nonce: randomUUID().replaceAll('-', ''),
      title: vscode.l10n.t('AI Impact'),
      language: locale(),
    });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  async #receive(data: unknown): Promise<void> {
    const message = parsePageMessage(data);
    if (message === null) {
      this.#log.warn('The page sent a message that is not in its protocol; it was refused.');
      return;
    }
    if (message.type === 'ready') {
      this.#ready = true;
      this.#post({ type: 'strings', strings: this.#strings, locale: locale() });
      this.#postState();
      return;
    }
    try {
      const answer = await this.#model.handle(message);
      if (answer !== null) this.#post(answer);
    } catch (error) {
      this.#log.error(`What the page asked for failed (${message.type}).`, error as Error);
    }
  }

  #postState(): void {
    if (this.#ready) this.#post({ type: 'state', state: forPage(this.#model.state()) });
  }

  #post(message: HostMessage): void {
    if (!this.disposed && this.#ready) void this.#panel.webview.postMessage(message);
  }
}

/** English without a country is written as in Britain: days before months. */
function locale(): string {
  return vscode.env.language === 'en' ? 'en-GB' : vscode.env.language;
}
