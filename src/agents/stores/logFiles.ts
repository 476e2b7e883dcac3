import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { AgentEnvironment, LogFile, Store } from '../agent.ts';

/** Agents nest their logs less deep than this; a link that leads back up ends here at the latest. */
const MAX_DEPTH = 12;

export interface FoundLogs {
  readonly files: LogFile[];
  /** Roots that exist. */
  readonly roots: string[];
  /** Folders below them that were entered: a log may come into each. */
  readonly folders: string[];
  /** Folders and files that are there and cannot be read. */
  readonly unreadable: string[];
}

/** Lists what a store keeps. Never throws: what cannot be read is listed as such. */
export function findLogs(store: Store, environment: AgentEnvironment): FoundLogs {
  return new LogSearch(store).search(store.roots(environment), store.files?.(environment) ?? []);
}

class LogSearch {
  readonly #store: Store;
  readonly #entered = new Set<string>();
  readonly #folders: string[] = [];
  readonly #inodes = new Set<string>();
  readonly #best = new Map<string, LogFile>();
  readonly #unreadable: string[] = [];
  #root = '';

  constructor(store: Store) {
    this.#store = store;
  }

  search(patterns: readonly string[], named: readonly string[]): FoundLogs {
    for (const path of named) if (this.#target(path)?.isFile() === true) this.#add(path);
    const roots = patterns.flatMap(pattern => this.#expand(pattern)).filter(root => this.#walk(root, 0));
    return {
      files: [...this.#best.values()],
      roots,
      folders: this.#folders,
      unreadable: this.#unreadable,
    };
  }

  /** A pattern has at most one segment with a `*`. */
  #expand(pattern: string): string[] {
    const star = pattern.indexOf('*');
    if (star < 0) return [pattern];
    const folder = dirname(pattern.slice(0, star + 1));
    const [segment = '', ...rest] = pattern.slice(folder.length + 1).split(/[\\/]/);
    const [before = '', after = ''] = segment.split('*');
    const names = this.#list(folder) ?? [];
    return names
      .map(entry => entry.name)
      .filter(name => name.startsWith(before) && name.endsWith(after))
      .map(name => join(folder, name, ...rest));
  }

  #walk(folder: string, depth: number): boolean {
    const real = this.#realPath(folder);
    if (real === null) return false;
    if (depth === 0) this.#root = real;
    // A link that leads up, to a home folder say, leads to everything.
    else if (this.#root.startsWith(real.endsWith(sep) ? real : real + sep)) return false;
    if (this.#entered.has(real)) return depth > 0;
    this.#entered.add(real);
    const entries = this.#list(folder);
    if (entries === null) return false;
    if (depth > 0) this.#folders.push(folder);
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const kind = entry.isSymbolicLink() ? this.#target(path) : entry;
      if (kind === null) continue;
      if (kind.isDirectory()) {
        if (depth < (this.#store.depth ?? MAX_DEPTH)) this.#walk(path, depth + 1);
      } else if (kind.isFile() && this.#store.isLog(path)) this.#add(path);
    }
    return true;
  }

  #add(path: string): void {
    const file = this.#describe(path);
    if (file === null) return;
    const copyKey = this.#store.copyKey(path) ?? path;
    const known = this.#best.get(copyKey);
    // Folders come best first, so only a plain copy of a compressed file is better than what is known.
    if (known === undefined || (known.compression === 'zstd' && file.compression === 'none')) {
      this.#best.set(copyKey, file);
    }
  }

  #describe(path: string): LogFile | null {
    try {
      const stat = statSync(path);
      const log =
        this.#store.form === 'database' ? statSync(`${path}-wal`, { throwIfNoEntry: false }) : undefined;
      const inode = `${stat.dev}:${stat.ino}`;
      if (stat.ino !== 0 && this.#inodes.has(inode)) return null;
      this.#inodes.add(inode);
      return {
        path,
        compression: path.endsWith('.zst') ? 'zstd' : 'none',
        // What a database was told last lies beside it.
        size: stat.size + (log?.size ?? 0),
        mtimeMs: Math.max(stat.mtimeMs, log?.mtimeMs ?? 0),
        inode: stat.ino,
      };
    } catch (error) {
      this.#note(path, error);
      return null;
    }
  }

  #list(folder: string): Dirent[] | null {
    try {
      return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#note(folder, error);
      return null;
    }
  }

  #realPath(folder: string): string | null {
    try {
      return realpathSync(folder);
    } catch (error) {
      this.#note(folder, error);
      return null;
    }
  }

  #target(path: string) {
    try {
      return statSync(path);
    } catch (error) {
      this.#note(path, error);
      return null;
    }
  }

  /** What is not there, or is there no more, is no problem. */
  #note(path: string, error: unknown): void {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#unreadable.push(path);
  }
}
