import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { FolderRow, GitTables } from '../ledger/gitTables.ts';

export interface KnownPlace {
  readonly repository: number;
  /** Relative to the worktree's root, with forward slashes: equal in all worktrees. */
  readonly path: string;
}

/** Where folders lay when git was last asked: git itself is not asked here. */
export class KnownFolders {
  readonly #folders = new Map<string, Pick<FolderRow, 'path' | 'worktree' | 'repository'>>();
  readonly #roots: ReadonlyMap<number, readonly string[]>;

  constructor(tables: GitTables) {
    const repositories = tables.repositories();
    this.#roots = new Map(
      repositories.map(({ id, root, commonDir }) => [id, [mainWorktree(commonDir) ?? root, root]]),
    );
    // Agents may have worked in other worktrees alone.
    for (const [repository, [main]] of this.#roots)
      this.#folders.set(main!, { path: main!, worktree: main!, repository });
    for (const [path, row] of tables.folders()) this.#folders.set(path, row);
  }

  /** Worktrees of the repository that holds, or held, a folder; the main one first. */
  rootsOf(folder: string): readonly string[] {
    return this.#roots.get(this.#rowOf(folder)?.repository ?? -1) ?? [];
  }

  /** `null` where a file lies in no repository that is known. */
  place(file: string): KnownPlace | null {
    const folder = dirname(file);
    const real = realFolder(folder);
    for (const at of real === null || real === folder ? [folder] : [real, folder]) {
      const row = this.#rowOf(at);
      if (row === null || row.repository === null) continue;
      const path = join(at, basename(file));
      for (const root of [row.worktree ?? row.path, row.path]) {
        const inner = relative(root, path);
        if (!inner.startsWith('..')) return { repository: row.repository, path: inner.split(sep).join('/') };
      }
    }
    return null;
  }

  /** Of the folder itself or of the nearest one above it. */
  #rowOf(folder: string) {
    for (let at = folder; ; at = dirname(at)) {
      const row = this.#folders.get(at);
      if (row !== undefined) return row;
      if (dirname(at) === at) return null;
    }
  }
}

/** `null` of a bare repository, and of a submodule. */
function mainWorktree(commonDir: string): string | null {
  return basename(commonDir) === '.git' ? dirname(commonDir) : null;
}

function realFolder(folder: string): string | null {
  try {
    return realpathSync(folder);
  } catch {
    return null;
  }
}
