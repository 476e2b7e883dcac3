import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_FILES } from '../model/dataFolder.ts';
import { parseOpenWindow, WINDOW_LASTS } from '../model/openWindow.ts';
import type { Instant } from '../model/records.ts';

export interface OpenFolders {
  /** Open in some trusted window. */
  readonly trusted: readonly string[];
  /** Open in restricted windows only: git is not asked about them. */
  readonly restricted: readonly string[];
}

/** The folders of all windows of this person that are open now. */
export class OpenWindows {
  readonly #folder: string;
  readonly #now: () => Instant;
  readonly #elapsed: () => number;
  /** Since when a window has been silent, by file and by `elapsed`. */
  readonly #silent = new Map<string, number>();

  /**
   * @param folder data folder of the person
   * @param elapsed milliseconds, of a clock that nobody sets
   */
  constructor(folder: string, now: () => Instant, elapsed: () => number = () => performance.now()) {
    this.#folder = folder;
    this.#now = now;
    this.#elapsed = elapsed;
  }

  read(): OpenFolders {
    const trusted = new Set<string>();
    const restricted = new Set<string>();
    for (const file of windowFiles(join(this.#folder, DATA_FILES.windows))) {
      try {
        const isSilent = this.#now() - statSync(file).mtimeMs > WINDOW_LASTS;
        if (!isSilent) this.#silent.delete(file);
        if (isSilent && this.#hasEnded(file)) continue;
        const window = parseOpenWindow(readFileSync(file, 'utf8'));
        // Silence is no word of trust.
        if (isSilent && window?.trusted) continue;
        for (const each of window?.folders ?? []) (window?.trusted ? trusted : restricted).add(each);
      } catch {
        // It has just been closed.
      }
    }
    return {
      trusted: [...trusted].sort(),
      restricted: [...restricted].filter(each => !trusted.has(each)).sort(),
    };
  }

  /** After sleep, or once the clock was set, every window seems to have been silent for long, and is still there. */
  #hasEnded(file: string): boolean {
    const since = this.#silent.get(file) ?? this.#elapsed();
    this.#silent.set(file, since);
    return this.#elapsed() - since > WINDOW_LASTS;
  }
}

function windowFiles(folder: string): string[] {
  try {
    return readdirSync(folder).map(name => join(folder, name));
  } catch {
    // No window has said anything yet.
    return [];
  }
}
