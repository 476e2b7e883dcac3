import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { GitError } from '../git/gitError.ts';
import { identify } from '../git/identify.ts';
import type { RestrictedFolders } from '../git/restrictedFolders.ts';
import type { Git } from '../git/run.ts';
import { homeOf, homeOfWorktree, isEmptyGit, isRoot } from '../git/worktreeRoot.ts';
import type { FolderRow, GitTables } from '../ledger/gitTables.ts';
import type { RepositoryIdentity } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { FoldersThere } from './foldersThere.ts';
import type { PlacedFile, UnreadRepository } from './works.ts';

/** Why a repository is not read that only windows in Restricted Mode have open. */
const RESTRICTED = 'restricted';

interface PlacesOptions {
  readonly git: Git;
  readonly restricted: RestrictedFolders;
}

export interface KnownRepository {
  readonly id: number;
  readonly identity: RepositoryIdentity;
}

/**
 * Which repository a path belongs to. Folders that exist are asked of git, once for each worktree; folders that
 * are gone are looked up in what was known of them.
 */
export class Places {
  readonly #git: Git;
  readonly #tables: GitTables;
  readonly #now: () => Instant;
  readonly #folders: Map<string, FolderRow>;
  readonly #repositories = new Map<string, KnownRepository>();
  readonly #entries = new Map<string, string | null>();
  /** By the root of a worktree that git is not asked about. */
  readonly #unread = new Map<string, UnreadRepository>();
  readonly #there = new FoldersThere();
  readonly #located = new Map<string, PlacedFile>();
  readonly #ignored = new Set<string>();
  readonly #rows = new Map<string, FolderRow | null>();
  readonly #asked = new Map<string, KnownRepository | null>();
  readonly #restricted: RestrictedFolders;
  /** Common dirs of known repositories that are there, and may not be asked about, by the ledger's number. */
  #barred: ReadonlyMap<number, string> = new Map();
  /** By folder: why git would not answer for it. */
  readonly problems = new Map<string, string>();

  constructor({ git, restricted }: PlacesOptions, tables: GitTables, now: () => Instant) {
    this.#git = git;
    this.#restricted = restricted;
    this.#tables = tables;
    this.#now = now;
    this.#folders = tables.folders();
  }

