import { extensions } from 'vscode';
import { Disposable, type HasDispose } from './disposable.ts';

// The part of VS Code's built-in git extension that is used here. Source: its api/git.d.ts, version 1.
interface GitApi {
  readonly git: { readonly path: string };
  readonly repositories: readonly GitRepository[];
  onDidOpenRepository(listener: (repository: GitRepository) => void): HasDispose;
  onDidCloseRepository(listener: (repository: GitRepository) => void): HasDispose;
}

interface GitRepository {
  readonly rootUri: { readonly fsPath: string };
  readonly state: { onDidChange(listener: () => void): HasDispose };
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** Passes on what the editor's git notices. It has no event for a push: what happened is found out elsewhere. */
export class GitEvents extends Disposable {
  readonly #touched: (folders: readonly string[]) => void;
  /** By root: a repository is another object each time that the git extension tells of it. */
  readonly #repositories = new Map<string, HasDispose>();
  #api: GitApi | null = null;

  constructor(touched: (folders: readonly string[]) => void) {
    super();
    this.#touched = touched;
    this._register({
      dispose: () => {
        for (const listener of this.#repositories.values()) listener.dispose();
      },
    });
  }

  /** The git that the editor uses; null where it has none. */
  get gitPath(): string | null {
    return this.#api?.git.path ?? null;
  }

  /** Roots of the repositories that are open in this window. */
  get roots(): readonly string[] {
    return [...this.#repositories.keys()];
  }

  /** Settles when the git extension is there, or is known not to be: it is not, in a restricted window. */
  async start(): Promise<void> {
    const extension = extensions.getExtension<GitExtension>('vscode.git');
    if (extension === undefined) return;
    try {
      const git = extension.isActive ? extension.exports : await extension.activate();
      if (!git.enabled || this.disposed) return;
      this.#follow(git.getAPI(1));
    } catch {
      // Git is switched off in this window, or not installed: repositories are found without it.
    }
  }

  #follow(api: GitApi): void {
    this.#api = api;
    this._register(api.onDidOpenRepository(repository => this.#add(repository)));
    this._register(
      api.onDidCloseRepository(({ rootUri }) => {
        this.#repositories.get(rootUri.fsPath)?.dispose();
        this.#repositories.delete(rootUri.fsPath);
      }),
    );
    for (const repository of api.repositories) this.#add(repository);
  }

  #add(repository: GitRepository): void {
    const root = repository.rootUri.fsPath;
    const tell = () => this.#touched([root]);
    this.#repositories.get(root)?.dispose();
    this.#repositories.set(root, repository.state.onDidChange(tell));
    tell();
  }
}
