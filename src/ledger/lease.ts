import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Instant } from '../model/records.ts';

export type Role = 'logs' | 'git';

/** A heartbeat older than this is a dead collector's. */
export const LEASE_LASTS = 10_000;

/** One row per role says who collects for all windows; its holder must keep it warm. */
export class Lease {
  readonly #holder: string;
  readonly #take: StatementSync;
  readonly #beat: StatementSync;
  readonly #drop: StatementSync;

  /** @param holder unique to one worker */
  constructor(database: DatabaseSync, holder: string) {
    this.#holder = holder;
    // A beat from the future (the clock was set back) must not keep everybody out.
    this.#take = database.prepare(`
      INSERT INTO lease VALUES (:role, :holder, :now) ON CONFLICT DO UPDATE SET holder = :holder, beat = :now
      WHERE holder = :holder OR beat < :now - ${LEASE_LASTS} OR beat > :now + ${LEASE_LASTS}
    `);
    this.#beat = database.prepare('UPDATE lease SET beat = :now WHERE role = :role AND holder = :holder');
    this.#drop = database.prepare('DELETE FROM lease WHERE role = :role AND holder = :holder');
  }

  /** True where the role is now this worker's. */
  take(role: Role, now: Instant): boolean {
    return this.#take.run({ role, holder: this.#holder, now }).changes > 0;
  }

  /** False where another worker has taken the role meanwhile. */
  beat(role: Role, now: Instant): boolean {
    return this.#beat.run({ role, holder: this.#holder, now }).changes > 0;
  }

  drop(role: Role): void {
    this.#drop.run({ role, holder: this.#holder });
  }
}
