import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Agent } from '../agents/agent.ts';
import { GitError } from '../git/gitError.ts';
import type { Git } from '../git/run.ts';
import { GitTables } from '../ledger/gitTables.ts';
import { loadKey } from '../ledger/keyFile.ts';
import { LogTable } from '../ledger/logTable.ts';
import { openLedger, problemOf } from '../ledger/open.ts';
import { SCHEMA_VERSION } from '../ledger/schema.ts';
import { SessionReads } from '../ledger/sessionReads.ts';
import { asOfOneMoment } from '../ledger/transaction.ts';
import { quarterStart } from '../ledger/useKey.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Problem } from '../model/problem.ts';
import type { AgentId, Instant } from '../model/records.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { refreshPrices } from '../pricing/refresh.ts';
import { damagedLedgers } from './damagedLedgers.ts';
import type { Days } from './days.ts';
import { fileIdentity } from './fileIdentity.ts';
import { KeptFacts } from './keptFacts.ts';
import { LineFinder } from './lineFinder.ts';
import { whereNow } from './movedLogs.ts';
import { PROBLEM_OF } from './problems.ts';
import type {
  LineAnswer,
  LineInFile,
  PriceRefresh,
  ReportAnswer,
  ReportQuery,
  Resumption,
  SessionKey,
} from './protocol.ts';
import { replaceFile } from './replaceFile.ts';
import { reportOf } from './reportBuilder.ts';
import { resumptionsOf } from './resumptions.ts';
import { EVERYTHING } from './selection.ts';

export interface ReportReaderOptions {
  readonly folder: string;
  readonly agents: readonly Agent[];
  readonly prices: PriceBook;
  readonly days: Days;
  /** `null` where this window may not run git. */
  readonly git: Git | null;
  /** Another place than the usual one, for tests on loopback. */
  readonly pricesAddress?: string;
  now(): Instant;
}

const DAY = 86_400_000;
const LONGEST_TITLE = 300;
const TITLE_FORMAT = '%H%x1f%P%x1f%s%x1f%b';

/** Reads the ledger for one open panel; writes nothing. */
export class ReportReader {
  readonly #options: ReportReaderOptions;
  #database: DatabaseSync | null = null;
  /** What was read of it. */
  #facts: KeptFacts | null = null;
  #ended = false;
  #ledgerIdentity: string | null = null;

  constructor(options: ReportReaderOptions) {
    this.#options = options;
  }

