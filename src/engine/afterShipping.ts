import type { Attribution, Found, Work } from '../insight/attribution.ts';
import { weighs } from '../insight/net.ts';
import type { Decision, SessionCase } from '../insight/outcome.ts';
import { ShippingHistory, type Standing } from '../insight/rollBack.ts';
import { linesOfChange, type ShippedLine, shippedLines } from '../insight/shippedLines.ts';
import type { FileChange } from '../model/git.ts';
import type { Evidence } from '../model/report.ts';
import type { Harvest } from './harvest.ts';
import type { ResolvedLink } from './resolvedLink.ts';

type Case = Pick<SessionCase, 'standing' | 'deployed' | 'files'>;

interface Place {
  readonly filesOf: ReadonlyMap<string, readonly FileChange[]>;
  readonly history: ShippingHistory;
  readonly deployed: ReadonlySet<string>;
  /** By session: its lines as the shipping ref got them. */
  readonly lines: Map<number, readonly ShippedLine[]>;
}

/** By session: commits that the person says are not its work. */
export type Unlinked = ReadonlyMap<number, ReadonlySet<string>>;

const NONE: Unlinked = new Map();
const REACHED = 0.1;

/** What became of sessions' lines after they had shipped. */
export class AfterShipping {
  readonly #places: ReadonlyMap<number, Place>;
  readonly #works = new Map<number, { readonly work: Work; readonly found: readonly Found[] }[]>();

  constructor(harvests: readonly Harvest[]) {
    this.#places = new Map(
      harvests.map(({ repository, holdings, history, dropped, deployed }) => [
        repository,
        {
          filesOf: new Map(
            holdings.flatMap(({ stage, commit, files }) =>
              stage === 'shipped' && commit !== null ? [[commit, files] as const] : [],
            ),
          ),
          history: new ShippingHistory(history, { steps: dropped }),
          deployed: deployed.steps,
          lines: new Map(),
        },
      ]),
    );
  }

  /** Told once for each repository: what its sessions wrote, and where it was found. */
  learn(repository: number, works: readonly Work[], attributions: readonly Attribution[]): void {
    const place = this.#places.get(repository);
    if (place === undefined) return;
    const workOf = new Map(works.map(work => [work.session, work]));
    for (const { session, found } of attributions) {
      const work = workOf.get(session);
      const lines = shippedLines(work, found, place.filesOf);
      if (lines.length > 0) place.lines.set(session, lines);
      if (work === undefined) continue;
      const works = this.#works.get(session) ?? [];
      this.#works.set(session, works);
      works.push({ work, found });
    }
  }

  /**
   * Of one session, or of the sessions of a piece.
   * @param links commits that they made by their own word: all of each is theirs, where no line was found
   * @param unlinked by session: commits of which nothing counts as its
   */
  caseOf(sessions: readonly number[], links: readonly ResolvedLink[], unlinked: Unlinked = NONE): Case {
    const counts = (session: number, commit: string | null) =>
      commit === null || !unlinked.get(session)?.has(commit);
    let standing: Standing = { shipped: 0, rolledBack: 0, lost: 0, by: null };
    let deployed = 0;
    for (const [repository, place] of this.#places) {
      const found = sessions.flatMap(session =>
        (place.lines.get(session) ?? []).filter(({ commit }) => counts(session, commit)),
      );
      const steps = new Set(links.flatMap(link => (link.repository === repository ? (link.step ?? []) : [])));
      const lines =
        found.length > 0
          ? found
          : [...steps].flatMap(step => linesOfChange(step, place.filesOf.get(step) ?? []));
      if (lines.length === 0) continue;
      standing = together(standing, place.history.standingOf(lines));
      deployed += lines.filter(({ commit }) => place.deployed.has(commit)).length;
    }
    const files = sessions.flatMap(session =>
      (this.#works.get(session) ?? []).map(({ work, found }) =>
        filesReached(
          work,
          found.filter(({ commit }) => counts(session, commit)),
        ),
      ),
    );
    return {
      standing,
      deployed,
      files: {
        total: files.reduce((sum, { total }) => sum + total, 0),
        reached: files.reduce((sum, { reached }) => sum + reached, 0),
      },
    };
  }
}

/** What took a roll-back's lines out; a forced update leaves no commit to name. */
export function takenOut({ outcome, rule }: Decision, { standing }: SessionCase): Evidence[] {
  const { by, rolledBack } = standing;
  if (outcome !== 'rolled back' || by === null) return [];
  return [{ kind: 'revert', commit: by.commit, ref: null, file: null, lines: rolledBack, rule }];
}

function together(a: Standing, b: Standing): Standing {
  return {
    shipped: a.shipped + b.shipped,
    rolledBack: a.rolledBack + b.rolledBack,
    lost: a.lost + b.lost,
    by: a.rolledBack >= b.rolledBack ? a.by : b.by,
  };
}

/** Of the files that a session left changed: how many shipped with at least a tenth of its lines. */
function filesReached(work: Work, found: readonly Found[]): SessionCase['files'] {
  const shipped = new Map<string, number>();
  for (const { stage, path, weighing } of found) {
    if (stage === 'shipped') shipped.set(path, (shipped.get(path) ?? 0) + weighing);
  }
  let total = 0;
  let reached = 0;
  for (const [path, { net, counts }] of work.files) {
    const lines = [...net.added, ...net.removed].filter(line => counts && weighs(line)).length;
    if (lines === 0) continue;
    total++;
    if ((shipped.get(path) ?? 0) >= Math.max(1, lines * REACHED)) reached++;
  }
  return { total, reached };
}
