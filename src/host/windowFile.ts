import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';
import { type OpenWindow, WINDOW_LASTS } from '../model/openWindow.ts';
import { Disposable } from './disposable.ts';

/** Tells whichever window collects which folders are open in this one, and whether they are trusted. */
export class WindowFile extends Disposable {
  readonly #file: string;
  readonly #draft: string;
  #said = '';
  #isWritten = false;

  /** @param id unique to this window */
  constructor(folder: string, id: string) {
    super();
    this.#file = join(folder, DATA_FILES.windows, `${id}.json`);
    this.#draft = join(folder, `${id}.window.draft`);
    const timer = setInterval(() => this.#touch(), WINDOW_LASTS / 3);
    this._register({ dispose: () => clearInterval(timer) });
    for (const file of [this.#draft, this.#file])
      this._register({ dispose: () => rmSync(file, { force: true }) });
  }

  say(window: OpenWindow): void {
    this.#said = JSON.stringify(window);
    this.#write();
  }

  #touch(): void {
    const now = new Date();
    try {
      if (this.#isWritten) utimesSync(this.#file, now, now);
      // What stands there may be what was said before.
      else this.#write();
    } catch {
      this.#write();
    }
  }

  #write(): void {
    this.#isWritten = false;
    if (this.#said === '') return;
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      // As a whole: of half a word nobody would know that the window is restricted.
      writeFileSync(this.#draft, this.#said, { mode: 0o600 });
      renameSync(this.#draft, this.#file);
      this.#isWritten = true;
    } catch {
      // A folder that cannot be written to is told of by the collector.
    }
  }
}
