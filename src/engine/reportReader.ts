import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Agent } from '../agents/agent.ts';
import { GitError } from '../git/gitError.ts';
import type { Git } from '../git/run.ts';
import { GitTables } from '../ledger/gitTables.ts';
import { openLedger } from '../ledger/open.ts';
import { SessionReads } from '../ledger/sessionReads.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { AgentId, Instant } from '../model/records.ts';
import type { Report } from '../model/report.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { refreshPrices } from '../pricing/refresh.ts';
import type { Days } from './days.ts';
import type { PriceRefresh } from './protocol.ts';
import { buildReport } from './reportBuilder.ts';

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

/** Reads the ledger for one open panel; writes nothing. */
export class ReportReader {
  readonly #options: ReportReaderOptions;
  #database: DatabaseSync | null = null;

  constructor(options: ReportReaderOptions) {
    this.#options = options;
  }

  /** @throws {LedgerError} where there is no ledger yet, or none that can be read */
  async report(days: number | null): Promise<Report> {
    const { now, prices } = this.#options;
    const at = now();
    const since = days === null ? null : at - days * DAY;
    return buildReport(await this.#open(), { now: at, since, until: null, days: this.#options.days, prices });
  }

  /** From the agents' own logs, which may be gone; nothing of them is kept. */
  async titles(asked: readonly { agent: AgentId; id: string }[]): Promise<(string | null)[]> {
    const sessions = new Map(
      new SessionReads(await this.#open())
        .sessions()
        .map(session => [`${session.agent} ${session.name}`, session]),
    );
    return Promise.all(
      asked.map(async ({ agent, id }) => {
        const log = sessions.get(`${agent} ${id}`)?.log ?? null;
        const reader = this.#options.agents.find(each => each.id === agent);
        if (log === null || reader === undefined) return null;
        return shortened(await reader.title(log, id).catch(() => null));
      }),
    );
  }

  /** Subjects of commits, from git, as they are now. */
  async subjects(asked: readonly { repo: string; commit: string }[]): Promise<(string | null)[]> {
    const { git } = this.#options;
    if (git === null) return asked.map(() => null);
    const roots = new Map(
      new GitTables(await this.#open()).repositories().map(row => [row.root, row.commonDir]),
    );
    const subjects = new Map<string, string>();
    for (const repo of new Set(asked.map(each => each.repo))) {
      const commonDir = roots.get(repo);
      // Only repositories that we know: a page may not point git anywhere else.
      if (commonDir === undefined) continue;
      const commits = asked.filter(each => each.repo === repo && /^[0-9a-f]{7,64}$/.test(each.commit));
      const stdin = commits.map(({ commit }) => `${commit}\n`).join('');
      const args = ['log', '--no-walk=unsorted', '--ignore-missing', '--stdin', '-z', '--format=%H %s'];
      try {
        for await (const record of git.records({ commonDir }, args, { stdin }, '\0')) {
          const [commit = '', ...words] = record.split(' ');
          subjects.set(`${repo} ${commit}`, words.join(' '));
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
    const file = join(this.#options.folder, DATA_FILES.prices);
    try {
      writeFileSync(`${file}.draft`, JSON.stringify(result.table), { mode: 0o600 });
      renameSync(`${file}.draft`, file);
    } catch {
      return { ok: false, failure: 'not kept', status: null };
    }
    return { ok: true, date: result.table.date };
  }

  close(): void {
    this.#database?.close();
    this.#database = null;
  }

  async #open(): Promise<DatabaseSync> {
    const file = join(this.#options.folder, DATA_FILES.ledger);
    this.#database ??= (await openLedger(file, { readOnly: true })).database;
    return this.#database;
  }
}

function shortened(title: string | null): string | null {
  return title === null || title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE)}…`;
}
