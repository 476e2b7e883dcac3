import { type FSWatcher, watch } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EventEmitter } from 'vscode';
import { DATA_FILES } from '../model/dataFolder.ts';
import { emptySummary, type Summary } from '../model/summary.ts';
import { Disposable } from './disposable.ts';

const LOOK_EVERY = 3_000;

/** The summary that the collector of some window keeps, and news of it. Nothing else of the ledger is read here. */
export class SummarySource extends Disposable {
  readonly #folder: string;
  readonly #file: string;
  readonly #changed = this._register(new EventEmitter<Summary | null>());
  readonly onDidChange = this.#changed.event;
  #current: Summary | null = null;
  #watcher: FSWatcher | null = null;
  #seen = '';
  #reading = false;
  #again = false;

  constructor(folder: string) {
    super();
    this.#folder = folder;
    this.#file = join(folder, DATA_FILES.summary);
    // Some file systems tell nothing: a look at one file's time costs next to nothing.
    const timer = setInterval(() => void this.#lookAtTime(), LOOK_EVERY);
    this._register({ dispose: () => clearInterval(timer) });
    this._register({ dispose: () => this.#watcher?.close() });
    void this.#begin();
  }

  get current(): Summary | null {
    return this.#current;
  }

  async #begin(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch(() => {});
    this.#watch();
    await this.#read();
  }

  #watch(): void {
    if (this.disposed || this.#watcher !== null) return;
    try {
      const watcher = watch(this.#folder, { persistent: false }, (_event, name) => {
        if (name === null || name === DATA_FILES.summary || name === DATA_FILES.paused) void this.#read();
      });
      watcher.on('error', () => {
        watcher.close();
        this.#watcher = null;
      });
      this.#watcher = watcher;
    } catch {
      // The folder is not there: the timer looks again.
    }
  }

  async #lookAtTime(): Promise<void> {
    this.#watch();
    const seen = await stat(this.#file).then(
      ({ mtimeMs, ino }) => `${mtimeMs} ${ino}`,
      () => '',
    );
    if (seen === this.#seen) return;
    this.#seen = seen;
    await this.#read();
  }

  async #read(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return;
    }
    this.#reading = true;
    try {
      do {
        this.#again = false;
        const summary = await readSummary(this.#folder);
        if (this.disposed) return;
        this.#current = summary;
        this.#changed.fire(summary);
      } while (this.#again);
    } finally {
      this.#reading = false;
    }
  }
}

async function readSummary(folder: string): Promise<Summary | null> {
  const [text, paused] = await Promise.all([
    readFile(join(folder, DATA_FILES.summary), 'utf8').catch(() => null),
    stat(join(folder, DATA_FILES.paused)).catch(() => null),
  ]);
  const summary = parseSummary(text);
  if (paused === null) return summary;
  // Whoever collected may have ended before it could say so.
  return { ...(summary ?? emptySummary(new Date())), phase: 'paused' };
}

function parseSummary(text: string | null): Summary | null {
  if (text === null) return null;
  try {
    const summary = JSON.parse(text) as Summary;
    // Another version of the extension may have written it: what it does not tell is unknown.
    return summary.schema === 1 ? { ...emptySummary(new Date(0)), ...summary } : null;
  } catch {
    return null;
  }
}
