import { join } from 'node:path';
import { GitError } from '../git/gitError.ts';
import { EditChanged } from '../ledger/editReads.ts';
import { Findings } from '../ledger/findings.ts';
import type { Role } from '../ledger/lease.ts';
import { problemOf } from '../ledger/open.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Instant } from '../model/records.ts';
import type { Engine } from './assemble.ts';
import { fileIdentity } from './fileIdentity.ts';
import { FINDING } from './findingTypes.ts';
import { FolderWatch } from './folderWatch.ts';
import { GitWatch } from './gitWatch.ts';
import { HeldRoles } from './heldRoles.ts';
import { isDue } from './isDue.ts';
import { lastPhase } from './lastPhase.ts';
import { asProgress, type SweepProgress } from './logCollector.ts';
import { Nudging } from './nudging.ts';
import { type OpenFolders, OpenWindows } from './openWindows.ts';
import type { LogLevel, NudgeSettings, WorkerEnd } from './protocol.ts';
import { Requests } from './requests.ts';
import { SummaryFile } from './summaryFile.ts';
import { Wake } from './wake.ts';

export interface CollectorOptions {
  readonly engine: Engine;
  /** Data folder of the person. */
  readonly folder: string;
  readonly holder: string;
  readonly machine: string;
  /** Roles that this worker may take: a window without trust never collects git. */
  readonly roles: readonly Role[];
  /** Folders of the window's workspace: their repositories are read too. */
  readonly folders: readonly string[];
  /** Read no repositories but theirs. */
  readonly onlyFolders: boolean;
  /** Branches on which work counts as shipped too. */
  readonly shippingRefs?: readonly string[];
  readonly nudges?: NudgeSettings;
  now(): Instant;
  log(level: LogLevel, line: string): void;
}

const HEARTBEAT = 2_000;
/** What a watcher missed is found by a sweep: of logs by their times, of repositories by asking git. */
const LOGS_EVERY = 60_000;
const GIT_EVERY = 300_000;
/** What git failed at for once is tried again. */
const GIT_AGAIN = 3_000;
/** Several events of one push, or of one reply, are one piece of news. */
const DEBOUNCE = 250;
const PROGRESS_EVERY = 500;
/** So long what was known before stays on the badge: there is seldom more to read. */
const CATCH_UP = 5_000;
const NEWEST_WEEK = 7 * 86_400_000;

/** Keeps ledger and summary up to date for all windows, for as long as it holds a lease. */
export class Collector {
  readonly #options: CollectorOptions;
  readonly #findings: Findings;
  readonly #nudging: Nudging;
  readonly #held: HeldRoles;
  readonly #wake = new Wake();
  readonly #stop = new AbortController();
  readonly #logWatch: FolderWatch;
  readonly #gitWatch: GitWatch;
  readonly #requests: Requests;
  readonly #summary: SummaryFile;
  readonly #ledgerFile: string;
  readonly #windows: OpenWindows;
  #open: OpenFolders = { trusted: [], restricted: [] };
  /** Ends the reading of git that goes on. */
  #reading = new AbortController();
  #news = { logs: true, git: new Set<string>(), allGit: true };
  #end: WorkerEnd = 'stopped';
  #failure: unknown = null;
  #imported = false;
  #seenLogs = '';
  #othersNews = false;
  #failed: ReadonlySet<string> = new Set();
  #logsDue = 0;
  #gitDue = 0;

