import { Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import type {
  HostFunctions,
  LogLevel,
  WorkerEnd,
  WorkerFunctions,
  WorkerStart,
} from '../../src/engine/protocol.ts';
import type { Desk } from './desk.ts';

const SCRIPT = new URL('../../src/engine/worker.ts', import.meta.url);

/** The worker thread of one window, on the desk's data folder and home, with the real clock. */
export class RunningWorker {
  readonly functions: BirpcReturn<WorkerFunctions, HostFunctions>;
  readonly ended: Promise<WorkerEnd | 'killed'>;
  readonly lines: { level: LogLevel; line: string }[] = [];
  readonly #worker: Worker;

  constructor(desk: Desk, start: Partial<WorkerStart> = {}) {
    this.#worker = new Worker(SCRIPT, {
      workerData: {
        role: 'collector',
        folder: desk.folder,
        holder: crypto.randomUUID(),
        home: desk.workshop.home,
        machine: 'lovelace',
        trusted: true,
        gitPath: desk.workshop.gitPath,
        editorFolder: desk.workshop.home,
        folders: [],
        onlyOpened: false,
        ...start,
      } satisfies WorkerStart,
      env: { PATH: process.env.PATH, HOME: desk.workshop.home },
    });
    let told: WorkerEnd | 'killed' = 'killed';
    this.functions = createBirpc<WorkerFunctions, HostFunctions>(
      {
        log: (level, line) => void this.lines.push({ level, line }),
        ended: reason => {
          told = reason;
        },
      },
      {
        post: message => this.#worker.postMessage(message),
        on: receive => this.#worker.on('message', receive),
        eventNames: ['touched'],
        timeout: -1,
      },
    );
    this.ended = new Promise(resolve => {
      this.#worker.once('error', error => this.lines.push({ level: 'error', line: String(error) }));
      this.#worker.once('exit', () => {
        this.functions.$close();
        resolve(told);
      });
    });
  }

  /** At once, as a crash does it. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
