import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** Bytes of a `.git` file that git reads at most. */
const MOST_BYTES = 1024 * 1024;
/** What somebody else's repository calls `.git` may be a pipe, on which one would wait for ever. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Whether a folder looks like the root of a worktree, or a bare repository, without asking git. */
export function isRoot(folder: string): boolean {
  try {
    lstatSync(join(folder, '.git'));
    return true;
  } catch {
    return ['HEAD', 'objects', 'refs'].every(name => existsSync(join(folder, name)));
  }
}

/** Whether git, which passes over what only looks like a root, goes no further up than this folder. */
export function isWhereGitEnds(folder: string): boolean {
  const dotGit = join(folder, '.git');
  // Of a file git takes what it names, or gives up.
  return kindOf(dotGit) === 'file' || isGitDir(dotGit) || isGitDir(folder);
}

/** Whether the `.git` of a root is a folder that nobody made a repository of. */
export function isEmptyGit(root: string): boolean {
  const dotGit = join(root, '.git');
  return (
    kindOf(dotGit) === 'folder' && !['HEAD', 'objects', 'refs'].some(name => existsSync(join(dotGit, name)))
  );
}

/** Where a worktree's repository lies that is elsewhere. */
export interface Elsewhere {
  /** Without links in it. */
  readonly commonDir: string;
  /** One of several worktrees of that repository, and not its main one. */
  readonly linked: boolean;
}

/** What the `.git` of a worktree says of where its repository is kept; `null` where that is this very `.git`. */
export function repositoryElsewhere(root: string): Elsewhere | null {
  const dotGit = join(root, '.git');
  const [, named] = /^gitdir: (.+)$/s.exec(nameIn(dotGit) ?? '') ?? [];
  const led = named === undefined ? linkTarget(dotGit) : whereNamed(root, named);
  const gitDir = led ?? (kindOf(dotGit) === null ? root : dotGit);
  const common = commonDirOf(gitDir);
  if (common === null && led === null) return null;
  return { commonDir: common ?? gitDir, linked: common !== null && common !== gitDir };
}

/** The folder by which a person knows the repository that a worktree is one of, without links in it. */
export function homeOfWorktree(root: string): string {
  const elsewhere = repositoryElsewhere(root);
  return elsewhere === null ? whereNamed(root, '.') : homeOf(elsewhere.commonDir);
}

/** The folder by which a person knows a repository: what holds its `.git`; of any other it is its own. */
export function homeOf(commonDir: string): string {
  return basename(commonDir) === '.git' ? dirname(commonDir) : commonDir;
}

/** As git tells a folder in which a repository is kept, or what is a linked worktree's own of it, from any other. */
function isGitDir(folder: string): boolean {
  const common = commonDirOf(folder) ?? folder;
  return (
    /^ref:\s*refs\/|^[0-9a-f]{40}/.test(headOf(folder)) &&
    ['objects', 'refs'].every(name => kindOf(join(common, name)) === 'folder')
  );
}

function headOf(gitDir: string): string {
  const head = join(gitDir, 'HEAD');
  try {
    return lstatSync(head).isSymbolicLink() ? `ref: ${readlinkSync(head)}` : (textOf(head) ?? '');
  } catch {
    return '';
  }
}

/** What a linked worktree's folder of its own says of the repository's; `null` for any other. */
function commonDirOf(gitDir: string): string | null {
  const named = nameIn(join(gitDir, 'commondir'));
  return named === null ? null : whereNamed(gitDir, named);
}

/** A path as a file in `folder` names it, by what is on the disk: what follows a link does not lie beside the link. */
function whereNamed(folder: string, named: string): string {
  try {
    return realpathSync.native(isAbsolute(named) ? named : `${folder}${sep}${named}`);
  } catch {
    return resolve(folder, named);
  }
}

/** The folder that a link leads to; `null` for anything else. */
function linkTarget(path: string): string | null {
  try {
    const isLink = lstatSync(path).isSymbolicLink() && kindOf(path) === 'folder';
    return isLink ? realpathSync.native(path) : null;
  } catch {
    return null;
  }
}

/** Through links; `null` where nothing is, or neither. */
function kindOf(path: string): 'file' | 'folder' | null {
  try {
    const found = statSync(path);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : null;
  } catch {
    return null;
  }
}

/** The one name that a file of git's holds, as git reads it. */
function nameIn(file: string): string | null {
  const [name] = textOf(file)?.split('\0', 1) ?? [];
  return name?.replace(/[\r\n]+$/, '') ?? null;
}

/** `null` of what is no file, or longer than git would read. */
function textOf(path: string): string | null {
  let file: number | undefined;
  try {
    file = openSync(path, WITHOUT_WAITING);
    const found = fstatSync(file);
    return found.isFile() && found.size <= MOST_BYTES ? readFileSync(file, 'utf8') : null;
  } catch {
    return null;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
