import { join, sep } from 'node:path';
import { isTelling } from '../git/watchPaths.ts';
import { FolderWatch } from './folderWatch.ts';

/** Tells of repositories in which a push, commit, fetch or checkout leaves a trace. */
export class GitWatch {
  readonly #watch: FolderWatch;
  #repositories: ReadonlyMap<string, string> = new Map();

  /** @param onNews is told the repository's common dir */
  constructor(onNews: (commonDir: string) => void) {
    this.#watch = new FolderWatch((folder, name) => {
      if (name !== null && !isTelling(name)) return;
      for (const repository of this.#of(folder, name)) onNews(repository);
    });
  }

  /** @param folders each with the common dir of its repository; they take the place of those before */
  set(folders: ReadonlyMap<string, string>): void {
    this.#repositories = folders;
    this.#watch.set(folders.keys());
  }

  /** Those that leave traces in a folder, or came where they were awaited. */
  #of(folder: string, name: string | null): Set<string> {
    const known = this.#repositories.get(folder);
    if (known !== undefined) return new Set([known]);
    if (name === null) return new Set();
    const come = join(folder, name);
    const there = [...this.#repositories].filter(([each]) => each === come || each.startsWith(come + sep));
    return new Set(there.map(([, repository]) => repository));
  }

  close(): void {
    this.#watch.close();
  }
}
