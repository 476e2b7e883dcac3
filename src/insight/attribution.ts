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
  /** Lines of `total` that came by a whole-file write over unseen text and were found nowhere. */
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
 * change, in the same file, the newest edit first; never for a change that was made before the edit.
 * @param holdings in the order in which they may be spent: by stage, then oldest first
 */
export function attribute(works: readonly Work[], holdings: readonly Holding[]): Attribution[] {
  const tallies = new Map(works.map(work => [work.session, new Tally(work)]));
  const open = { added: new OpenLines(), removed: new OpenLines() };
  for (const work of works) {
    for (const [path, file] of work.files) {
      for (const side of ['added', 'removed'] as const) {
        for (const line of file.net[side]) {
          open[side].put(path, { session: work.session, line, weighs: file.counts && weighs(line) });
        }
      }
    }
  }
  for (const holding of holdings) {
    for (const change of holding.files) {
      for (const side of ['added', 'removed'] as const) {
        const paths =
          change.oldPath === null || side === 'added' ? [change.path] : [change.oldPath, change.path];
        for (const fingerprint of change[side].fingerprints) {
          const taken = open[side].take(paths, fingerprint, holding.at + CLOCK_TOLERANCE);
          if (taken !== null) tallies.get(taken.session)?.found(holding, change.path, taken);
        }
      }
    }
  }
  for (const side of ['added', 'removed'] as const) {
    for (const left of open[side].left()) tallies.get(left.session)?.missed(left);
  }
  return [...tallies.values()].map(tally => tally.result());
}

interface OpenLine {
  readonly session: number;
  readonly line: NetLine;
  readonly weighs: boolean;
}

/** Lines of sessions that nothing has paid for yet, by path and fingerprint, oldest first. */
class OpenLines {
  readonly #byPath = new Map<string, Map<number, OpenLine[]>>();
  #sorted = false;

  put(path: string, line: OpenLine): void {
    const lines = this.#byPath.get(path) ?? new Map<number, OpenLine[]>();
    this.#byPath.set(path, lines);
    const same = lines.get(line.line.fingerprint);
    if (same === undefined) lines.set(line.line.fingerprint, [line]);
    else same.push(line);
  }

  take(paths: readonly string[], fingerprint: number, before: Instant): OpenLine | null {
    if (!this.#sorted) this.#sort();
    for (const path of paths) {
      const same = this.#byPath.get(path)?.get(fingerprint);
      if (same === undefined) continue;
      for (let i = same.length - 1; i >= 0; i--) {
        if (same[i]!.line.at <= before) return same.splice(i, 1)[0]!;
      }
    }
    return null;
  }

  *left(): IterableIterator<OpenLine> {
    for (const lines of this.#byPath.values()) for (const same of lines.values()) yield* same;
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

  missed(line: OpenLine): void {
    this.#count(line, counts => {
      if (line.line.uncertain) counts.uncertain++;
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
