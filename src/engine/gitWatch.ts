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
      const repository = this.#repositories.get(folder);
      if (repository !== undefined) onNews(repository);
    });
  }

  /** @param folders each with the common dir of its repository; they take the place of those before */
  set(folders: ReadonlyMap<string, string>): void {
    this.#repositories = folders;
    this.#watch.set(folders.keys());
  }

  close(): void {
    this.#watch.close();
  }
}
