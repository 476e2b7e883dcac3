import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** Whether a folder is the root of a worktree, or a bare repository: as git would see it, without asking git. */
export function isRoot(folder: string): boolean {
  try {
    lstatSync(join(folder, '.git'));
    return true;
  } catch {
    return ['HEAD', 'objects', 'refs'].every(name => existsSync(join(folder, name)));
  }
}

/** Where a worktree's repository lies that is elsewhere. */
export interface Elsewhere {
  readonly commonDir: string;
  /** One of several worktrees of that repository, and not its main one. */
  readonly linked: boolean;
}

/** What the `.git` of a worktree says, where it is a file or a link; `null` where it is a folder, or says nothing. */
export function repositoryElsewhere(root: string): Elsewhere | null {
  const linked = linkTarget(join(root, '.git'));
  if (linked !== null) return { commonDir: linked, linked: false };
  const named = /^gitdir: (.+?)\r?\n?$/.exec(textOf(join(root, '.git')) ?? '')?.[1];
  if (named === undefined) return null;
  const gitDir = resolve(root, named);
  const common = textOf(join(gitDir, 'commondir'))?.trimEnd();
  return common === undefined
    ? { commonDir: gitDir, linked: false }
    : { commonDir: resolve(gitDir, common), linked: true };
}

/** The folder by which a person knows a repository: what holds its `.git`; of any other it is its own. */
export function homeOf(commonDir: string): string {
  return basename(commonDir) === '.git' ? dirname(commonDir) : commonDir;
}

/** The folder that a link leads to; `null` for anything else. */
function linkTarget(path: string): string | null {
  try {
    return lstatSync(path).isSymbolicLink() && statSync(path).isDirectory() ? realpathSync(path) : null;
  } catch {
    return null;
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
