import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommitChange, CommitMentions, FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { HeldLines } from './heldLines.ts';
import { unpackGrams, unpackLines } from './packed.ts';

type Lines = Pick<FileChange, 'added' | 'removed'>;

interface CommitRow {
  oid: string;
  parents: string;
  authored: number;
  committed: number;
  author: string;
  committer: string;
  mentions: string;
}

interface FileRow {
  id: number;
  oid: string;
  path: string;
  old_path: string | null;
  unread: FileChange['unread'];
  grams: string;
}

export interface KeptChange extends CommitChange {
  readonly files: readonly KeptFileChange[];
}

interface KeptFileChange extends FileChange {
  /** Nobody had asked for its token runs when it was listed. */
  readonly lackedGrams: boolean;
}

/** Commits that are read before others have their turn. */
const SLICE = 200;

/** What commits changed, of which the ledger gives the lines when they are asked for: all together are too many. */
export class KeptChanges {
  readonly #database: DatabaseSync;
  /** Made when changes are first asked for: a ledger of an earlier version, which is only read, has them otherwise. */
  #statements: Statements | null = null;
  readonly #held = new HeldLines();
  /** What was given before: a commit never changes. */
  readonly #given = new Map<string, ReadonlyMap<string, KeptCommit>>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * By commit id, of those commits that are known.
   * @param own merges, with what none of their parents has; else all differences are from the first parent
   * @param breathe called often: lets others have their turn
   */
  async of(
    repository: number,
    own: boolean,
    breathe: () => Promise<void> | null,
  ): Promise<ReadonlyMap<string, KeptChange>> {
    const key = keyOf(repository, own);
    const given = this.#given.get(key) ?? new Map<string, KeptCommit>();
    this.#statements ??= prepare(this.#database);
    const statements = this.#statements;
    const ids = statements.ids.all(repository, Number(own)).map(row => row.oid as string);
    const source: Source = { ...statements, held: this.#held };
    const slice = [repository, Number(own)] as const;
    const fresh = ids.filter(id => !given.has(id));
    const changes = new Map<string, KeptCommit>();
    const once: Once = { text: madeOnce(text => text), mentions: madeOnce(text => JSON.parse(text)) };
    // A few new ones lie far apart: all between them would be read as well.
    const size = fresh.length > SLICE ? SLICE : 1;
    for (let from = 0; from < fresh.length; from += size) {
      const range = [fresh[from]!, fresh[Math.min(from + size, fresh.length) - 1]!] as const;
      for (const change of this.#read(source, [...slice, ...range], once))
        if (!given.has(change.commit)) changes.set(change.commit, change);
      await breathe();
    }
    const all = new Map(ids.flatMap(id => [[id, given.get(id) ?? changes.get(id)!] as const]));
    this.#given.set(key, all);
    return all;
  }

  /** To be told of token runs that were added to what is kept of a file. */
  haveGrams(repository: number, own: boolean, commit: string, path: string): void {
    const files = this.#given.get(keyOf(repository, own))?.get(commit)?.files;
    files?.find(file => file.path === path)?.gotGrams();
  }

  /** Gives back the memory of lines that were asked for. */
  rest(): void {
    this.#held.rest();
  }

  /** @param slice repository, whether merges with what is their own, and the first and last commit */
  *#read(source: Source, slice: Slice, once: Once): Generator<KeptCommit, void> {
    const files = new Map<string, KeptFile[]>();
    for (const row of source.files.iterate(...slice) as Iterable<unknown>) {
      const { id, oid, path, old_path: oldPath, unread, grams } = row as FileRow;
      const names = [once.text(path), oldPath === null ? null : once.text(oldPath)] as const;
      const file = new KeptFile(source, id, names, unread, grams === 'null');
      const list = files.get(oid);
      // A list that begins empty makes room for seventeen, and most commits change few files.
      if (list === undefined) files.set(oid, [file]);
      else list.push(file);
    }
    for (const row of source.commits.iterate(...slice) as Iterable<unknown>) {
      const commit = row as CommitRow;
      // A copy: a list that grew has room for many more.
      yield new KeptCommit(commit, once, files.get(commit.oid)?.slice() ?? []);
    }
  }
}

class KeptCommit implements KeptChange {
  readonly commit: string;
  readonly authoredAt: Instant;
  readonly committedAt: Instant;
  readonly authorEmail: string;
  readonly committerEmail: string;
  readonly mentions: CommitMentions;
  readonly files: readonly KeptFile[];
  readonly #parents: string;

