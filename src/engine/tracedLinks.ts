import { stat } from 'node:fs/promises';
import {
  broughtRanges,
  type LineRange,
  readTraces,
  type TracedLines,
  tracesFile,
} from '../git/agentTraces.ts';
import type { Git } from '../git/run.ts';
import type { EditFacts } from '../ledger/editReads.ts';
import type { LinkTable } from '../ledger/linkTable.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { Families } from './families.ts';
import type { Harvest } from './harvest.ts';
import { isOfTheDisk } from './ofTheDisk.ts';
import type { PlacedFile } from './works.ts';

export interface TracedLinksOptions {
  readonly links: LinkTable;
  readonly sessions: readonly SessionFacts[];
  /** When a session first edited a file of the repository; `null` where its log tells of no edit. */
  firstEdit(session: number, path: string): Instant | null;
  readonly signal: AbortSignal | undefined;
}

/** Ranges that git is asked about in one pass, each by a process; the newest. */
const MOST = 200;

/**
 * Keeps, as links, what records of Agent Trace say of a repository's commits. A record names the commit at which its
 * lines are counted: with some tools the one that brought them, with others the one before. So it is taken for a link
 * only where that commit is the person's own, brought most of those lines itself, and came after the session had begun
 * to edit the file.
 */
export class TracedLinks {
  readonly #git: Git;
  /** By file: how large it was, of when, and how many commits were known when it was read. */
  readonly #read = new Map<string, string>();
  readonly #asked = new Set<string>();

  constructor(git: Git) {
    this.#git = git;
  }

  /** Throws `GitError`. */
  async keep(harvest: Harvest, options: TracedLinksOptions): Promise<void> {
    const own = new Map(
      harvest.holdings.flatMap(({ commit, at, others }) => (commit === null || others ? [] : [[commit, at]])),
    );
    const open = new Map<string, { readonly session: number; readonly traced: TracedLines }>();
    for (const root of harvest.roots) {
      if (this.#git.mayRunIn(root)) await this.#gather(tracesFile(root), own, options, open);
    }
    for (const [key, { session, traced }] of [...open].slice(-MOST)) {
      const { commit, path } = traced;
      const ranges = await broughtRanges(this.#git, harvest.commonDir, commit, path, options.signal);
      if (isMostIn(traced, ranges)) options.links.put(session, 'commit', commit, own.get(commit)!);
      this.#asked.add(key);
    }
    // The rest the next time.
    if (open.size > MOST) for (const root of harvest.roots) this.#read.delete(tracesFile(root));
  }

  async #gather(
    file: string,
    own: ReadonlyMap<string, Instant>,
    { sessions, firstEdit }: TracedLinksOptions,
    open: Map<string, { readonly session: number; readonly traced: TracedLines }>,
  ): Promise<void> {
    try {
      const { size, mtimeMs } = await stat(file);
      const state = `${size} ${mtimeMs} ${own.size}`;
      if (this.#read.get(file) === state) return;
      const byName = new Map(sessions.map(({ name, id }) => [name, id]));
      for await (const traced of readTraces(file, size)) {
        const at = own.get(traced.commit);
        const session = traced.conversations.map(name => byName.get(name)).find(id => id !== undefined);
        if (at === undefined || session === undefined) continue;
        const key = [session, traced.commit, traced.first, traced.last, traced.path].join(' ');
        const edited = firstEdit(session, traced.path);
        if (edited !== null && edited <= at && !this.#asked.has(key)) open.set(key, { session, traced });
      }
      this.#read.set(file, state);
    } catch (error) {
      // Most repositories have none; one that cannot be read says nothing.
      if (!isOfTheDisk(error)) throw error;
    }
  }
}

/** As `firstEdit`, found out when it is asked for: most repositories have no records. */
export function firstEdits(
  repository: number,
  edits: readonly EditFacts[],
  families: Families,
  places: { locate(path: string): PlacedFile },
): TracedLinksOptions['firstEdit'] {
  let first: Map<string, Instant> | null = null;
  const key = (session: number, path: string) => `${session} ${path}`;
  const find = () => {
    const found = new Map<string, Instant>();
    for (const { session, path, at } of edits) {
      const placed = places.locate(path);
      if (placed.in !== 'repository' || placed.repository !== repository) continue;
      const name = key(families.rootOf(session), placed.path);
      found.set(name, Math.min(found.get(name) ?? at, at));
    }
    return found;
  };
  return (session, path) => {
    first ??= find();
    return first.get(key(session, path)) ?? null;
  };
}

/** Whether more than half of some lines are in these ranges. */
function isMostIn({ first, last }: LineRange, ranges: readonly LineRange[]): boolean {
  const inside = ranges.reduce(
    (sum, range) => sum + Math.max(0, Math.min(last, range.last) - Math.max(first, range.first) + 1),
    0,
  );
  return inside * 2 > last - first + 1;
}
