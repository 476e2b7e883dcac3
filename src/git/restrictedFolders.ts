import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { homeOf, isRoot, isWhereGitEnds, repositoryElsewhere } from './worktreeRoot.ts';

/**
 * Where git is not run: in folders that only windows in Restricted Mode have open, and in the repositories that these lie
 * in. Found out without git.
 */
export class RestrictedFolders {
  #folders: readonly string[] = [];
  /** Of the repositories that they lie in, and where those are kept. */
  #roots: ReadonlySet<string> = new Set();
  #trusted: readonly string[] = [];
  readonly #known = new Map<string, boolean>();

  /** @param trusted folders open in a trusted window; trust in one is trust in all that lies in it */
  set(restricted: readonly string[], trusted: readonly string[]): void {
    this.#known.clear();
    this.#trusted = trusted.map(realOf);
    this.#folders = restricted.map(realOf);
    this.#roots = new Set(
      this.#folders.flatMap(rootsAbove).flatMap(root => {
        const elsewhere = repositoryElsewhere(root);
        // Of a linked worktree the repository is another folder's, which may well be read.
        const isOwn = elsewhere !== null && !elsewhere.linked;
        return isOwn ? [homeOf(root), homeOf(realOf(elsewhere.commonDir))] : [homeOf(root)];
      }),
    );
  }

  /** Roots of the repositories that they lie in, of which nothing else may be known. */
  get roots(): readonly string[] {
    return [...this.#roots];
  }

  /** @param path a folder, there or not, or a common dir */
  has(path: string): boolean {
    if (this.#folders.length === 0) return false;
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    const real = realOf(path);
    const roots = rootsAbove(real);
    const has = (roots.length > 0 ? roots : [real]).some(root => {
      const elsewhere = repositoryElsewhere(root);
      return (
        this.#holds(homeOf(root)) || (elsewhere !== null && this.#holds(homeOf(realOf(elsewhere.commonDir))))
      );
    });
    this.#known.set(path, has);
    return has;
  }

  #holds(home: string): boolean {
    if (this.#trusted.some(trusted => isWithin(trusted, home))) return false;
    return this.#roots.has(home) || this.#folders.some(folder => isWithin(folder, home));
  }
}

/** The nearest root, and those above it that git may go on to: not all that looks like one is one for git. */
function rootsAbove(folder: string): string[] {
  const roots: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    if (isRoot(at)) roots.push(at);
    if (dirname(at) === at || isWhereGitEnds(at)) return roots;
  }
}

/** Characters of a path beyond which no system has anything there. */
const LONGEST_PATH = 4096;

/** Without links in it, as far as it is there. */
function realOf(path: string): string {
  if (path.length > LONGEST_PATH) return path;
  try {
    return realpathSync.native(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realOf(above), basename(path));
  }
}

function isWithin(folder: string, other: string): boolean {
  const way = relative(folder, other);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
