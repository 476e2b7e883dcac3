import type { DatabaseSync } from 'node:sqlite';
import type { Git } from '../git/run.ts';
import type { EditFacts } from '../ledger/editReads.ts';
import { LinkTable } from '../ledger/linkTable.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import type { Families } from './families.ts';
import type { Harvest } from './harvest.ts';
import { keepNotedLinks } from './notedLinks.ts';
import type { Places } from './places.ts';
import { editTimes, TracedLinks } from './tracedLinks.ts';

/** Keeps, as links, what tools left in a repository of the sessions that made its commits. */
export class LeftLinks {
  readonly #git: Git;
  readonly #links: LinkTable;
  readonly #traces: TracedLinks;
  readonly #places: Places;

  constructor(git: Git, database: DatabaseSync, places: Places) {
    this.#git = git;
    this.#links = new LinkTable(database);
    this.#traces = new TracedLinks(git);
    this.#places = places;
  }

  /** Throws `GitError`. */
  async keep(
    harvest: Harvest,
    families: Families<SessionFacts>,
    edits: readonly EditFacts[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const common = { links: this.#links, sessions: families.roots, signal };
    await keepNotedLinks(harvest, { git: this.#git, ...common });
    const times = editTimes(harvest.repository, edits, families, this.#places);
    await this.#traces.keep(harvest, { editTimes: times, edits: edits.length, ...common });
  }
}
