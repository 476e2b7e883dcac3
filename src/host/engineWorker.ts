import { Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import type { LogOutputChannel } from 'vscode';
import type { HostFunctions, WorkerEnd, WorkerFunctions, WorkerStart } from '../engine/protocol.ts';
import { WORKER_LIMITS } from './workerLimits.ts';

/** A worker that does not end when asked is ended. */
const GRACE = 400;

/** One worker thread and the way to talk to it. */
export class EngineWorker {
  readonly functions: BirpcReturn<WorkerFunctions, HostFunctions>;
  /** Why it ended, once it has. */
  readonly ended: Promise<WorkerEnd>;
  readonly #worker: Worker;

  /** @param script the bundled worker */
  constructor(script: URL, start: WorkerStart, log: LogOutputChannel) {
    const worker = new Worker(script, {
      workerData: start,
      name: `ai-impact ${start.role}`,
      resourceLimits: WORKER_LIMITS[start.role],
    });
    this.#worker = worker;
    let told: WorkerEnd | null = null;
    this.functions = createBirpc<WorkerFunctions, HostFunctions>(
      {
        log: (level, line) => log[level](`${start.role}: ${line}`),
        ended: reason => {
          told = reason;
        },
      },
      {
        post: message => worker.postMessage(message),
        on: receive => worker.on('message', receive),
        eventNames: ['touched'],
        // The first import of years of logs may hold an answer up for long.
        timeout: -1,
      },
    );
    this.ended = new Promise(resolve => {
      worker.once('error', error => log.error(`${start.role}: ${error.stack ?? error.message}`));
      worker.once('exit', () => {
        this.functions.$close();
        resolve(told ?? 'failed');
      });
    });
  }

  /** Asks it to end, and ends it where it does not. */
  async stop(): Promise<void> {
    const asked = this.functions.stop().catch(() => {});
    const late = new Promise<'late'>(resolve => setTimeout(resolve, GRACE, 'late'));
    await Promise.race([asked.then(() => this.ended), late]);
    await this.#worker.terminate();
  }
}
