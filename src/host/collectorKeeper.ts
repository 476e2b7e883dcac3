import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EventEmitter, type LogOutputChannel } from 'vscode';
import { HEARTBEAT_LASTS, type WorkerStart } from '../engine/protocol.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Problem } from '../model/problem.ts';
import { Disposable } from './disposable.ts';
import { EngineWorker } from './engineWorker.ts';

const LOOK_EVERY = 3_000;
/** After trouble with the ledger: it may pass (a full disk, a lock), so it is tried again, seldom. */
const RETRY_AFTER = 60_000;

/** Sees to it that somebody collects: this window starts a worker only when no window's heart beats. */
export class CollectorKeeper extends Disposable {
  readonly #script: URL;
  readonly #start: () => WorkerStart;
  readonly #log: LogOutputChannel;
  readonly #problemChanged = this._register(new EventEmitter<Problem | null>());
  readonly onDidChangeProblem = this.#problemChanged.event;
  #worker: EngineWorker | null = null;
  #problem: Problem | null = null;
  #notBefore = 0;
  #looking = false;
  #closing: Promise<void> | null = null;

  constructor(script: URL, start: () => WorkerStart, log: LogOutputChannel) {
    super();
    this.#script = script;
    this.#start = start;
    this.#log = log;
    const timer = setInterval(() => void this.#look(), LOOK_EVERY);
    this._register({ dispose: () => clearInterval(timer) });
    this._register({ dispose: () => void this.stop() });
    void this.#look();
  }

  /** Why this window's last collector could not go on; null where nothing is wrong, or somebody collects again. */
  get problem(): Problem | null {
    return this.#problem;
  }

  get collects(): boolean {
    return this.#worker !== null;
  }

  touched(folders: readonly string[]): void {
    void this.#worker?.functions.touched(folders);
  }

  /** Has everything read again, by whichever window collects; after trouble it tries anew. */
  async refresh(): Promise<void> {
    if (this.#worker !== null) await this.#worker.functions.refresh();
    else if (this.#problem !== null) await this.restart();
    else await writeFile(join(this.#start().folder, DATA_FILES.wake), '').catch(() => {});
  }

  /** Ends the worker and begins again with what holds now: trust, settings, prices. */
  async restart(): Promise<void> {
    await this.stop();
    this.#notBefore = 0;
    await this.#look();
  }

  /** Ends this window's worker, if there is one. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (worker !== null) this.#closing = worker.stop();
    await this.#closing;
  }

  async #look(): Promise<void> {
    if (this.#looking || this.disposed || (this.#worker !== null && this.#problem === null)) return;
    this.#looking = true;
    try {
      const start = this.#start();
      const roles = start.trusted ? [DATA_FILES.logsBeat, DATA_FILES.gitBeat] : [DATA_FILES.logsBeat];
      // Paused means: no worker at all, in no window.
      if (await exists(join(start.folder, DATA_FILES.paused))) {
        this.#setProblem(null);
        return;
      }
      const beating = await Promise.all(roles.map(file => beats(join(start.folder, file))));
      // Trouble is over when somebody's heart beats, not when one begins.
      if (beating.some(Boolean)) this.#setProblem(null);
      if (beating.every(Boolean) || this.disposed || this.#worker !== null) return;
      if (Date.now() < this.#notBefore) return;
      // Trust or a setting may have changed meanwhile.
      this.#run(this.#start());
    } finally {
      this.#looking = false;
    }
  }

  #run(start: WorkerStart): void {
    const worker = new EngineWorker(this.#script, start, this.#log);
    this.#worker = worker;
    void worker.ended.then(end => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      if (end === 'not needed' || end === 'stopped') return;
      this.#notBefore = Date.now() + RETRY_AFTER;
      this.#setProblem(end);
    });
  }

  #setProblem(problem: Problem | null): void {
    if (this.#problem === problem) return;
    this.#problem = problem;
    this.#problemChanged.fire(problem);
  }
}

async function beats(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(file);
    return Math.abs(Date.now() - mtimeMs) < HEARTBEAT_LASTS;
  } catch {
    return false;
  }
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
