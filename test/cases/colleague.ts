import { existsSync } from 'node:fs';
import type { TestRepository, Workshop } from '../support/repository.ts';

/** Whoever else changes the remote, from a clone of their own: a teammate, a bot, the forge's merge button. */
export class Colleague {
  readonly #clone: TestRepository;

  constructor(workshop: Workshop, remote: string) {
    const folder = workshop.path('colleague');
    if (!existsSync(folder)) workshop.at(workshop.root).run('clone', '-q', remote, folder);
    this.#clone = workshop.at(folder);
    this.#clone.run('config', 'user.name', 'Colleague');
    this.#clone.run('config', 'user.email', 'colleague@example.com');
  }

  /** Git in their clone, as they type it; words are parted by spaces. */
  git(command: string): string {
    return this.#clone.run(...command.split(' '));
  }

  write(path: string, text: string | null): this {
    this.#clone.write(path, text);
    return this;
  }

  /** Puts their clone on what the remote has of a branch. */
  on(branch = 'main'): this {
    this.git('fetch -q --prune');
    this.git(`checkout -q -B ${branch} origin/${branch}`);
    return this;
  }

  /** Changes files on a branch and pushes it; the commit's id. */
  commit(message: string, files: Record<string, string | null>, branch = 'main'): string {
    this.on(branch);
    const commit = this.#clone.commit(message, files);
    this.git(`push -q origin ${branch}`);
    return commit;
  }

  /** Squashes a branch into main; `files` are changed in the same commit. */
  squash(branch: string, message = 'Feature (#1)', files: Record<string, string | null> = {}): string {
    this.on();
    this.git(`merge -q --squash origin/${branch}`);
    return this.finish(message, files);
  }

  merge(branch: string, message = `Merge branch '${branch}'`): string {
    this.on();
    this.#clone.run('merge', '-q', '--no-ff', '-m', message, `origin/${branch}`);
    this.git('push -q origin main');
    return this.#clone.head();
  }

  fastForward(branch: string): string {
    this.on();
    this.git(`merge -q --ff-only origin/${branch}`);
    this.git('push -q origin main');
    return this.#clone.head();
  }

  /** As the forge's button does: the branch's commits anew on top of main. */
  rebase(branch: string): string {
    this.on(branch);
    this.git('rebase -q origin/main');
    this.git(`push -q origin ${branch}:main`);
    return this.#clone.head();
  }

  cherryPick(commit: string, onto: string): string {
    this.on(onto);
    this.git(`cherry-pick ${commit}`);
    this.git(`push -q origin ${onto}`);
    return this.#clone.head();
  }

  /** With git's own words in the message. */
  revert(commit: string, ...options: string[]): string {
    this.on();
    this.#clone.run('revert', '--no-edit', ...options, commit);
    this.git('push -q origin main');
    return this.#clone.head();
  }

  deleteBranch(branch: string): this {
    this.git(`push -q origin --delete ${branch}`);
    return this;
  }

  /** Commits all that differs and pushes it; the commit's id. */
  finish(message: string, files: Record<string, string | null> = {}, refspec = 'main'): string {
    const commit = this.#clone.commit(message, files);
    this.git(`push -q origin ${refspec}`);
    return commit;
  }
}
