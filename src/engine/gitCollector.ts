import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { GitError } from '../git/gitError.ts';
import type { RestrictedFolders } from '../git/restrictedFolders.ts';
import type { Git } from '../git/run.ts';
import { ActReads } from '../ledger/actReads.ts';
import { ArrivalTable } from '../ledger/arrivalTable.ts';
import { BaselineTable } from '../ledger/baselineTable.ts';
import { Corrections } from '../ledger/corrections.ts';
import { type EditFacts, EditReads } from '../ledger/editReads.ts';
import { Findings } from '../ledger/findings.ts';
import { GitTables } from '../ledger/gitTables.ts';
import { LogTable } from '../ledger/logTable.ts';
import { withoutPages } from '../ledger/pageCache.ts';
import { ProductionWords } from '../ledger/productionWords.ts';
import { RemoteTable } from '../ledger/remoteTable.ts';
import { SealedPieces } from '../ledger/sealedPieces.ts';
import { type LinkFacts, type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { transaction } from '../ledger/transaction.ts';
import type { Packer } from '../lines/packer.ts';
import type { Instant } from '../model/records.ts';
import { ActStories } from './actStories.ts';
import { Baselines } from './baselines.ts';
import { breathing, gently } from './breathing.ts';
import { Families } from './families.ts';
import { filesLookedAt } from './filesLookedAt.ts';
import { FINDING } from './findingTypes.ts';
import type { GitPass } from './gitPass.ts';
import { GonePlaces } from './gonePlaces.ts';
import { Ground } from './ground.ts';
import { type Harvest, harvest } from './harvest.ts';
import { IgnoredFiles } from './ignoredFiles.ts';
import { KeptFindings } from './keptFindings.ts';
import { LeftLinks } from './leftLinks.ts';
import { isOfTheDisk } from './ofTheDisk.ts';
import { type KnownRepository, Places } from './places.ts';
import { studyRepositories } from './repositoryFindings.ts';
import { linksSaid, resolveLinks } from './resolveLinks.ts';
import { sealSettled } from './sealing.ts';
import { studyWork } from './studyWork.ts';
import { wantedOf } from './wanted.ts';
import { watchedFolders } from './watchedFolders.ts';

export interface GitCollectorOptions {
  readonly database: DatabaseSync;
  readonly git: Git;
  /** Where that git is not run. */
  readonly restricted: RestrictedFolders;
  readonly packer: Packer;
  readonly home: string;
  now(): Instant;
}

/** A session's first edit may be a little younger than the commit that holds it. */
const BEFORE_FIRST_EDIT = 86_400_000;

/** Finds the repositories of all sessions, reads what is new in them, and writes down what became of the work. */
export class GitCollector {
  readonly #options: GitCollectorOptions;
  readonly #tables: GitTables;
  readonly #arrivals: ArrivalTable;
  readonly #remotes: RemoteTable;
  readonly #production: ProductionWords;
  readonly #kept: KeptFindings;
  readonly #reads: SessionReads;
  readonly #edits: EditReads;
  readonly #findings: Findings;
  readonly #logs: LogTable;
  readonly #sealed: SealedPieces;
  readonly #corrections: Corrections;
  readonly #places: Places;
  readonly #gone = new GonePlaces();
  readonly #baselines: Baselines;
  readonly #stories: ActStories;
  readonly #ground: Ground;
  readonly #left: LeftLinks;
  readonly #ignored: IgnoredFiles;
  /** By common dir: how many edits of it were known when it was read last. */
  readonly #editsRead = new Map<string, number>();
  readonly #harvests = new Map<string, Harvest>();
  readonly #problems = new Map<string, { known: KnownRepository; problem: string }>();

  constructor(options: GitCollectorOptions) {
    this.#options = options;
    this.#tables = new GitTables(options.database);
    this.#arrivals = new ArrivalTable(options.database);
    this.#remotes = new RemoteTable(options.database);
    this.#production = new ProductionWords(options.database);
    this.#kept = new KeptFindings(options.database);
    this.#reads = new SessionReads(options.database);
    this.#edits = new EditReads(options.database);
    this.#ground = new Ground(options.git, options.packer);
    this.#stories = new ActStories(new ActReads(options.database));
    this.#findings = new Findings(options.database);
    this.#logs = new LogTable(options.database);
    this.#sealed = new SealedPieces(options.database);
    this.#corrections = new Corrections(options.database);
    this.#places = new Places(options, this.#tables, options.now);
    this.#left = new LeftLinks(options.git, options.database, this.#places);
    this.#ignored = new IgnoredFiles(options.git, this.#places);
    this.#baselines = new Baselines({
      ...options,
      places: this.#places,
      table: new BaselineTable(options.database),
    });
  }

  /** @throws {GitError} `no git`, `stopped`; what fails in one repository is noted and the rest goes on */
  async run(pass: GitPass): Promise<void> {
    try {
      await withoutPages(this.#options.database, () => this.#run(pass));
      await this.#watch(pass);
    } catch (error) {
      if (error instanceof GitError && error.problem === 'no git') {
        this.#findings.replace(FINDING.problem, [[error.problem, error.problem]]);
      }
      throw error;
    } finally {
      this.#tables.rest();
      this.#edits.rest();
    }
  }

  /** At once, also while `run` reads: what that comes to is not to be taken then. */
  restrict(restricted: readonly string[], trusted: readonly string[]): void {
    this.#options.restricted.set(restricted, trusted);
  }

  /** Common dirs of the repositories that could not be read the last time, though they may be. */
  get failed(): ReadonlySet<string> {
    return new Set(this.#problems.keys());
  }

  async #run(pass: GitPass): Promise<void> {
    const now = this.#options.now();
    const breathe = breathing(pass.signal);
    const families = new Families(this.#reads.sessions());
    let edits: readonly EditFacts[] = this.#edits.all();
    await breathe();
    await this.#learn(families, edits, pass);
    await this.#watch(pass);
    // What git had before an edit is part of it from then on.
    if (await this.#harvest(families, edits, pass, now)) edits = this.#edits.all();
    const sayings = this.#corrections.all().filter(({ said }) => said !== 'let go');
    const resolve = (links: readonly LinkFacts[]) =>
      resolveLinks({
        git: this.#options.git,
        links,
        harvests: [...this.#harvests.values()],
        repositories: this.#places.repositories,
        signal: pass.signal,
        failed: (known, error) => this.#note(known, error),
      });
    const named = await resolve(this.#reads.links());
    const said = await resolve(linksSaid(sayings));
    const harvests = [...this.#harvests.values()];
    const read = new Set(harvests.map(({ repository }) => repository));
    const rows = this.#tables.repositories();
    const notRead = {
      read,
      isAnyUnread: rows.some(({ id }) => !read.has(id)),
      missing: new Set([...named.missing, ...said.missing].map(session => families.rootOf(session))),
    };
    await breathe();
    const { studies, held, pieces } = await studyWork({
      families,
      edits,
      acts: this.#reads.acts(),
      stories: this.#stories.of(families, now),
      stood: this.#ground.under(harvests, breathe, pass.signal),
      shellTimes: this.#reads.shellTimes(),
      links: named.links,
      sayings,
      saidLinks: said.links,
      harvests,
      cutLogs: this.#logs.cut(),
      reads: filesLookedAt(this.#reads.reads(), families, this.#places),
      sealed: this.#sealed.all(),
      isAnyBarred: this.#places.barred.length > 0,
      now,
      place: path => this.#places.locate(path),
      repositoryOf: ({ cwd }) => (cwd === null ? null : this.#places.repositoryOf(cwd)),
      held: studies => gently(this.#kept.holding(studies, notRead), breathe),
      breathe,
    });
    const repositories = studyRepositories({ harvests, studies, problems: [...this.#problems.values()] });
    const reachable = new Set(this.#places.repositories.map(({ id }) => id));
    const refused = this.#places.problems;
    const only = pass.onlyFolders ? pass.folders : null;
    const found = { studies, pieces, held, repositories, rows, reachable, refused, only, now };
    const replace = await gently(this.#kept.replacing(found), breathe);
    transaction(this.#options.database, () => {
      sealSettled(this.#sealed, { pieces, studies, read, now });
      replace();
    });
    await breathe();
  }

  async #watch(pass: GitPass): Promise<void> {
    pass.watch?.(await watchedFolders(this.#wanted(pass).map(({ identity }) => identity.commonDir)));
  }

  #wanted({ folders, onlyFolders }: GitPass): readonly KnownRepository[] {
    const opened = new Set(onlyFolders ? folders.map(folder => this.#places.repositoryOf(folder)) : []);
    return this.#places.repositories.filter(({ id }) => !onlyFolders || opened.has(id));
  }

  async #learn(
    families: Families<SessionFacts>,
    edits: readonly EditFacts[],
    { folders: opened, onlyFolders, restricted = [], changed, signal }: GitPass,
  ): Promise<void> {
    this.#places.refresh(changed === null);
    this.restrict(restricted, opened);
    this.#places.bar();
    const known = new Set(this.#places.repositories.map(({ identity }) => identity.commonDir));
    for (const kept of [this.#harvests, this.#problems, this.#editsRead])
      for (const commonDir of kept.keys()) if (!known.has(commonDir)) kept.delete(commonDir);
    for (const folder of opened) await this.#places.learn(folder);
    // Nothing else is asked of git then, not even which repository a folder belongs to.
    if (!onlyFolders) await this.#learnWorkedIn(families, edits, signal);
    await this.#ignored.learn(
      edits.map(({ path }) => path),
      changed === null,
      signal,
    );
  }

  async #learnWorkedIn(
    families: Families<SessionFacts>,
    edits: readonly EditFacts[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const folders = new Set<string>();
    for (const { cwd } of families.roots) if (cwd !== null) folders.add(cwd);
    for (const { path } of edits) folders.add(dirname(path));
    for (const folder of folders) await this.#places.learn(folder);
    await this.#places.learnOfGone(folders);
    await this.#gone.place({
      git: this.#options.git,
      places: this.#places,
      home: this.#options.home,
      sessions: families.roots,
      edits: edits.map(({ session, path, at }) => ({ session: families.rootOf(session), path, at })),
      links: this.#reads.links().map(link => ({ ...link, session: families.rootOf(link.session) })),
      signal,
    });
  }

  async #harvest(
    families: Families<SessionFacts>,
    edits: readonly EditFacts[],
    pass: GitPass,
    now: Instant,
  ): Promise<boolean> {
    let learnt = false;
    const wanted = wantedOf(families, edits, this.#reads.links(), this.#places);
    for (const known of this.#wanted(pass)) {
      const { commonDir } = known.identity;
      const want = wanted.get(known.id);
      // New edits lie in a working tree that no watcher tells of.
      const same = this.#harvests.has(commonDir) && this.#editsRead.get(commonDir) === (want?.edits ?? 0);
      if (pass.changed !== null && !pass.changed.has(commonDir) && same) continue;
      try {
        const { git, packer } = this.#options;
        const harvested = await harvest({
          git,
          packer,
          tables: this.#tables,
          arrivals: this.#arrivals,
          remotes: this.#remotes,
          production: this.#production,
          identity: known.identity,
          since: (want?.since ?? now) - BEFORE_FIRST_EDIT,
          paths: [...(want?.paths ?? [])],
          shippingRefs: pass.shippingRefs ?? [],
          now,
          mature: this.#harvests.get(commonDir)?.mature ?? false,
          ...(pass.signal === undefined ? {} : { signal: pass.signal }),
        });
        this.#harvests.set(commonDir, harvested);
        await this.#left.keep(harvested, families, edits, pass.signal);
        learnt = (await this.#baselines.learn(known, edits, pass.signal)) || learnt;
        this.#editsRead.set(commonDir, want?.edits ?? 0);
        this.#problems.delete(commonDir);
      } catch (error) {
        this.#note(known, error);
      }
    }
    return learnt;
  }

  /** What goes wrong in one repository, of git's or of the disk's doing, is said of it; the rest goes on. */
  #note(known: KnownRepository, error: unknown): void {
    const problem = error instanceof GitError ? error.problem : isOfTheDisk(error) ? 'failed' : null;
    if (problem === null || problem === 'no git' || problem === 'stopped') throw error;
    this.#problems.set(known.identity.commonDir, { known, problem });
  }
}
