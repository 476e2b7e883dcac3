import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type WindowState, window } from 'vscode';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { WindowBreakpoint } from '../model/nudge.ts';
import { Disposable } from './disposable.ts';

/** Away for shorter than this, a person is still in the middle of what they did. */
const AWAY = 10 * 60_000;

/** Tells whichever window collects of moments at which something may be said to the person. */
export class Moments extends Disposable {
  readonly #folder: string;
  #leftAt: number | null = null;

  constructor(folder: string) {
    super();
    this.#folder = folder;
    this._register(window.onDidChangeWindowState(state => this.#changed(state)));
  }

  tell(breakpoint: WindowBreakpoint): void {
    // A folder that cannot be written to is told of by the collector.
    void writeFile(join(this.#folder, DATA_FILES.breakpoint), breakpoint, { mode: 0o600 }).catch(() => {});
  }

  #changed({ focused }: WindowState): void {
    const now = Date.now();
    if (focused && this.#leftAt !== null && now - this.#leftAt > AWAY) this.tell('focus');
    if (focused) this.#leftAt = null;
    else this.#leftAt ??= now;
  }
}
