import type { DatabaseSync } from 'node:sqlite';
import type { Said } from '../model/correction.ts';
import type { AgentId, Instant } from '../model/records.ts';

export interface CorrectionRow {
  readonly id: number;
  /** The ledger's number. */
  readonly session: number;
  readonly agent: AgentId;
  /** The agent's own id of the session. */
  readonly name: string;
  readonly said: Said;
  readonly target: string | null;
  readonly at: Instant;
}

/** What the person said of sessions, as long as they have not taken it back. */
export class Corrections {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Of `not AI work` and `research` only the last holds; so does the last of `link` and `unlink` for one commit,
   * whose id may be written shorter. `let go` takes nothing back but itself.
   * @returns by which it is taken back; `null` where there is no such session
   */
  say(agent: AgentId, session: string, said: Said, target: string | null, at: Instant): number | null {
    const found = this.#database
      .prepare(
        'SELECT session.id FROM session JOIN agent ON agent.id = session.agent WHERE agent.name = ? AND session.name = ?',
      )
      .get(agent, session);
    if (found === undefined) return null;
    this.#database
      .prepare(`
        UPDATE correction SET undone = :at
        WHERE session = :session AND undone IS NULL AND (said = 'let go') = (:said = 'let go') AND (
          target IS :target OR substr(target, 1, length(:target)) = :target
          OR substr(:target, 1, length(target)) = target
        )
      `)
      .run({ at, session: found.id!, said, target });
    const added = this.#database
      .prepare('INSERT INTO correction (session, said, target, at) VALUES (?, ?, ?, ?)')
      .run(found.id!, said, target, at);
    return Number(added.lastInsertRowid);
  }

  takeBack(id: number, at: Instant): void {
    this.#database.prepare('UPDATE correction SET undone = ? WHERE id = ? AND undone IS NULL').run(at, id);
  }

  /** How often something was said or taken back. */
  count(): number {
    return Number(this.#database.prepare('SELECT count(*) + count(undone) AS n FROM correction').get()?.n);
  }

  /** The ledger's numbers of the sessions of which anything was ever said, though it may have been taken back. */
  sessions(): ReadonlySet<number> {
    const rows = this.#database.prepare('SELECT DISTINCT session FROM correction').all();
    return new Set(rows.map(({ session }) => session as number));
  }

  /** In the order in which they were said. */
  all(): CorrectionRow[] {
    return this.#database
      .prepare(`
        SELECT correction.id, session, agent.name AS agent, session.name AS name, said, target, at
        FROM correction JOIN session ON session.id = correction.session JOIN agent ON agent.id = session.agent
        WHERE undone IS NULL ORDER BY correction.id
      `)
      .all() as unknown as CorrectionRow[];
  }
}
