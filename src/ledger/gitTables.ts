import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommitChange, RefMove } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { type KeptChange, KeptChanges } from './keptChanges.ts';
import { packGrams, packLines } from './packed.ts';
import { transaction } from './transaction.ts';

export interface RepositoryRow {
  readonly id: number;
  readonly commonDir: string;
  /** Main worktree's root, or the common dir of a bare repository. */
  readonly root: string;
  readonly remote: string | null;
  readonly remoteIdentity: string | null;
  readonly shippingRef: string | null;
  readonly lastHeard: Instant | null;
  readonly shallow: boolean;
}

export interface FolderRow {
  readonly path: string;
  readonly worktree: string | null;
  readonly repository: number | null;
  /** How it is known: see the git room; `none` where the folder lies in no repository. */
  readonly evidence: string;
  readonly at: Instant;
}

/** Full ref name to object id, and when that was so. */
export interface SeenRefs {
  readonly at: Instant;
  readonly refs: ReadonlyMap<string, string>;
}

/** What git said, kept because git forgets: reflogs expire, folders and branches go. */
export class GitTables {
  readonly #database: DatabaseSync;
  readonly #putRepository: StatementSync;
  readonly #meetRepository: StatementSync;
  readonly #putFolder: StatementSync;
  readonly #putMove: StatementSync;
  readonly #putCommit: StatementSync;
  readonly #putFile: StatementSync;
  readonly #putRef: StatementSync;
  readonly #changes: KeptChanges;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#putRepository = database.prepare(`
      INSERT INTO repository (common_dir, root, remote, remote_identity, shipping_ref, last_heard, shallow)
      VALUES (:commonDir, :root, :remote, :remoteIdentity, :shippingRef, :lastHeard, :shallow)
      ON CONFLICT DO UPDATE SET root = :root, remote = coalesce(:remote, remote),
        remote_identity = coalesce(:remoteIdentity, remote_identity),
        shipping_ref = coalesce(:shippingRef, shipping_ref),
        last_heard = max(coalesce(:lastHeard, last_heard), coalesce(last_heard, :lastHeard)),
        shallow = :shallow
      RETURNING id
    `);
    this.#meetRepository = database.prepare(`
      INSERT INTO repository (common_dir, root, remote, remote_identity, shallow)
      VALUES (:commonDir, :root, :remote, :remoteIdentity, :shallow)
      ON CONFLICT DO UPDATE SET shallow = :shallow
      RETURNING id
    `);
    this.#putFolder = database.prepare(`
      INSERT INTO folder VALUES (:path, :worktree, :repository, :evidence, :at)
      ON CONFLICT DO UPDATE SET worktree = :worktree, repository = :repository, evidence = :evidence
      WHERE repository IS NULL
    `);
    this.#putMove = database.prepare(
      'INSERT INTO ref_move VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#putCommit = database.prepare(
      'INSERT INTO commit_change VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#putFile = database.prepare(`
      INSERT INTO file_change (repository, oid, own, path, old_path, unread, lines, grams)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
    `);
    this.#putRef = database.prepare('INSERT INTO ref VALUES (?, ?, ?)');
    this.#changes = new KeptChanges(database);
  }

  /** Of one that is known nothing is changed: its main remote and its root are for who has looked closer. */
  meetRepository(row: Omit<RepositoryRow, 'id' | 'shippingRef' | 'lastHeard'>): number {
    const stored = this.#meetRepository.get({ ...row, shallow: Number(row.shallow) });
    return Number(stored?.id);
  }

  putRepository(row: Omit<RepositoryRow, 'id'>): number {
    const { shallow, ...rest } = row;
    const stored = this.#putRepository.get({ ...rest, shallow: Number(shallow) });
    return Number(stored?.id);
  }

  /** A folder once placed stays placed, whatever becomes of it. */
  putFolder(row: FolderRow): void {
    this.#putFolder.run({ ...row });
  }

  /**
   * All of them, or none and the error.
   * @param own merges, with what none of their parents has; else all differences are from the first parent
   */
  putCommits(repository: number, changes: readonly CommitChange[], own = false): void {
    transaction(this.#database, () => {
      for (const change of changes) this.#putOne(repository, change, own);
    });
  }

  #putOne(repository: number, change: CommitChange, own: boolean): void {
    const added = this.#putCommit.run(
      repository,
      change.commit,
      change.parents.join(' '),
      change.authoredAt,
      change.committedAt,
      change.authorEmail,
      change.committerEmail,
      JSON.stringify(change.mentions),
      Number(own),
    );
    if (added.changes === 0) return;
    for (const { path, oldPath, unread, added: plus, removed: minus, grams } of change.files) {
      const runs = grams === undefined ? null : packGrams(grams);
      const lines = packLines(plus, minus);
      this.#putFile.run(repository, change.commit, Number(own), path, oldPath, unread, lines, runs);
    }
  }

  /** Adds token runs to what is known of a commit's files. */
  putGrams(repository: number, changes: readonly CommitChange[], own = false): void {
    const put = this.#database.prepare(
      'UPDATE file_change SET grams = ? WHERE repository = ? AND oid = ? AND path = ? AND own = ?',
    );
    transaction(this.#database, () => {
      for (const { commit, files } of changes) {
        for (const { path, grams } of files) {
          if (grams !== undefined) put.run(packGrams(grams), repository, commit, path, Number(own));
        }
      }
    });
    for (const { commit, files } of changes)
      for (const { path, grams } of files)
        if (grams !== undefined) this.#changes.haveGrams(repository, own, commit, path);
  }

  /** Replaces what is known of the refs of a repository, and adds the moves that led there. */
  putRefs(repository: number, seen: SeenRefs, moves: readonly RefMove[]): void {
    transaction(this.#database, () => {
      this.#database.prepare('DELETE FROM ref WHERE repository = ?').run(repository);
      for (const [name, oid] of seen.refs) this.#putRef.run(repository, name, oid);
      this.#database.prepare('UPDATE repository SET refs_at = ? WHERE id = ?').run(seen.at, repository);
      for (const { ref, from, to, at, kind, forced, actor, logged, backfilled } of moves) {
        const flags = [Number(logged), Number(backfilled)];
        this.#putMove.run(repository, ref, from ?? '', to, at, kind, Number(forced), actor, ...flags);
      }
    });
  }

  /** `null` before the first look. */
  refs(repository: number): SeenRefs | null {
    const [row] = this.#all<{ at: number | null }>(
      'SELECT refs_at AS at FROM repository WHERE id = ?',
      repository,
    );
    if (row === undefined || row.at === null) return null;
    const rows = this.#all<{ name: string; oid: string }>(
      'SELECT name, oid FROM ref WHERE repository = ?',
      repository,
    );
    return { at: row.at, refs: new Map(rows.map(({ name, oid }) => [name, oid])) };
  }

  repositories(): RepositoryRow[] {
    const rows = this.#all<Omit<RepositoryRow, 'shallow'> & { shallow: number }>(`
      SELECT id, common_dir AS commonDir, root, remote, remote_identity AS remoteIdentity,
        shipping_ref AS shippingRef, last_heard AS lastHeard, shallow
      FROM repository ORDER BY id
    `);
    return rows.map(row => ({ ...row, shallow: row.shallow === 1 }));
  }

  folders(): Map<string, FolderRow> {
    return new Map(this.#all<FolderRow>('SELECT * FROM folder').map(row => [row.path, row]));
  }

  moves(repository: number): RefMove[] {
    const rows = this.#all<
      Omit<RefMove, 'from' | 'forced' | 'logged' | 'backfilled'> & {
        origin: string;
        forced: number;
        logged: number;
        backfilled: number;
      }
    >(
      'SELECT ref, origin, target AS "to", at, kind, forced, actor, logged, backfilled FROM ref_move WHERE repository = ? ORDER BY at',
      repository,
    );
    return rows.map(({ origin, forced, logged, backfilled, ...row }) => ({
      ...row,
      from: origin === '' ? null : origin,
      forced: forced === 1,
      logged: logged === 1,
      backfilled: backfilled === 1,
    }));
  }

  knownCommits(repository: number, own = false): Set<string> {
    const rows = this.#all<{ oid: string }>(
      'SELECT oid FROM commit_change WHERE repository = ? AND own = ?',
      repository,
      Number(own),
    );
    return new Set(rows.map(({ oid }) => oid));
  }

  /** By commit: its parents. */
  parents(repository: number): Map<string, string[]> {
    const rows = this.#all<{ oid: string; parents: string }>(
      'SELECT oid, parents FROM commit_change WHERE repository = ?',
      repository,
    );
    return new Map(rows.map(({ oid, parents }) => [oid, parents === '' ? [] : parents.split(' ')]));
  }

  /**
   * By commit id; lines are read when they are asked for.
   * @param breathe called often: lets others have their turn
   */
  commits(
    repository: number,
    own = false,
    breathe: () => Promise<void> | null = () => null,
  ): Promise<ReadonlyMap<string, KeptChange>> {
    return this.#changes.of(repository, own, breathe);
  }

  /** Gives back the memory of lines that were asked for. */
  rest(): void {
    this.#changes.rest();
  }

  #all<T>(sql: string, ...values: (string | number)[]): T[] {
    return this.#database.prepare(sql).all(...values) as unknown as T[];
  }
}
