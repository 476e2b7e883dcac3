import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { nudgeCandidates } from '../insight/nudges/candidates.ts';
import { endOf } from '../insight/nudges/lapse.ts';
import { type Breakpoint, mayNudge, nextNudge } from '../insight/nudges/policy.ts';
import { Findings } from '../ledger/findings.ts';
import { Nudges } from '../ledger/nudges.ts';
import { RecentActivity } from '../ledger/recentActivity.ts';
import { SealedPieces } from '../ledger/sealedPieces.ts';
import { transaction } from '../ledger/transaction.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import { WINDOW_BREAKPOINTS } from '../model/nudge.ts';
import type { Instant } from '../model/records.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { Breakpoints } from './breakpoints.ts';
import { FINDING, type RepositoryFinding } from './findingTypes.ts';
import { nudgeFacts } from './nudgeFacts.ts';
import type { NudgeSettings } from './protocol.ts';
import { shownNudge } from './shownNudges.ts';

export interface NudgingOptions {
  readonly database: DatabaseSync;
  readonly prices: PriceBook;
  readonly settings: NudgeSettings;
  /** Data folder of the person. */
  readonly folder: string;
  readonly breakpoints?: Breakpoints;
  now(): Instant;
}

const JUST_NOW = 30_000;
const SETTLE_EVERY = 60_000;

/** Shows a nudge when it is time for one, and ends those that are over: for all windows, in the one that collects. */
export class Nudging {
  readonly #options: NudgingOptions;
  readonly #nudges: Nudges;
  readonly #breakpoints: Breakpoints;
  #settledAt = Number.NEGATIVE_INFINITY;

  constructor(options: NudgingOptions) {
    this.#options = options;
    this.#nudges = new Nudges(options.database);
    this.#breakpoints = options.breakpoints ?? new Breakpoints();
  }

  /** A window may have left word of a moment just before this began to listen. */
  begin(): void {
    const file = join(this.#options.folder, DATA_FILES.breakpoint);
    const left = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (left !== undefined && Math.abs(this.#options.now() - left) < JUST_NOW) this.hear();
  }

  /** A window has left word of a moment. False where what it left is none of ours. */
  hear(): boolean {
    const word = readWord(join(this.#options.folder, DATA_FILES.breakpoint));
    const known = WINDOW_BREAKPOINTS.find(each => each === word);
    if (known === undefined) return false;
    this.#breakpoints.note(known);
    return true;
  }

  /** Called after each look at logs and git. */
  look(): void {
    const { database, now } = this.#options;
    const repositories = [...new Findings(database).of<RepositoryFinding>(FINDING.repository).values()];
    this.#breakpoints.look(repositories, new RecentActivity(database).newest(), now());
    this.at(this.#breakpoints.take());
  }

  /** @param breakpoint `null`: only what is over ends */
  at(breakpoint: Breakpoint | null): void {
    const { database, prices, settings, now } = this.#options;
    if (!settings.on) return;
    const at = now();
    const began = new SealedPieces(database).importedAt;
    const moment = { now: at, began, breakpoint };
    const before = this.#nudges.all().map(shownNudge);
    // Without a moment it is only looked whether what is open still holds: that can wait a little.
    if (breakpoint === null && Math.abs(at - this.#settledAt) < SETTLE_EVERY) return;
    this.#settledAt = at;
    const planned = breakpoint !== null && settings.rules.length > 0;
    if (!planned && !mayNudge(before, moment) && before.every(({ ended }) => ended !== null)) return;
    const candidates = nudgeCandidates(nudgeFacts(database, prices, settings.rules, at));
    // Two windows may collect for a moment: what one shows, the other has to see.
    transaction(database, () => {
      for (const row of this.#nudges.open()) {
        const same = candidates.find(({ kind, subject }) => kind === row.kind && subject === row.subject);
        if (same !== undefined) {
          const { subject: _, ...nudge } = same;
          this.#nudges.renew(row.id, nudge);
        }
        const how = endOf(row, same !== undefined, at);
        if (how !== null) this.#nudges.end(row.id, how, at);
      }
      const next = nextNudge(candidates, this.#nudges.all().map(shownNudge), moment);
      if (next !== null) {
        const { subject, ...nudge } = next;
        this.#nudges.show(nudge, subject, at);
      }
    });
  }
}

function readWord(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