  /** @throws what is no fault of the ledger's */
  async report({ days, dates = null, filter = EVERYTHING, rows }: ReportQuery): Promise<ReportAnswer> {
    const { now, prices, folder, days: calendar } = this.#options;
    const at = now();
    // Use is summed by quarters of an hour: a window that begins with one needs no single calls.
    const window =
      dates === null
        ? { since: days === null ? null : quarterStart(at - days * DAY), until: null }
        : calendar.between(dates.from, dates.to);
    const damaged = damagedLedgers(join(folder, DATA_FILES.ledger));
    try {
      const database = await this.#open();
      if (database === null) return { ok: false, problem: null };
      this.#facts ??= new KeptFacts(database, prices);
      const facts = this.#facts;
      const options = { now: at, ...window, days: calendar, prices, damaged, filter, rows: rows ?? null };
      const report = asOfOneMoment(database, () => {
        facts.refresh();
        return reportOf(database, facts, options);
      });
      return { ok: true, report };
    } catch (error) {
      return { ok: false, problem: this.#explain(error) };
    }
  }

  /** From the agents' own logs, which may be gone; nothing of them is kept. */
  async titles(asked: readonly { agent: AgentId; id: string }[]): Promise<(string | null)[]> {
    const database = await this.#open();
    const sessions = new Map(
      (database === null ? [] : new SessionReads(database).sessions()).map(session => [
        `${session.agent} ${session.name}`,
        session,
      ]),
    );
    const rows = database === null ? [] : new LogTable(database).all();
    return Promise.all(
      asked.map(async ({ agent, id }) => {
        const log = sessions.get(`${agent} ${id}`)?.log ?? null;
        const reader = this.#options.agents.find(each => each.id === agent);
        if (log === null || reader === undefined) return null;
        return shortened(await reader.title(whereNow(reader, log, rows), id).catch(() => null));
      }),
    );
  }

  async resumptions(asked: readonly SessionKey[]): Promise<Resumption[]> {
    const database = await this.#open();
    if (database === null) return asked.map(() => ({ state: 'cannot' }));
    return resumptionsOf(database, this.#options.agents, asked);
  }

  async whoWrote(line: LineInFile): Promise<LineAnswer> {
    const database = await this.#open();
    const keyFile = join(this.#options.folder, DATA_FILES.key);
    // A key that is made now would match nothing.
    if (database === null || !existsSync(keyFile)) return { found: 'nothing read' };
    const found = await new LineFinder(database, loadKey(keyFile)).find(line);
    if (typeof found === 'string') return { found };
    const { session, ...rest } = found;
    const key = { agent: session.agent, id: session.name };
    const [title = null] = await this.titles([key]);
    const [resumption = { state: 'cannot' } as const] = await this.resumptions([key]);
    return { found: 'session', session: key, ...rest, title, resumption };
  }

  /** Subjects of commits, from git, as they are now. */
  async subjects(asked: readonly { repo: string; commit: string }[]): Promise<(string | null)[]> {
    const { git } = this.#options;
    if (git === null) return asked.map(() => null);
    const database = await this.#open();
    const known = database === null ? [] : new GitTables(database).repositories();
    const roots = new Map(known.map(row => [row.root, row.commonDir]));
    const subjects = new Map<string, string>();
    for (const repo of new Set(asked.map(each => each.repo))) {
      const commonDir = roots.get(repo);
      // Only repositories that we know: a page may not point git anywhere else.
      if (commonDir === undefined) continue;
      const commits = asked.filter(each => each.repo === repo && /^[0-9a-f]{7,64}$/.test(each.commit));
      const stdin = commits.map(({ commit }) => `${commit}\n`).join('');
      const args = [
        'log',
        '--no-walk=unsorted',
        '--ignore-missing',
        '--stdin',
        '-z',
        `--format=${TITLE_FORMAT}`,
      ];
      try {
        for await (const record of git.records({ commonDir }, args, { stdin }, '\0')) {
          const [commit = '', parents = '', subject = '', body = ''] = record.split('\x1f');
          subjects.set(`${repo} ${commit}`, titleOf(parents.split(' ').length, subject, body));
        }
      } catch (error) {
        if (!(error instanceof GitError)) throw error;
      }
    }
    return asked.map(({ repo, commit }) => shortened(subjects.get(`${repo} ${commit}`) ?? null));
  }

  async refreshPrices(): Promise<PriceRefresh> {
    const result = await refreshPrices(new Date(this.#options.now()), this.#options.pricesAddress);
    if (!result.ok) return result;
    try {
      replaceFile(join(this.#options.folder, DATA_FILES.prices), JSON.stringify(result.table));
    } catch {
      return { ok: false, failure: 'not kept', status: null };
    }
    return { ok: true, date: result.table.date };
  }

  /** For good: what was asked before finds nothing any more. */
  end(): void {
    this.#ended = true;
    this.close();
  }

  close(): void {
    this.#facts = null;
    this.#database?.close();
    this.#database = null;
  }

  /** The ledger as it lies there now: another may have taken its place. `null` where there is none. */
  async #open(): Promise<DatabaseSync | null> {
    const file = join(this.#options.folder, DATA_FILES.ledger);
    const identity = fileIdentity(file);
    if (identity !== this.#ledgerIdentity) this.close();
    if (identity === null || this.#ended) return null;
    this.#database ??= (await openLedger(file, { readOnly: true })).database;
    this.#ledgerIdentity = identity;
    return this.#database;
  }

  /** A newer ledger may lack what this version looks for: that is not damage. */
  #explain(error: unknown): Problem | null {
    const problem = problemOf(error);
    if (problem === null) throw error;
    if (problem === 'not begun') return null;
    const newer = problem === 'corrupt' && (this.#version() ?? 0) > SCHEMA_VERSION;
    this.close();
    return newer ? 'ledger newer' : PROBLEM_OF[problem];
  }

  #version(): number | null {
    try {
      return Number(this.#database?.prepare('PRAGMA user_version').get()?.user_version ?? null);
    } catch {
      return null;
    }
  }
}

function shortened(title: string | null): string | null {
  return title === null || title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE)}…`;
}

/** A forge's merge commit says in its subject which branch came, and in its body what it was for. */
function titleOf(parents: number, subject: string, body: string): string {
  const first = body.split('\n').find(line => line.trim() !== '');
  return parents > 1 && subject.startsWith('Merge ') && first !== undefined ? first.trim() : subject;
}
