import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';
import { FolderWatch } from './folderWatch.ts';

/** What windows may ask of whoever collects. */
export interface Asked {
  pause(): void;
  /** Look at everything again. */
  wake(): void;
  /** Something may be said to the person now. */
  breakpoint(): void;
}

/** What windows ask by files in the data folder. */
export class Requests {
  readonly #folder: string;
  readonly #asked: Asked;
  readonly #watch: FolderWatch;
  #woken: number | null = null;

  constructor(folder: string, asked: Asked) {
    this.#folder = folder;
    this.#asked = asked;
    this.#watch = new FolderWatch((_folder, name) => {
      if (name === DATA_FILES.paused && this.isPaused) asked.pause();
      if (name === DATA_FILES.wake) this.#wake();
      if (name === DATA_FILES.breakpoint) asked.breakpoint();
    });
  }

  get isPaused(): boolean {
    return existsSync(join(this.#folder, DATA_FILES.paused));
  }

  /** What was asked before is not heard. */
  begin(): void {
    this.#woken = this.#wokenAt;
    this.#watch.set([this.#folder]);
  }

  /** Some file systems tell nothing, and watchers may all be taken: whoever collects looks now and then, too. */
  look(): void {
    this.#watch.set([this.#folder]);
    if (this.isPaused) this.#asked.pause();
    if (this.#woken !== this.#wokenAt) this.#wake();
  }

  close(): void {
    this.#watch.close();
  }

  get #wokenAt(): number | null {
    try {
      return statSync(join(this.#folder, DATA_FILES.wake)).mtimeMs;
    } catch {
      // Not there, or not to be read: a watcher has nobody to throw to.
      return null;
    }
  }

  #wake(): void {
    this.#woken = this.#wokenAt;
    this.#asked.wake();
  }
}