  /** Repositories found so far that git may be asked about. */
  get repositories(): readonly KnownRepository[] {
    return [...this.#repositories.values()];
  }

  /** To be called where git may be run in other folders than before: of the rest only what the ledger knows stays. */
  bar(): void {
    const barred = this.#tables
      .repositories()
      .filter(({ commonDir, root }) => this.#restricted.has(commonDir) && existsSync(root));
    this.#barred = new Map(barred.map(({ id, commonDir }) => [id, commonDir]));
    // No session may lie there, and nobody else would say why it is not read.
    for (const { root } of barred) this.problems.set(root, RESTRICTED);
    for (const commonDir of this.#repositories.keys())
      if (this.#restricted.has(commonDir)) this.#repositories.delete(commonDir);
    for (const root of this.#asked.keys()) if (this.#restricted.has(root)) this.#asked.delete(root);
  }

  /** Common dirs of repositories that may not be asked about, and could have what another is found to have. */
  get barred(): readonly string[] {
    return [...this.#barred.values(), ...this.#restricted.roots.map(root => join(root, '.git'))];
  }

  /** Whether git may not be asked about where a folder is, or was. */
  isRestricted(folder: string): boolean {
    return this.#restricted.has(folder);
  }

  /** Asks git about the worktree that holds a folder, if there is one and it was not asked before. */
  async learn(folder: string): Promise<KnownRepository | null> {
    const there = this.#there.nearest(folder);
    const root = there === null ? null : this.#rootAbove(there);
    if (root === null) return null;
    if (this.#restricted.has(root)) {
      const of = this.#folders.get(root)?.repository ?? null;
      if (of === null || !this.#barred.has(of)) this.problems.set(root, RESTRICTED);
      return null;
    }
    const asked = this.#asked.get(root);
    if (asked !== undefined) return asked;
    let known: KnownRepository | null = null;
    try {
      const identity = await identify(this.#git, root);
      if (identity !== null) known = this.#keep(root, identity);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      if (error.problem === 'no git') throw error;
      this.problems.set(root, error.problem);
    }
    this.#asked.set(root, known);
    return known;
  }

  /** Of a worktree that is gone, the repository may live on elsewhere. */
  async learnOfGone(folders: Iterable<string>): Promise<void> {
    const roots = new Map(this.#tables.repositories().map(({ id, root }) => [id, root]));
    for (const folder of folders) {
      const root = roots.get(this.repositoryOf(folder) ?? -1);
      if (root !== undefined && existsSync(root)) await this.learn(root);
    }
  }

  /** A folder that is gone is placed for good, by whatever told where it was. */
  place(folder: string, worktree: string, repository: KnownRepository, evidence: string): void {
    this.#put({ path: folder, worktree, repository: repository.id, evidence, at: this.#now() });
  }

  /** Whether this very folder, or an agent's worktree around it, was placed. */
  isPlaced(folder: string): boolean {
    const row = this.#folders.get(folder);
    return row !== undefined && row.repository !== null;
  }

  /** The repository of a folder, as far as is known. */
  repositoryOf(folder: string): number | null {
    return this.#rowOf(folder)?.repository ?? null;
  }

  /** Where a file lies; its folder must have been learnt before. */
  locate(path: string): PlacedFile {
    const known = this.#located.get(path);
    if (known !== undefined) return known;
    const placed = this.#locate(path);
    this.#located.set(path, placed);
    return placed;
  }

  #locate(path: string): PlacedFile {
    const folder = dirname(path);
    const there = this.#there.real(folder) !== null;
    const target = there ? linkTarget(path) : null;
    if (target !== null) {
      const led = this.locate(target);
      // Where a link leads nobody may have worked, so that git was not asked though it might have been.
      if (led.in !== 'unread' || this.#restricted.has(led.root) || this.problems.has(led.root)) return led;
      return { in: 'unknown' };
    }
    const above = there ? this.#rootAbove(folder) : null;
    // A repository that git refuses is no place without one; what was known of it before stays.
    const refused = above !== null && this.#isRefused(above) && !this.isPlaced(above);
    if (refused) return this.#placeUnread(above, path);
    const row = this.#rowOf(folder);
    if (row !== null && row.repository !== null && row.worktree !== null) {
      const real = this.#there.real(folder) ?? folder;
      const inner = relative(row.worktree, join(real, basename(path)));
      const literal = inner.startsWith('..') ? relative(row.path, path) : inner;
      if (!literal.startsWith('..')) {
        if (this.#ignored.has(path)) return existsSync(path) ? { in: 'outside' } : { in: 'unknown' };
        return { in: 'repository', repository: row.repository, path: asGitHasIt(literal) };
      }
    }
    const around = above ?? this.#rootAbove(this.#there.nearest(folder) ?? folder);
    // A repository that git was not to be asked about.
    if (around !== null && (this.#isRefused(around) || !this.#asked.has(around)))
      return this.#placeUnread(around, path);
    // What lies in a folder that is gone is gone too, without asking the disk for each file.
    if (!there) return { in: 'gone' };
    return existsSync(path) ? { in: 'outside' } : { in: 'unknown' };
  }

  #placeUnread(root: string, path: string): PlacedFile {
    const repository = this.#unread.get(root) ?? this.#repositoryBy(homeOfWorktree(root));
    this.#unread.set(root, repository);
    return { in: 'unread', root, repository, path: asGitHasIt(relative(root, path)) };
  }

  #repositoryBy(home: string): UnreadRepository {
    return this.#tables.repositories().find(({ commonDir }) => homeOf(commonDir) === home)?.id ?? home;
  }

  /** Files of repositories that were learnt, by their worktree's root: what git can be asked about. */
  byWorktree(paths: Iterable<string>): Map<string, string[]> {
    const grouped = new Map<string, string[]>();
    const learnt = new Set(this.repositories.map(({ id }) => id));
    for (const path of paths) {
      const placed = this.locate(path);
      if (placed.in !== 'repository' || !learnt.has(placed.repository)) continue;
      const row = this.#rowOf(dirname(path));
      if (row?.worktree == null || this.#there.real(row.worktree) === null) continue;
      grouped.set(row.worktree, [...(grouped.get(row.worktree) ?? []), path]);
    }
    return grouped;
  }

  /** Git does not look after these, although they lie in a worktree. */
  ignore(paths: Iterable<string>): void {
    for (const path of paths) this.#ignored.add(path);
    this.#located.clear();
  }

  /**
   * Forgets what was seen of the disk; what the ledger knows stays.
   * @param git what git answered too
   */
  refresh(git: boolean): void {
    this.#entries.clear();
    this.#unread.clear();
    this.#there.forget();
    this.#rows.clear();
    this.#located.clear();
    if (!git) return;
    this.#ignored.clear();
    this.#asked.clear();
    this.problems.clear();
  }

  #keep(root: string, identity: RepositoryIdentity): KnownRepository {
    const id = this.#tables.meetRepository({
      commonDir: identity.commonDir,
      root: identity.worktree ?? identity.commonDir,
      remote: identity.remotes[0]?.url ?? null,
      remoteIdentity: identity.remotes[0]?.identity ?? null,
      shallow: identity.shallow,
    });
    const known = { id, identity };
    this.#repositories.set(identity.commonDir, known);
    this.#put({ path: root, worktree: identity.worktree, repository: id, evidence: 'git', at: this.#now() });
    return known;
  }

  #put(row: FolderRow): void {
    const before = this.#folders.get(row.path);
    if (before !== undefined && before.repository !== null) return;
    this.#tables.putFolder(row);
    this.#folders.set(row.path, row);
    this.#rows.clear();
    this.#located.clear();
  }

  /** The row of the folder itself or of the nearest one above it. */
  #rowOf(folder: string): FolderRow | null {
    const known = this.#rows.get(folder);
    if (known !== undefined) return known;
    const row = this.#findRow(folder);
    this.#rows.set(folder, row);
    return row;
  }

  #findRow(folder: string): FolderRow | null {
    const real = this.#there.real(folder);
    for (const start of real === null || real === folder ? [folder] : [folder, real]) {
      const live = this.#there.has(start) ? this.#rootAbove(start) : null;
      const direct = live === null ? undefined : this.#folders.get(live);
      if (direct !== undefined) return direct;
      for (let at = start; ; at = dirname(at)) {
        const row = this.#folders.get(at);
        if (row !== undefined) return row;
        if (dirname(at) === at) break;
      }
    }
    return null;
  }

  /** A folder of which nobody made a repository is none, and git has nothing to tell of it. */
  #isRefused(root: string): boolean {
    return this.problems.has(root) && !isEmptyGit(root);
  }

  /** The folder with a `.git` in it, at or above this one. */
  #rootAbove(folder: string): string | null {
    const known = this.#entries.get(folder);
    if (known !== undefined) return known;
    const parent = dirname(folder);
    const root = isRoot(folder) ? folder : parent === folder ? null : this.#rootAbove(parent);
    this.#entries.set(folder, root);
    return root;
  }
}

function asGitHasIt(path: string): string {
  return path.split(sep).join('/');
}

/** Where a file that is a link leads; `null` for any other. */
function linkTarget(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : null;
  } catch {
    return null;
  }
}
