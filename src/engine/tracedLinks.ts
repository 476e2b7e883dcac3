import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { broughtRanges, type LineRange, readTraces, tracesFile } from '../git/agentTraces.ts';
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
  /** When a session edited a file of the repository, as its log tells. */
  editTimes(session: number, path: string): readonly Instant[];
  /** How many are known, of all sessions. */
  readonly edits: number;
  readonly signal: AbortSignal | undefined;
}

interface Asked {
  readonly commit: string;
  readonly path: string;
  readonly by: { readonly session: number; readonly lines: LineRange }[];
}

interface Pass {
  /** The person's own commits, and when they were made. */
  readonly own: ReadonlyMap<string, Instant>;
  /** Another text where more is known, by which a record may tell more. */
  readonly known: string;
  /** By commit and file: what git is to be asked. */
  readonly open: Map<string, Asked>;
  /** By file that was read: its state, which holds once git has answered. */
  readonly read: Map<string, string>;
}

/** Files in commits that git is asked about in one pass, each by a process; the newest. */
const MOST = 200;
/** Milliseconds after an edit in which a tool has made its record of it. */
const SOON = 10_000;
/** Git tells the second in which a commit was made: how many milliseconds later that may have been. */
const WITHIN_SECOND = 999;

/**
 * Keeps, as links, what records of Agent Trace say of a repository's commits. A record names the commit at which its
 * lines are counted: with some tools the one that brought them, with others the one before. So it is taken for a link
 * only where that commit is the person's own, was there when the record was made and brought most of those lines itself,
 * and where the session had edited the file before the commit, and not once more until the record was made.
 */
export class TracedLinks {
  readonly #git: Git;
  /** By file, once git has answered: how large it was, of when, and what was known when it was read. */
  readonly #read = new Map<string, string>();
  /** Files in commits that git was asked about, with the lines in question. */
  readonly #asked = new Set<string>();

  constructor(git: Git) {
    this.#git = git;
  }

  /** Throws `GitError`. */
  async keep(harvest: Harvest, options: TracedLinksOptions): Promise<void> {
    const own = new Map(
      harvest.holdings.flatMap(({ commit, at, others }) => (commit === null || others ? [] : [[commit, at]])),
    );
    const newest = [...own.values()].reduce((latest, at) => Math.max(latest, at), 0);
    const known = `${own.size} ${newest} ${options.sessions.length} ${options.edits}`;
    const pass: Pass = { own, known, open: new Map(), read: new Map() };
    for (const root of harvest.roots) {
      if (this.#git.mayRunIn(root)) await this.#gather(tracesFile(root), pass, options);
    }
    const { open, read } = pass;
    for (const { commit, path, by } of [...open.values()].slice(0, MOST)) {
      const brought = await broughtRanges(this.#git, harvest.commonDir, commit, path, options.signal);
      for (const { session, lines } of by) {
        if (isMostIn(lines, brought))
          options.links.put(session, 'commit', commit, own.get(commit)!, 'repository');
        this.#asked.add(keyOf(session, commit, path, lines));
      }
    }
    // The rest the next time.
    if (open.size <= MOST) for (const [file, state] of read) this.#read.set(file, state);
  }

  async #gather(
    file: string,
    { own, known, open, read }: Pass,
    { sessions, editTimes, signal }: TracedLinksOptions,
  ): Promise<void> {
    try {
      const [folder, entry] = await Promise.all([lstat(dirname(file)), lstat(file)]);
      // What a repository makes a link, or a pipe, may lead anywhere, or nowhere.
      if (!folder.isDirectory() || !entry.isFile()) return;
      const state = `${entry.size} ${entry.mtimeMs} ${known}`;
      if (this.#read.get(file) === state) return;
      const byName = new Map(sessions.map(({ name, id }) => [name, id]));
      for (const traced of await readTraces(file, entry.size, signal)) {
        const { commit, path, at, conversations } = traced;
        const committedAt = own.get(commit);
        const session = conversations.map(name => byName.get(name)).find(id => id !== undefined);
        if (committedAt === undefined || session === undefined || at + SOON < committedAt) continue;
        const times = editTimes(session, path);
        const latest = committedAt + WITHIN_SECOND;
        const isAfterAll = !times.some(time => time > latest && time <= at + SOON);
        if (!isAfterAll || !times.some(time => time <= latest)) continue;
        if (this.#asked.has(keyOf(session, commit, path, traced))) continue;
        const asked = open.get(`${commit} ${path}`) ?? { commit, path, by: [] };
        open.set(`${commit} ${path}`, asked);
        asked.by.push({ session, lines: traced });
      }
      read.set(file, state);
    } catch (error) {
      // Most repositories have none; one that cannot be read says nothing.
      if (!isOfTheDisk(error)) throw error;
    }
  }
}

function keyOf(session: number, commit: string, path: string, { first, last }: LineRange): string {
  return `${session} ${commit} ${first} ${last} ${path}`;
}

/** As in `TracedLinksOptions`, found out when it is asked for: most repositories have no records. */
export function editTimes(
  repository: number,
  edits: readonly EditFacts[],
  families: Families,
  places: { locate(path: string): PlacedFile },
): TracedLinksOptions['editTimes'] {
  let times: Map<string, Instant[]> | null = null;
  const find = () => {
    const found = new Map<string, Instant[]>();
    for (const { session, path, at } of edits) {
      const placed = places.locate(path);
      if (placed.in !== 'repository' || placed.repository !== repository) continue;
      const name = `${families.rootOf(session)} ${placed.path}`;
      const list = found.get(name) ?? [];
      found.set(name, list);
      list.push(at);
    }
    return found;
  };
  return (session, path) => {
    times ??= find();
    return times.get(`${session} ${path}`) ?? [];
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
