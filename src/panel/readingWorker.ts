import type { LogOutputChannel } from 'vscode';
import type { WorkerStart } from '../engine/protocol.ts';
import { EngineWorker } from '../host/engineWorker.ts';

export interface ReadingOptions {
  /** The bundled worker. */
  readonly script: URL;
  readonly log: LogOutputChannel;
  start(): WorkerStart;
}

/** The worker that reads for the panel: begun when first asked for, and anew after its end. */
export class ReadingWorker {
  readonly #options: ReadingOptions;
  #worker: EngineWorker | null = null;
  readonly #stopped = new WeakSet<EngineWorker>();

  constructor(options: ReadingOptions) {
    this.#options = options;
  }

  get worker(): EngineWorker {
    if (this.#worker !== null) return this.#worker;
    const { script, log } = this.#options;
    const worker = new EngineWorker(script, this.#options.start(), log);
    this.#worker = worker;
    void worker.ended.then(() => {
      if (this.#worker === worker) this.#worker = null;
    });
    return worker;
  }

  /** Whether it ended because it was told to. */
  hasStopped(worker: EngineWorker): boolean {
    return this.#stopped.has(worker);
  }

  async stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    if (worker === null) return;
    this.#stopped.add(worker);
    await worker.stop();
  }
}
