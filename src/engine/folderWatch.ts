import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileIdentity } from './fileIdentity.ts';

/** Inotify and its kin are shared with every other program: a sweep covers what is beyond this. */
const MOST_WATCHERS = 2000;

interface Watched {
  readonly watcher: FSWatcher;
  readonly awaited: Awaited;
  /** Of the folder that is watched: its path may come to lead to another. */
  readonly identity: string | null;
}

/** Names that are awaited in a folder; `null` where everything in it is of interest. */
type Awaited = ReadonlySet<string> | null;

/** Watches single folders, not trees. What is not there yet is awaited at its nearest parent. */
export class FolderWatch {
  readonly #onEvent: (folder: string, name: string | null) => void;
  readonly #most: number;
  readonly #watchers = new Map<string, Watched>();

  constructor(onEvent: (folder: string, name: string | null) => void, most = MOST_WATCHERS) {
    this.#onEvent = onEvent;
    this.#most = most;
  }

  get size(): number {
    return this.#watchers.size;
  }

  /**
   * Makes these the watched folders: the first of them, where they are too many. True where one is watched now that was
   * not before.
   */
  set(folders: Iterable<string>): boolean {
    const wanted = new Map([...wantedFolders(folders)].slice(0, this.#most));
    for (const [folder, { watcher }] of this.#watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      this.#watchers.delete(folder);
    }
    let added = false;
    for (const [folder, awaited] of wanted) {
      const known = this.#watchers.get(folder);
      if (known === undefined) added = this.#add(folder, awaited) || added;
      else if (known.identity === fileIdentity(folder)) this.#watchers.set(folder, { ...known, awaited });
      else {
        // One above it was moved away. It counts as known: on some file systems numbers never stay the same.
        this.#forget(folder, known.watcher);
        this.#add(folder, awaited);
      }
    }
    return added;
  }

  close(): void {
    for (const { watcher } of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #add(folder: string, awaited: Awaited): boolean {
    try {
      const identity = fileIdentity(folder);
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        const awaits = this.#watchers.get(folder)?.awaited ?? null;
        // The folder itself went, or something in it that has its name: which of them is not told. Another may stand
        // in its place already, and this watcher would be deaf to it.
        if (event === 'rename' && name === basename(folder) && awaits?.has(name) !== true) {
          if (this.#forget(folder, watcher)) this.#onEvent(folder, null);
          return;
        }
        // A home folder is busy: only what we wait for there is news.
        const come = awaits === null ? [name] : [...awaits].filter(child => existsSync(join(folder, child)));
        for (const child of come) this.#onEvent(folder, child);
      });
      // A folder that goes away ends its watcher; the next sweep sees to the rest.
      watcher.on('error', () => this.#forget(folder, watcher));
      this.#watchers.set(folder, { watcher, awaited, identity });
      return true;
    } catch {
      return false;
    }
  }

  /** False where another watcher has its place. */
  #forget(folder: string, watcher: FSWatcher): boolean {
    watcher.close();
    return this.#watchers.get(folder)?.watcher === watcher && this.#watchers.delete(folder);
  }
}

/** Existing folders, each with the names awaited in it. */
function wantedFolders(folders: Iterable<string>): Map<string, Set<string> | null> {
  const wanted = new Map<string, Set<string> | null>();
  for (const folder of folders) {
    let there = folder;
    while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
    if (there === folder) {
      wanted.set(folder, null);
      continue;
    }
    const awaited = wanted.get(there);
    if (awaited === null) continue;
    const child = relative(there, folder).split(sep, 1)[0]!;
    wanted.set(there, (awaited ?? new Set()).add(child));
  }
  return wanted;
}
