import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { GitError, type GitProblem } from '../../src/git/gitError.ts';
import { Git, type GitOptions } from '../../src/git/run.ts';

/** Seconds since the epoch at which the first command of a `Workshop` happens. */
export const FIRST_SECOND = 1_790_000_000;

export type RefFormat = 'files' | 'reftable';

export interface WorkshopOptions {
  /** The program; found on PATH unless given. */
  readonly gitPath?: string;
  /** How its repositories keep their refs, where that program knows more than one way. */
  readonly refFormat?: RefFormat;
}

/** A temporary folder with real repositories in it and a clock of its own: each command is a minute later. */
export class Workshop {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'ai-impact-git-')));
  readonly home = join(this.root, 'home');
  readonly gitPath: string | null;
  readonly refFormat: RefFormat;
  second = FIRST_SECOND;

  constructor({ gitPath, refFormat = 'files' }: WorkshopOptions = {}) {
    this.gitPath = gitPath ?? null;
    this.refFormat = refFormat;
    mkdirSync(this.home);
    writeFileSync(
      join(this.home, '.gitconfig'),
      '[user]\n name = Dev\n email = dev@example.com\n[init]\n defaultBranch = main\n[protocol "file"]\n allow = always\n[advice]\n detachedHead = false\n',
    );
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  git(options: Partial<GitOptions> = {}): Git {
    const path = this.gitPath === null ? {} : { path: this.gitPath };
    return new Git({ variables: process.env, home: this.home, ...path, ...options });
  }

  /** A repository with one commit on `main`, which a bare remote `origin` on disk has too. */
  published(name = 'work'): TestRepository {
    this.bare(`${name}-remote.git`);
    const repository = this.init(name);
    repository.run('remote', 'add', 'origin', this.path(`${name}-remote.git`));
    repository.commit('first', { 'first.ts': 'export const first = 1;\n' });
    repository.run('push', '-q', '-u', 'origin', 'main');
    repository.run('remote', 'set-head', 'origin', 'main');
    return repository;
  }

  init(name: string, ...options: string[]): TestRepository {
    mkdirSync(this.path(name), { recursive: true });
    const repository = new TestRepository(this, this.path(name));
    repository.run('init', '-q', ...options);
    return repository;
  }

  bare(name: string): TestRepository {
    return this.init(name, '--bare');
  }

  at(folder: string): TestRepository {
    return new TestRepository(this, folder);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

export class TestRepository {
  readonly workshop: Workshop;
  readonly root: string;

  constructor(workshop: Workshop, root: string) {
    this.workshop = workshop;
    this.root = root;
  }

  get commonDir(): string {
    return join(this.root, '.git');
  }

  /** Runs git as the developer does; the answer without its closing newline. */
  run(...args: string[]): string {
    return this.with({}, ...args);
  }

  with(variables: Record<string, string>, ...args: string[]): string {
    this.workshop.second += 60;
    const date = `${this.workshop.second} +0000`;
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    return execFileSync(this.workshop.gitPath ?? 'git', args, {
      cwd: this.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
      env: {
        ...Object.fromEntries(inherited),
        HOME: this.workshop.home,
        LC_ALL: 'C',
        GIT_DEFAULT_REF_FORMAT: this.workshop.refFormat,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
        ...variables,
      },
    }).replace(/\n$/, '');
  }

  /** `null` removes the file. */
  write(path: string, content: string | Uint8Array | null): void {
    const full = join(this.root, path);
    if (content === null) {
      rmSync(full, { force: true });
      return;
    }
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, content);
  }

  /** Commits all that differs. The commit's id. */
  commit(message: string, files: Record<string, string | Uint8Array | null> = {}): string {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.run('add', '-A');
    this.run('commit', '-q', '--allow-empty', '-m', message);
    return this.head();
  }

  head(revision = 'HEAD'): string {
    return this.run('rev-parse', revision);
  }
}

/** What went wrong with git; any other error is thrown on. */
export async function problemOf(promise: Promise<unknown>): Promise<GitProblem | 'none'> {
  try {
    await promise;
    return 'none';
  } catch (error) {
    if (error instanceof GitError) return error.problem;
    throw error;
  }
}

export async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}
