import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/** A clone with a working tree, in which git runs at moments of the past. */
export class Repository {
  readonly root: string;
  readonly #home: string;
  readonly #person: Person;

  constructor(home: string, root: string, person: Person) {
    this.#home = home;
    this.root = root;
    this.#person = person;
  }

  /**
   * @param at milliseconds since the Unix epoch; reflogs and commits carry it
   * @returns what git printed, without the closing newline
   * @throws Error with what git complained of
   */
  git(at: number, ...args: string[]): string {
    return this.gitAs(this.#person, at, ...args);
  }

  /** As `git`, with another author than the one who commits. */
  gitAs(author: Person, at: number, ...args: string[]): string {
    const date = `${Math.floor(at / 1000)} +0000`;
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
    const printed = execFileSync('git', args, {
      cwd: this.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...Object.fromEntries(inherited),
        HOME: this.#home,
        XDG_CONFIG_HOME: join(this.#home, '.config'),
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        LC_ALL: 'C',
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: this.#person.name,
        GIT_COMMITTER_EMAIL: this.#person.email,
        GIT_COMMITTER_DATE: date,
      },
    });
    return printed.replace(/\n$/, '');
  }

  /** Takes what the remote has; branches that are gone there are forgotten. */
  fetch(at: number): void {
    this.git(at, 'fetch', '-q', '--prune', 'origin');
    const mark = join(this.root, '.git', 'FETCH_HEAD');
    if (existsSync(mark)) utimesSync(mark, at / 1000, at / 1000);
  }

  /** Makes `main` equal to the remote's. */
  pull(at: number): void {
    this.fetch(at);
    this.git(at, 'checkout', '-q', 'main');
    this.git(at, 'merge', '-q', '--ff-only', 'origin/main');
  }

  /** Commits all that differs. @returns the commit's id */
  commit(at: number, message: string): string {
    this.git(at, 'add', '-A');
    this.git(at, 'commit', '-q', '-m', message);
    return this.git(at, 'rev-parse', 'HEAD');
  }

  path(file: string): string {
    return join(this.root, file);
  }

  has(file: string): boolean {
    return existsSync(this.path(file));
  }

  read(file: string): string {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** The same repository in another worktree. */
  at(root: string): Repository {
    return new Repository(this.#home, root, this.#person);
  }
}
