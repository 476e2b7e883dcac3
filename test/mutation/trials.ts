import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Trial, Verdict } from './trial.ts';

/** Every round leaves its modules in memory. */
const ROUNDS = 250;
const LATE = 'did not end in time';
const DIED = 'the process died';
const PROGRAM = fileURLToPath(new URL('trialProcess.ts', import.meta.url));

/** One process after another in which test files are run; one that does not come back is ended. */
export class Trials {
  readonly #seed: number;
  #process: ChildProcess | null = null;
  #rounds = 0;

  /** @param seed of properties */
  constructor(seed: number) {
    this.#seed = seed;
  }

  /** @param limit milliseconds after which it counts as failed */
  async run(trial: Trial, limit: number): Promise<Verdict> {
    if (this.#rounds >= ROUNDS || this.#process?.connected === false) this.end();
    const child = this.#process ?? this.#start();
    this.#rounds++;
    const verdict = await new Promise<Verdict>(resolve => {
      const timer = setTimeout(() => resolve({ failed: LATE }), limit);
      const done = (found: Verdict) => {
        clearTimeout(timer);
        resolve(found);
      };
      child.once('message', message => done(message as Verdict));
      const died = () => done({ failed: DIED });
      child.once('exit', died).once('error', died);
      child.send(trial);
    });
    child.removeAllListeners();
    // What an ended process still says is of no matter.
    child.on('error', () => {});
    if (verdict.failed === LATE || verdict.failed === DIED) this.end();
    return verdict;
  }

  end(): void {
    this.#process?.kill('SIGKILL');
    this.#process = null;
    this.#rounds = 0;
  }

  #start(): ChildProcess {
    const execArgv = ['--max-old-space-size=1024', '--no-warnings'];
    const child = fork(PROGRAM, [String(this.#seed)], {
      execArgv,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.#process = child;
    return child;
  }
}
