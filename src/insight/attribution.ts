import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import { type NetFile, type NetLine, weighs } from './net.ts';

/** How far content got; a line is found at the furthest stage that holds it. */
export const STAGES = ['shipped', 'pushed', 'committed', 'working'] as const;
export type Stage = (typeof STAGES)[number];

export interface Work {
  readonly session: number;
  /** By path relative to the repository; only files that exist for git. */
  readonly files: ReadonlyMap<string, { readonly net: NetFile; readonly counts: boolean }>;
}

/** A place where content was found: a commit, or a working tree. */
export interface Holding {
  readonly stage: Stage;
  /** `null` for a working tree or stash. */
  readonly commit: string | null;
  /** Full ref name or worktree root by which it was found. */
  readonly ref: string;
  /** When it was committed; now for a working tree. */
  readonly at: Instant;
  readonly files: readonly FileChange[];
}

export interface Found {
  readonly stage: Stage;
  readonly commit: string | null;
  readonly ref: string;
  readonly path: string;
  /** Lines of the session found there, and how many of them weigh. */
  readonly lines: number;
  readonly weighing: number;
}

export interface StageCounts {
  /** All lines that are not blank. */
  total: number;
  /** Lines of `total` that were found nowhere and may never have been there to find. */
  uncertain: number;
  readonly at: Record<Stage, number>;
}

export interface Attribution {
  readonly session: number;
  readonly weighing: StageCounts;
  readonly all: StageCounts;
  readonly found: readonly Found[];
}

/** A commit's clock may run behind the agent's by this much. */
const CLOCK_TOLERANCE = 10 * 60_000;

/**
 * Follows lines by content. An occurrence pays for an occurrence: one line of one session for one line of one
 * change, the newest edit first; never for a change that was made before the edit. First in the same file; then
 * files that were moved or renamed after the edit, where enough lines of one go together.
 * @param holdings in the order in which they may be spent: by stage, then oldest first
 */
export function attribute(works: readonly Work[], holdings: readonly Holding[]): Attribution[] {
  const tallies = new Map(works.map(work => [work.session, new Tally(work)]));
  const open = { added: new OpenLines(), removed: new OpenLines() };
  for (const work of works) {
    for (const [path, file] of work.files) {
      for (const side of ['added', 'removed'] as const) {
        for (const line of file.net[side]) {
          open[side].put(path, {
            session: work.session,
            line,
            weighs: file.counts && weighs(line),
            taken: false,
          });
        }
      }
    }
  }
  const unpaid: Unpaid[] = [];
  for (const holding of holdings) {
    const before = holding.at + CLOCK_TOLERANCE;
    for (const change of holding.files) {
      const paths = change.oldPath === null ? [change.path] : [change.path, change.oldPath];
      const left: number[] = [];
      for (const side of ['added', 'removed'] as const) {
        for (const fingerprint of change[side].fingerprints) {
          const taken = open[side].take(paths, fingerprint, before);
          if (taken !== null) tallies.get(taken.session)?.found(holding, change.path, taken);
          else if (side === 'added' && open.added.has(fingerprint)) left.push(fingerprint);
        }
      }
      if (left.length > 0)
        unpaid.push({ holding, path: change.path, left, of: change.added.fingerprints.length });
    }
  }
  for (const { holding, path, left, of } of unpaid) {
    const moved = open.added.takeMoved(left, of, holding.at + CLOCK_TOLERANCE);
    for (const line of moved) tallies.get(line.session)?.found(holding, path, line);
  }
  for (const line of open.added.left()) tallies.get(line.session)?.missed(line, line.line.uncertain);
  // What was taken out and is in no commit may never have been in one: it tells nothing either way.
  for (const line of open.removed.left()) tallies.get(line.session)?.missed(line, true);
  return [...tallies.values()].map(tally => tally.result());
}

/** Lines of one file of one change that no session's edit of that file accounts for. */
interface Unpaid {
  readonly holding: Holding;
  readonly path: string;
  readonly left: readonly number[];
  /** Lines that the change added to the file. */
  readonly of: number;
}

interface OpenLine {
  readonly session: number;
  readonly line: NetLine;
  readonly weighs: boolean;
  taken: boolean;
}