  constructor(row: CommitRow, once: Once, files: readonly KeptFile[]) {
    this.commit = once.text(row.oid);
    this.#parents = once.text(row.parents);
    this.authoredAt = row.authored;
    this.committedAt = row.committed;
    this.authorEmail = once.text(row.author);
    this.committerEmail = once.text(row.committer);
    this.mentions = once.mentions(row.mentions);
    this.files = files;
  }

  /** A list for each of very many commits would be kept for nobody: who asks gets a new one. */
  get parents(): string[] {
    return this.#parents === '' ? [] : this.#parents.split(' ');
  }
}

function keyOf(repository: number, own: boolean): string {
  return `${repository} ${own}`;
}

/** What is the same in very many commits, and is kept once. */
interface Once {
  readonly text: (text: string) => string;
  readonly mentions: (text: string) => CommitMentions;
}

function madeOnce<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return text => {
    let known = made.get(text);
    if (known === undefined) {
      known = make(text);
      made.set(text, known);
    }
    return known;
  };
}

type Slice = readonly [repository: number, own: number, first: string, last: string];

interface Statements {
  readonly ids: StatementSync;
  readonly commits: StatementSync;
  readonly files: StatementSync;
  readonly lines: StatementSync;
  readonly grams: StatementSync;
}

interface Source extends Statements {
  readonly held: HeldLines;
}

function prepare(database: DatabaseSync): Statements {
  const slice = 'repository = ? AND own = ? AND oid BETWEEN ? AND ?';
  return {
    ids: database.prepare('SELECT oid FROM commit_change WHERE repository = ? AND own = ? ORDER BY oid'),
    commits: database.prepare(
      `SELECT oid, parents, authored, committed, author, committer, mentions FROM commit_change
       WHERE ${slice} ORDER BY oid`,
    ),
    files: database.prepare(
      `SELECT id, oid, path, old_path, unread, typeof(grams) AS grams FROM file_change
       WHERE ${slice} ORDER BY oid, path`,
    ),
    lines: database.prepare('SELECT lines FROM file_change WHERE id = ?'),
    grams: database.prepare('SELECT grams FROM file_change WHERE id = ?'),
  };
}

class KeptFile implements KeptFileChange {
  readonly path: string;
  readonly oldPath: string | null;
  readonly unread: FileChange['unread'];
  readonly #id: number;
  readonly #source: Source;
  #lackedGrams: boolean;
  #lines: Lines | null = null;

  constructor(
    source: Source,
    id: number,
    [path, oldPath]: readonly [string, string | null],
    unread: FileChange['unread'],
    lackedGrams: boolean,
  ) {
    this.#source = source;
    this.#id = id;
    this.path = path;
    this.oldPath = oldPath;
    this.unread = unread;
    this.#lackedGrams = lackedGrams;
  }

  get lackedGrams(): boolean {
    return this.#lackedGrams;
  }

  gotGrams(): void {
    this.#lackedGrams = false;
  }

  get added(): Lines['added'] {
    return this.#read().added;
  }

  get removed(): Lines['removed'] {
    return this.#read().removed;
  }

  get grams(): Uint32Array | undefined {
    const row = this.#source.grams.get(this.#id);
    return row?.grams == null ? undefined : unpackGrams(row.grams as Uint8Array);
  }

  close(): void {
    this.#lines = null;
  }

  #read(): Lines {
    if (this.#lines === null) {
      const { held, lines } = this.#source;
      held.opened(this);
      this.#lines = unpackLines(lines.get(this.#id)?.lines as Uint8Array);
    }
    return this.#lines;
  }
}

/** Commits since then that changed one of these files when nobody had asked for its token runs. */
export function withoutGrams(
  changes: ReadonlyMap<string, KeptChange>,
  paths: ReadonlySet<string>,
  since: Instant,
): Set<string> {
  const lacking = [...changes.values()].filter(
    ({ authoredAt, committedAt, files }) =>
      Math.max(authoredAt, committedAt) >= since &&
      files.some(
        ({ path, oldPath, unread, lackedGrams }) =>
          lackedGrams && unread === null && (paths.has(path) || (oldPath !== null && paths.has(oldPath))),
      ),
  );
  return new Set(lacking.map(({ commit }) => commit));
}

/** Files under all the names that they had: old name and new one, by both. */
export function renamesIn(changes: Iterable<CommitChange>): [string, string][] {
  const renames = new Map<string, [string, string]>();
  for (const { files } of changes) {
    for (const { path, oldPath } of files)
      if (oldPath !== null) renames.set(`${oldPath}\0${path}`, [oldPath, path]);
  }
  return [...renames.values()];
}
