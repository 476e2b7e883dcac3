import type { Found, Holding } from '../insight/attribution.ts';
import type { Standing } from '../insight/standing.ts';
import type { Instant } from '../model/records.ts';

/** What of a piece waits on this machine, and how fared what shipped of it. */
export interface PieceLeft {
  /** Commits with its lines that no remote has. */
  readonly waiting: readonly { readonly commit: string; readonly at: Instant }[];
  /** Lines that count in a working tree, by its root, or in `refs/stash`. */
  readonly trees: readonly {
    readonly root: string;
    readonly lines: number;
    readonly files: readonly string[];
  }[];
  readonly standing: { readonly shipped: number; readonly gone: number };
  readonly takenOut: { readonly commit: string | null; readonly at: Instant } | null;
}

/** @param times of the commits that no remote has */
export function leftOf(
  found: readonly Found[],
  { shipped, rolledBack, lost, by }: Standing,
  times: ReadonlyMap<string, Instant> = new Map(),
): PieceLeft {
  const weighing = found.filter(each => each.weighing > 0);
  const commits = weighing.flatMap(({ stage, commit }) => (stage === 'committed' ? (commit ?? []) : []));
  const working = weighing.filter(({ stage }) => stage === 'working');
  return {
    waiting: [...new Set(commits)].flatMap(commit => {
      const at = times.get(commit);
      return at === undefined ? [] : [{ commit, at }];
    }),
    trees: [...Map.groupBy(working, ({ ref }) => ref)].map(([root, parts]) => ({
      root,
      lines: parts.reduce((sum, { weighing: lines }) => sum + lines, 0),
      files: [...new Set(parts.map(({ path }) => path))].sort(),
    })),
    standing: { shipped, gone: rolledBack + lost },
    takenOut: by === null ? null : { commit: by.commit, at: by.at },
  };
}

export function committedAt(holdings: readonly Holding[]): Map<string, Instant> {
  return new Map(
    holdings.flatMap(({ stage, commit, at }) =>
      stage === 'committed' && commit !== null ? [[commit, at] as const] : [],
    ),
  );
}
