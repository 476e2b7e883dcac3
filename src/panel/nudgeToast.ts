import { debug, env, type LogOutputChannel, l10n, window, workspace } from 'vscode';
import type { WorkerFunctions, WorkerStart } from '../engine/protocol.ts';
import { Disposable } from '../host/disposable.ts';
import { EngineWorker } from '../host/engineWorker.ts';
import type { NudgeAnswer } from '../model/nudge.ts';
import { nudgeText } from '../model/nudgeText.ts';
import type { OwnRule } from '../model/ownRule.ts';
import { nudgeStrings } from './nudgeStrings.ts';

export interface NudgeToastOptions {
  /** The bundled worker. */
  readonly script: URL;
  readonly log: LogOutputChannel;
  start(): WorkerStart;
  open(): void;
}

const AFTER_TYPING = 60_000;

/** Tells a new nudge in a notification, where the person wants it so: in the window that has the focus, once. */
export class NudgeToast extends Disposable {
  readonly #options: NudgeToastOptions;
  #typedAt = 0;
  /** The newest that this window has met; one that was there when it began is no news. */
  #met: number | null = null;

  constructor(options: NudgeToastOptions) {
    super();
    this.#options = options;
    this._register(
      workspace.onDidChangeTextDocument(() => {
        this.#typedAt = Date.now();
      }),
    );
  }

  /** @param newest number of the newest open nudge */
  look(newest: number | null, rules: readonly OwnRule[]): void {
    this.#met ??= newest ?? 0;
    if (newest === null || newest <= this.#met) return;
    const typing = Date.now() - this.#typedAt < AFTER_TYPING;
    if (typing || !window.state.focused || debug.activeDebugSession !== undefined) return;
    this.#met = newest;
    void this.#tell(rules).catch(error => this.#options.log.error('No nudge could be told.', error as Error));
  }

  async #tell(rules: readonly OwnRule[]): Promise<void> {
    const nudge = await this.#ask(worker => worker.takeNudge());
    const words = nudgeStrings(message => l10n.t(message));
    const text = nudge === null ? null : nudgeText(nudge, words.say, env.language, rules);
    if (nudge?.id == null || text === null) return;
    const open = l10n.t('Show');
    const answers = new Map<string, NudgeAnswer>(
      (['not useful', 'snooze', 'never'] as const).map(answer => [words.answers[answer], answer]),
    );
    const chosen = await window.showInformationMessage(text, open, ...answers.keys());
    if (chosen === open) this.#options.open();
    const answer = answers.get(chosen ?? '');
    const { id } = nudge;
    if (answer !== undefined) await this.#ask(worker => worker.answerNudge(id, answer));
  }

  async #ask<T>(
    what: (worker: Pick<WorkerFunctions, 'takeNudge' | 'answerNudge'>) => Promise<T>,
  ): Promise<T> {
    const { script, log, start } = this.#options;
    const worker = new EngineWorker(script, start(), log);
    try {
      return await what(worker.functions);
    } finally {
      await worker.stop();
    }
  }
}