/** Shorter lines stand in many files. */
const TELLING_TOKENS = 6;
/** So many lines of one file, or half of what a change added, do not end up in another by chance. */
const MOVED_LINES = 5;

/** Lines of sessions that nothing has paid for yet, by path and fingerprint, oldest first. */
class OpenLines {
  readonly #byPath = new Map<string, Map<number, OpenLine[]>>();
  readonly #anywhere = new Map<number, { path: string; line: OpenLine }[]>();
  #sorted = false;

  put(path: string, line: OpenLine): void {
    const { fingerprint, tokens } = line.line;
    const lines = this.#byPath.get(path) ?? new Map<number, OpenLine[]>();
    this.#byPath.set(path, lines);
    append(lines, fingerprint, line);
    if (tokens >= TELLING_TOKENS && line.weighs) append(this.#anywhere, fingerprint, { path, line });
  }

  /** Whether some file has such a line that tells where it comes from. */
  has(fingerprint: number): boolean {
    return this.#anywhere.has(fingerprint);
  }

  take(paths: readonly string[], fingerprint: number, before: Instant): OpenLine | null {
    if (!this.#sorted) this.#sort();
    for (const path of paths) {
      const same = this.#byPath.get(path)?.get(fingerprint);
      const taken = same?.findLast(open => !open.taken && open.line.at <= before);
      if (taken === undefined) continue;
      taken.taken = true;
      return taken;
    }
    return null;
  }

  /** Lines of the one file of the one session that has most of them, if those are enough. */
  takeMoved(fingerprints: readonly number[], of: number, before: Instant): OpenLine[] {
    const bySource = new Map<string, OpenLine[]>();
    const counted = new Set<OpenLine>();
    for (const fingerprint of fingerprints) {
      for (const { path, line } of this.#anywhere.get(fingerprint) ?? []) {
        if (line.taken || counted.has(line) || line.line.at > before) continue;
        counted.add(line);
        const source = `${line.session} ${path}`;
        append(bySource, source, line);
        break;
      }
    }
    const [most = []] = [...bySource.values()].sort((a, b) => b.length - a.length);
    if (most.length < MOVED_LINES && most.length * 2 < of) return [];
    for (const line of most) line.taken = true;
    return most;
  }

  *left(): IterableIterator<OpenLine> {
    for (const lines of this.#byPath.values()) {
      for (const same of lines.values()) for (const open of same) if (!open.taken) yield open;
    }
  }

  #sort(): void {
    for (const lines of this.#byPath.values()) {
      for (const same of lines.values()) {
        if (same.length > 1) same.sort((a, b) => a.line.at - b.line.at || a.session - b.session);
      }
    }
    this.#sorted = true;
  }
}

function append<K, T>(lists: Map<K, T[]>, key: K, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

const none = (): StageCounts => ({
  total: 0,
  uncertain: 0,
  at: { shipped: 0, pushed: 0, committed: 0, working: 0 },
});

class Tally {
  readonly #session: number;
  readonly #weighing = none();
  readonly #all = none();
  readonly #found = new Map<string, { -readonly [K in keyof Found]: Found[K] }>();

  constructor(work: Work) {
    this.#session = work.session;
  }

  found(holding: Holding, path: string, line: OpenLine): void {
    this.#count(line, counts => counts.at[holding.stage]++);
    const { stage, commit, ref } = holding;
    const key = `${stage} ${commit ?? ref} ${path}`;
    const entry = this.#found.get(key);
    const weighing = line.weighs ? 1 : 0;
    if (entry === undefined) this.#found.set(key, { stage, commit, ref, path, lines: 1, weighing });
    else {
      entry.lines++;
      entry.weighing += weighing;
    }
  }

  /** @param uncertain it may never have been there, so that its absence tells nothing */
  missed(line: OpenLine, uncertain: boolean): void {
    this.#count(line, counts => {
      if (uncertain) counts.uncertain++;
    });
  }

  result(): Attribution {
    return {
      session: this.#session,
      weighing: this.#weighing,
      all: this.#all,
      found: [...this.#found.values()],
    };
  }

  #count(line: OpenLine, more: (counts: StageCounts) => void): void {
    for (const counts of line.weighs ? [this.#weighing, this.#all] : [this.#all]) {
      counts.total++;
      more(counts);
    }
  }
}
