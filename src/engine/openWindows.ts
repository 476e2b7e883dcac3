import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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

/** So long at most, in milliseconds, passes from one look to the next: the rest the machine slept. */
const LONGEST_STEP = 5_000;

/** The folders of all windows of this person that are open now. Looked at every few seconds. */
export class OpenWindows {
  readonly #folder: string;
  readonly #now: () => Instant;
  readonly #elapsed: () => number;
  /** How long looks have gone on, in milliseconds, without sleep. */
  #awake = 0;
  #lookedAt: number;
  /** Since when a window has been silent, by file and by `#awake`. */
  readonly #silent = new Map<string, number>();

  /**
   * @param folder data folder of the person
   * @param elapsed milliseconds, of a clock that nobody sets; it may go on in sleep
   */
  constructor(folder: string, now: () => Instant, elapsed: () => number = () => performance.now()) {
    this.#folder = folder;
    this.#now = now;
    this.#elapsed = elapsed;
    this.#lookedAt = elapsed();
  }

  read(): OpenFolders {
    const at = this.#elapsed();
    this.#awake += Math.min(at - this.#lookedAt, LONGEST_STEP);
    this.#lookedAt = at;
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
    const since = this.#silent.get(file) ?? this.#awake;
    this.#silent.set(file, since);
    if (this.#awake - since <= WINDOW_LASTS) return false;
    // Else the next worker would wait as long. Should it live after all, it says so again.
    rmSync(file, { force: true });
    return true;
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
