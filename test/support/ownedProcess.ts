import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

export interface OwnedProcessOptions {
  readonly cwd?: string;
  /** The whole environment: nothing is inherited. */
  readonly env: NodeJS.ProcessEnv;
  /** Output kept in memory, in characters; the oldest is dropped. */
  readonly keep?: number;
}

const RUNNING = new Set<OwnedProcess>();

/** Whoever leaves without asking still takes along what was started. */
process.once('exit', () => {
  for (const owned of RUNNING) owned.kill('SIGKILL');
});

/** A program that we started, in a process group of its own, so that it ends with all that it started. */
export class OwnedProcess {
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #keep: number;
  #output = '';

  constructor(command: string, args: readonly string[], options: OwnedProcessOptions) {
    this.#keep = options.keep ?? 200_000;
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    RUNNING.add(this);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => this.#add(text));
    }
    this.exited = new Promise(resolve => {
      this.#child.once('error', error => {
        this.#add(`${error.message}\n`);
        resolve(null);
      });
      this.#child.once('close', code => resolve(code));
    });
    void this.exited.then(() => RUNNING.delete(this));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What it printed, both streams, as it came. */
  get output(): string {
    return this.#output;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null && this.#child.pid !== undefined;
  }

  /**
   * The first match in what it prints.
   * @throws Error with its last output when it ends or the time is over before.
   */
  async waitFor(pattern: RegExp, timeoutMs: number): Promise<RegExpMatchArray> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const match = this.#output.match(pattern);
      if (match) return match;
      if (!this.running) throw new Error(`ended before it said ${pattern}:\n${this.#output.slice(-2000)}`);
      if (Date.now() > deadline)
        throw new Error(`did not say ${pattern} in time:\n${this.#output.slice(-2000)}`);
      await sleep(25);
    }
  }

  /** Asks it to end, and ends it after `graceMs`. */
  async end(graceMs = 3000): Promise<void> {
    if (this.running) {
      this.kill('SIGTERM');
      await Promise.race([this.exited, sleep(graceMs, undefined, { ref: false })]);
    }
    // Its children share the group and may outlive it.
    this.kill('SIGKILL');
    await this.exited;
  }

  kill(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #add(text: string): void {
    this.#output = (this.#output + text).slice(-this.#keep);
  }
}
