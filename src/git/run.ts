// git: folders and refs come in, facts about repositories go out as values of the model. Git itself is asked,
// read-only, offline and without starting any program that a repository names; what it tells of code
// leaves this room as the packer's numbers.
import { type ChildProcess, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { gitEnvironment, HARDENED, settingVariables, type Variables } from './environment.ts';
import { GitError, problemIn } from './gitError.ts';

/** A folder somewhere in a worktree, or a repository as a whole by its common directory. */
export type Place = { readonly folder: string } | { readonly commonDir: string };

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly signal?: AbortSignal | undefined;
  /** Exit codes that are answers; 0 alone unless given. */
  readonly answers?: readonly number[];
  /** Further settings, by name, that win over the repository's. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface GitOptions {
  /** Environment of this process. */
  readonly variables: Variables;
  /** The program; found on PATH unless given. */
  readonly path?: string;
  /** Stands in for the person's home, where a report is made for another one. */
  readonly home?: string | null;
  /** Milliseconds that git may be silent. */
  readonly timeLimit?: number;
  /** Bytes that one answer of `run` may have. */
  readonly outputLimit?: number;
  /** Where git is not run, by folder or common dir. */
  readonly restricted?: { has(path: string): boolean };
}

const STDERR_KEPT = 8192;

/** Runs git. Every failure is a `GitError`. */
export class Git {
  readonly #path: string;
  readonly #environment: Record<string, string>;
  readonly #timeLimit: number;
  readonly #outputLimit: number;
  readonly #restricted: GitOptions['restricted'];

  constructor(options: GitOptions) {
    this.#path = options.path ?? 'git';
    this.#environment = gitEnvironment(options.variables, options.home ?? null);
    this.#timeLimit = options.timeLimit ?? 10_000;
    this.#outputLimit = options.outputLimit ?? 256 * 1024 * 1024;
    this.#restricted = options.restricted;
  }

  /** Whether git is run in a folder, or for a common dir; `GitError` `restricted` is thrown where it is not. */
  mayRunIn(path: string): boolean {
    return !(this.#restricted?.has(path) ?? false);
  }

  /** The whole answer at once. */
  async run(place: Place, args: readonly string[], options: RunOptions = {}): Promise<GitAnswer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const outcome = { exitCode: 0 };
    for await (const chunk of this.#start(place, args, options, outcome)) {
      bytes += chunk.length;
      if (bytes > this.#outputLimit) throw new GitError('too much output', null, args[0] ?? '');
      chunks.push(chunk);
    }
    return { exitCode: outcome.exitCode, stdout: Buffer.concat(chunks, bytes) };
  }

  /** The answer as git writes it. Leaving the loop early ends git. */
  stream(place: Place, args: readonly string[], options: RunOptions = {}): AsyncGenerator<Buffer, void> {
    return this.#start(place, args, options, { exitCode: 0 });
  }

  /** The answer cut at each `separator`; what follows the last one counts too unless it is empty. */
  async *records(
    place: Place,
    args: readonly string[],
    options: RunOptions = {},
    separator = '\n',
  ): AsyncGenerator<string, void> {
    const cut = separator.charCodeAt(0);
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of this.stream(place, args, options)) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(cut); end !== -1; end = bytes.indexOf(cut, start)) {
        yield bytes.toString('utf8', start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
    if (rest.length > 0) yield rest.toString('utf8');
  }

  async *#start(
    place: Place,
    args: readonly string[],
    options: RunOptions,
    outcome: { exitCode: number },
  ): AsyncGenerator<Buffer, void> {
    if (options.signal?.aborted) throw new GitError('stopped', null, '');
    const cwd = 'folder' in place ? place.folder : place.commonDir;
    if (!this.mayRunIn(cwd)) throw new GitError('restricted', null, cwd);
    const where = 'folder' in place ? [] : [`--git-dir=${place.commonDir}`];
    const child = spawn(this.#path, [...where, ...HARDENED, ...args], {
      cwd,
      env: { ...this.#environment, ...settingVariables(options.settings ?? {}) },
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const watch = new Watch(child, options.signal);
    // Git may end before it has read all of its input; its exit code tells what that means.
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    try {
      watch.allow(this.#timeLimit);
      for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
        watch.pause();
        yield chunk;
        watch.allow(this.#timeLimit);
      }
      const exitCode = await watch.ended;
      if (watch.stoppedFor !== null) throw new GitError(watch.stoppedFor, null, args[0] ?? '');
      if (!(options.answers ?? [0]).includes(exitCode)) {
        throw new GitError(problemIn(watch.stderr), exitCode, watch.stderr.split('\n', 1)[0] ?? '');
      }
      outcome.exitCode = exitCode;
    } catch (error) {
      if (error instanceof GitError) throw error;
      if (watch.stoppedFor !== null) throw new GitError(watch.stoppedFor, null, args[0] ?? '');
      throw await this.#explain(error, cwd);
    } finally {
      watch.close();
    }
  }

  /** A missing program and a missing folder give the same system error. */
  async #explain(error: unknown, cwd: string): Promise<GitError> {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const folder = await stat(cwd).catch(() => null);
    if (folder === null || !folder.isDirectory()) return new GitError('no folder', null, code);
    return new GitError(code === 'ENOENT' || code === 'EACCES' ? 'no git' : 'failed', null, code);
  }
}

export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: Buffer;
}

/** Ends a child that is silent for too long or is no longer wanted, and says which it was. */
class Watch {
  readonly ended: Promise<number>;
  stoppedFor: 'time limit' | 'stopped' | null = null;
  stderr = '';
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #onAbort = () => this.#stop('stopped');

  constructor(child: ChildProcess, signal: AbortSignal | undefined) {
    this.#child = child;
    this.#signal = signal;
    this.ended = new Promise((resolve, reject) => {
      child.once('error', error => {
        child.stdout?.destroy(error);
        reject(error);
      });
      // Not 'exit': what git wrote to its standard error may come after that.
      child.once('close', code => resolve(code ?? -1));
    });
    this.ended.catch(() => {});
    child.stderr?.on('data', (chunk: Buffer) => {
      if (this.stderr.length < STDERR_KEPT) this.stderr += chunk.toString('utf8');
    });
    signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  allow(milliseconds: number): void {
    this.#timer = setTimeout(() => this.#stop('time limit'), milliseconds);
  }

  pause(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.pause();
    this.#signal?.removeEventListener('abort', this.#onAbort);
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGKILL');
  }

  #stop(reason: 'time limit' | 'stopped'): void {
    this.stoppedFor = reason;
    this.#child.kill('SIGKILL');
    // A process that git started may hold these open still.
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
  }
}
