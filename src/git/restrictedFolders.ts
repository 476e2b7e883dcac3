import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, relative, sep } from 'node:path';
import { homeOf, isRoot, repositoryElsewhere } from './worktreeRoot.ts';

/**
 * Where git is not run: in repositories in, or around, folders that only windows in Restricted Mode have open. Found
 * out without git.
 */
export class RestrictedFolders {
  #restricted: readonly string[] = [];
  #trusted: readonly string[] = [];
  #hasRepository = false;
  readonly #known = new Map<string, boolean>();

  /** @param trusted folders open in a trusted window; trust in one is trust in all that lies in it */
  set(restricted: readonly string[], trusted: readonly string[]): void {
    this.#known.clear();
    this.#trusted = trusted.map(realOf);
    const roots = restricted.map(realOf).map(folder => ({ folder, root: rootAbove(folder) }));
    this.#hasRepository = roots.some(({ root }) => root !== null);
    this.#restricted = roots.flatMap(({ folder, root }) => {
      const elsewhere = root === null ? null : repositoryElsewhere(root);
      // Of a linked worktree the repository is another folder's, which may well be read.
      return elsewhere === null || elsewhere.linked ? [folder] : [folder, realOf(elsewhere.commonDir)];
    });
  }

  /** Whether one of them is seen to be in a repository, of which nothing else may be known. */
  get hasRepository(): boolean {
    return this.#hasRepository;
  }

  /** @param path a folder, there or not, or a common dir */
  has(path: string): boolean {
    if (this.#restricted.length === 0) return false;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const real = realOf(path);
    const root = rootAbove(real) ?? real;
    const elsewhere = repositoryElsewhere(root);
    const has =
      this.#holds(homeOf(root)) || (elsewhere !== null && this.#holds(homeOf(realOf(elsewhere.commonDir))));
    this.#known.set(path, has);
    return has;
  }

  #holds(folder: string): boolean {
    if (this.#trusted.some(trusted => isWithin(trusted, folder))) return false;
    return this.#restricted.some(restricted => isWithin(restricted, folder) || isWithin(folder, restricted));
  }
}

function rootAbove(folder: string): string | null {
  for (let at = folder; ; at = dirname(at)) {
    if (isRoot(at)) return at;
    if (dirname(at) === at) return null;
  }
}

/** Without links in it; as given where it is gone. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}

function isWithin(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
