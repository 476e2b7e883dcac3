import * as vscode from 'vscode';
import { Disposable } from '../host/disposable.ts';
import type { BadgeState } from './badgeState.ts';
import { type BadgeForm, type BadgeText, badgeText } from './badgeText.ts';

/** Commands that the tooltip links to, and that somebody else registers. */
export interface BadgeCommands {
  readonly open: string;
  readonly settings: string;
}

/** The status-bar item. It is touched only when something that it says has changed, and never coloured. */
export class Badge extends Disposable {
  readonly #commands: BadgeCommands;
  #item: vscode.StatusBarItem | null = null;
  #shown = '';

  constructor(commands: BadgeCommands) {
    super();
    this.#commands = commands;
    this._register({ dispose: () => this.#item?.dispose() });
  }

  show(state: BadgeState, form: BadgeForm, now: Date): void {
    if (this.disposed) return;
    const text = badgeText(state, form, {
      t: vscode.l10n.t,
      locale: vscode.env.language === 'en' ? 'en-GB' : vscode.env.language,
      now,
    });
    const said = JSON.stringify(text);
    if (said === this.#shown) return;
    this.#shown = said;
    if (text === null) {
      this.#item?.dispose();
      this.#item = null;
    } else {
      this.#draw(text);
    }
  }

  #draw({ icon, text, tooltip, spoken }: BadgeText): void {
    this.#item ??= this.#create();
    this.#item.text = text === '' ? `$(${icon})` : `$(${icon}) ${text}`;
    this.#item.accessibilityInformation = { label: spoken, role: 'button' };
    this.#item.tooltip = this.#tooltip(tooltip);
    this.#item.show();
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem('badge', vscode.StatusBarAlignment.Right, 90);
    item.name = vscode.l10n.t('AI Impact');
    item.command = this.#commands.open;
    return item;
  }

  #tooltip(lines: readonly string[]): vscode.MarkdownString {
    const { open, settings } = this.#commands;
    const tooltip = new vscode.MarkdownString();
    tooltip.isTrusted = { enabledCommands: [open, settings] };
    for (const line of lines.filter(line => line !== '')) {
      tooltip.appendText(line);
      tooltip.appendMarkdown('  \n');
    }
    tooltip.appendMarkdown('\n');
    const openLink = `[${vscode.l10n.t('Open AI Impact')}](command:${open})`;
    const ours = encodeURIComponent(JSON.stringify(['aiImpact']));
    const settingsLink = `[${vscode.l10n.t('Settings')}](command:${settings}?${ours})`;
    return tooltip.appendMarkdown(`${openLink} · ${settingsLink}`);
  }
}