  constructor(options: CollectorOptions) {
    this.#options = options;
    const { engine, folder, now, nudges = { on: true, rules: [] } } = options;
    const { database } = engine.ledger;
    this.#nudging = new Nudging({ database, prices: engine.prices, settings: nudges, folder, now });
    this.#held = new HeldRoles(options);
    this.#findings = new Findings(database);
    this.#windows = new OpenWindows(folder, now);
    this.#summary = new SummaryFile(options);
    this.#ledgerFile = join(folder, DATA_FILES.ledger);
    this.#requests = new Requests(folder, {
      pause: () => this.stop(),
      wake: () => void this.refresh(),
      breakpoint: () => {
        if (this.#nudging.hear()) this.#wake.soon(DEBOUNCE);
      },
    });
    this.#logWatch = new FolderWatch((folder, name) => {
      const delay = options.engine.logs.newsDelay(folder, name);
      if (delay === null) return;
      this.#news.logs = true;
      this.#wake.soon(delay);
    });
    this.#gitWatch = new GitWatch(repository => {
      this.#news.git.add(repository);
      this.#wake.soon(DEBOUNCE);
    });
  }

  /** Collects until stopped or paused, or until another worker has taken all its roles. Throws what the ledger throws. */
  async run(): Promise<WorkerEnd> {
    if (!this.#held.take(this.#options.now())) return 'not needed';
    this.#requests.begin();
    this.#beat();
    this.#nudging.begin();
    const heart = setInterval(() => this.#beatOrEnd(), HEARTBEAT);
    try {
      while (!this.#stop.signal.aborted) {
        if (this.#requests.isPaused) break;
        await this.#pass();
        await this.#wake.next(LOGS_EVERY);
        const now = this.#options.now();
        // By the clock and not by silence: on a busy day there is none.
        if (isDue(this.#logsDue, LOGS_EVERY, now)) this.#news.logs = true;
        if (isDue(this.#gitDue, GIT_EVERY, now)) this.#news.allGit = true;
      }
      if (this.#failure !== null) throw this.#failure;
      if (this.#requests.isPaused) this.#summary.write('paused');
      return this.#end;
    } finally {
      clearInterval(heart);
      this.#requests.close();
      this.#logWatch.close();
      this.#gitWatch.close();
      this.#held.letGo();
    }
  }

  stop(): void {
    this.#stop.abort();
    this.#wake.now();
  }

  /** The editor's git saw something happen here. */
  touched(): void {
    this.#news.allGit = true;
    this.#wake.soon(DEBOUNCE);
  }

  /** Looks at everything again. Settles when that is done. */
  refresh(): Promise<void> {
    this.#news = { logs: true, git: new Set(), allGit: true };
    return this.#wake.andWait();
  }

  async #pass(): Promise<void> {
    this.#lookAtWindows();
    const { logs, git, allGit } = this.#news;
    this.#news = { logs: false, git: new Set(), allGit: false };
    const started = this.#options.now();
    if (logs) this.#logsDue = started + LOGS_EVERY;
    if (allGit) this.#gitDue = started + GIT_EVERY;
    let changed = this.#othersWrote() || this.#othersNews;
    this.#othersNews = false;
    if (logs && this.#held.has('logs')) changed = (await this.#readLogs()) || changed;
    if (this.#held.has('git') && (changed || allGit || git.size > 0)) {
      await this.#readGit(allGit ? null : git);
    }
    if (this.#stop.signal.aborted) return;
    this.#imported = true;
    if (this.#held.has('git')) this.#nudging.look();
    this.#summary.write('ready');
    this.#options.log('debug', `looked at everything that changed in ${this.#options.now() - started} ms`);
  }

  async #readLogs(): Promise<boolean> {
    const { logs } = this.#options.engine;
    const isKnown = logs.importedBefore && lastPhase(this.#options.folder) === 'ready';
    let quietUntil = isKnown ? this.#options.now() + CATCH_UP : 0;
    const progress = (at: SweepProgress) => {
      if (this.#imported || this.#options.now() < quietUntil) return;
      quietUntil = this.#options.now() + PROGRESS_EVERY;
      this.#summary.write('importing', asProgress(at));
    };
    const { signal } = this.#stop;
    if (!this.#imported) {
      // The newest week is told first: it is what a person looks for.
      const newest = await logs.sweep(progress, signal, this.#options.now() - NEWEST_WEEK);
      this.#keep(newest.sources);
      if (newest.changed && this.#held.has('git')) await this.#readGit(null);
    }
    const swept = await logs.sweep(progress, signal);
    this.#keep(swept.sources);
    // A folder that is new to us may have been written to before it was watched.
    if (this.#logWatch.set(swept.folders)) {
      this.#news.logs = true;
      this.#wake.soon(DEBOUNCE);
    }
    return swept.changed;
  }

  #keep(sources: readonly { agent: string }[]): void {
    this.#findings.replace(
      FINDING.source,
      sources.map(source => [source.agent, source] as const),
    );
  }

  async #readGit(changed: ReadonlySet<string> | null): Promise<void> {
    const { git } = this.#options.engine;
    this.#reading = new AbortController();
    try {
      const { onlyFolders, shippingRefs = [] } = this.#options;
      const { trusted, restricted } = this.#open;
      const folders = [...new Set([...this.#options.folders, ...trusted])];
      const signal = AbortSignal.any([this.#stop.signal, this.#reading.signal]);
      const watch = this.#gitWatch.set.bind(this.#gitWatch);
      await git.run({ changed, folders, onlyFolders, shippingRefs, restricted, watch, signal });
      this.#tryAgain(git.failed);
    } catch (error) {
      if (error instanceof EditChanged) return this.touched();
      if (!(error instanceof GitError)) throw error;
      if (error.problem !== 'stopped') this.#options.log('warn', `git: ${error.problem}`);
    }
  }

  /** Once: what goes on failing is left to the next sweep. */
  #tryAgain(failed: ReadonlySet<string>): void {
    for (const repository of failed) {
      if (this.#failed.has(repository)) continue;
      this.#news.git.add(repository);
      this.#wake.soon(GIT_AGAIN);
    }
    this.#failed = failed;
  }

  /** Another worker reads the logs while this one reads git: its writes are our news. */
  #othersWrote(): boolean {
    if (this.#held.has('logs')) return false;
    const { database } = this.#options.engine.ledger;
    const row = database.prepare('SELECT count(*) AS files, max(seen) AS seen FROM log').get();
    const state = `${row?.files} ${row?.seen}`;
    if (state === this.#seenLogs) return false;
    this.#seenLogs = state;
    return true;
  }

  /** A timer has nobody to throw to. A ledger locked for once is no reason to end: the next beat is near. */
  #beatOrEnd(): void {
    try {
      this.#beat();
    } catch (error) {
      if (problemOf(error) === 'busy') return;
      this.#failure ??= error;
      this.stop();
    }
  }

  /** Another window was opened, closed or trusted: which repositories may be read is another question then. */
  #lookAtWindows(): boolean {
    const open = this.#windows.read();
    if (JSON.stringify(open) === JSON.stringify(this.#open)) return false;
    // What is read just now may be what must not be any more; the next pass begins anew.
    const isLess = this.#open.trusted.some(folder => !open.trusted.includes(folder));
    const isMore = open.restricted.some(folder => !this.#open.restricted.includes(folder));
    if (isMore || (isLess && open.restricted.length > 0)) {
      const { engine, folders } = this.#options;
      engine.git.restrict(open.restricted, [...folders, ...open.trusted]);
      this.#reading.abort();
    }
    this.#open = open;
    this.#news.allGit = true;
    return true;
  }

  #beat(): void {
    const now = this.#options.now();
    this.#requests.look();
    const there = fileIdentity(this.#ledgerFile);
    if (there === null || there !== this.#options.engine.ledgerIdentity) {
      // Another is in its place, or none: no window reads what is written to this one.
      this.#end = 'not needed';
      this.stop();
      return;
    }
    if (this.#held.take(now)) void this.refresh();
    if (this.#held.has('git') && this.#lookAtWindows()) this.#wake.soon(DEBOUNCE);
    this.#held.beat(now);
    if (this.#held.none) {
      this.#end = 'not needed';
      this.stop();
    } else if (this.#othersWrote()) {
      this.#othersNews = true;
      this.#wake.soon(DEBOUNCE);
    }
  }
}
