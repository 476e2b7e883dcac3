import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Lease, type Role } from '../ledger/lease.ts';
import { problemOf } from '../ledger/open.ts';
import { DATA_FILES } from '../model/dataFolder.ts';
import type { Instant } from '../model/records.ts';
import type { LogLevel } from './protocol.ts';
import { touch } from './touch.ts';

const BEAT_FILE: Readonly<Record<Role, string>> = { logs: DATA_FILES.logsBeat, git: DATA_FILES.gitBeat };

export interface HeldRolesOptions {
  readonly engine: { readonly ledger: { readonly database: DatabaseSync } };
  /** Data folder of the person. */
  readonly folder: string;
  readonly holder: string;
  /** Those that this worker may take: a window without trust never collects git. */
  readonly roles: readonly Role[];
  log(level: LogLevel, line: string): void;
}

/** What this worker does for all windows, for as long as its leases are warm. */
export class HeldRoles {
  readonly #options: HeldRolesOptions;
  readonly #lease: Lease;
  readonly #held = new Set<Role>();

  constructor(options: HeldRolesOptions) {
    this.#options = options;
    this.#lease = new Lease(options.engine.ledger.database, options.holder);
  }

  has(role: Role): boolean {
    return this.#held.has(role);
  }

  get none(): boolean {
    return this.#held.size === 0;
  }

  /** True where some were free, which are held now: at first, or since the window that had them was closed. */
  take(now: Instant): boolean {
    const free = this.#options.roles.filter(role => !this.#held.has(role) && this.#lease.take(role, now));
    for (const role of free) this.#held.add(role);
    if (free.length > 0) this.#options.log('info', `collecting ${free.join(' and ')}`);
    return free.length > 0;
  }

  /** Says that this worker lives, and finds out what another has taken meanwhile. */
  beat(now: Instant): void {
    for (const role of this.#held) {
      if (!this.#lease.beat(role, now)) this.#held.delete(role);
      else touch(join(this.#options.folder, BEAT_FILE[role]), now);
    }
  }

  /** Another window need not wait until the heartbeat is old. */
  letGo(): void {
    for (const role of this.#held) {
      try {
        rmSync(join(this.#options.folder, BEAT_FILE[role]), { force: true });
        this.#lease.drop(role);
      } catch (error) {
        // On a full disk even this may fail: the lease runs out by itself, and the first trouble is what is told.
        this.#options.log('debug', `lease of ${role} not dropped: ${problemOf(error) ?? String(error)}`);
      }
    }
  }
}
