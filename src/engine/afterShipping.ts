import type { Attribution, Found, Work } from '../insight/attribution.ts';
import { wholeFiles } from '../insight/changedFile.ts';
import { type DeployedBy, type DeployedLines, NOTHING_DEPLOYED } from '../insight/deployment.ts';
import { FingerprintSet } from '../insight/fingerprintSet.ts';
import { Freshness, type Past } from '../insight/freshness.ts';
import type { HistoryStep } from '../insight/historyStep.ts';
import { weighs } from '../insight/net.ts';
import { Occurrences } from '../insight/occurrences.ts';
import type { Decision, SessionCase } from '../insight/outcome.ts';
import { ShippingHistory } from '../insight/rollBack.ts';
import type { ShippedLine } from '../insight/shippedLine.ts';
import {
  addFingerprints,
  linesOfPart,
  partsOfChange,
  type ShippedPart,
  shippedParts,
} from '../insight/shippedLines.ts';
import { NOTHING_SHIPPED, together } from '../insight/standing.ts';
import type { FileChange } from '../model/git.ts';
import type { Instant } from '../model/records.ts';
import type { Evidence } from '../model/report.ts';
import { type Breathe, gently } from './breathing.ts';
import type { Harvest } from './harvest.ts';
import type { ResolvedLink } from './resolvedLink.ts';

type Case = Pick<SessionCase, 'standing' | 'deployed' | 'files'>;

interface Place {
  readonly filesOf: ReadonlyMap<string, readonly FileChange[]>;
  readonly history: ShippingHistory;
  readonly deployed: ReadonlyMap<string, DeployedBy>;
  readonly steps: readonly HistoryStep[];
  /** By session: its lines as the shipping ref got them. */
  readonly parts: Map<number, readonly ShippedPart[]>;
  /** What they look like, each once. */
  followed: FingerprintSet;
  /** Where those lines stand in the history. */
  occurrences: Occurrences | null;
}

/** What a session left changed in one repository. */
interface Left {
  /** By path: how many of its lines weigh. */
  readonly weighing: ReadonlyMap<string, number>;
  readonly found: readonly Found[];
}

/** By session: commits that the person says are not its work. */
export type Unlinked = ReadonlyMap<number, ReadonlySet<string>>;

const NONE: Unlinked = new Map();
const REACHED = 0.1;

/** What became of sessions' lines after they had shipped. */
export class AfterShipping {
  readonly #places: ReadonlyMap<number, Place>;
  readonly #left = new Map<number, Left[]>();
  readonly #breathe: Breathe;
  #freshness: Freshness | null = null;

  /** @param breathe called often: lets others have their turn */
  constructor(harvests: readonly Harvest[], now: Instant, breathe: Breathe) {
    this.#breathe = breathe;
    this.#places = new Map(
      harvests.map(({ repository, holdings, history, dropped, deployed }) => [
        repository,
        {
          filesOf: new Map(
            holdings.flatMap(({ stage, commit, files }) =>
              stage === 'shipped' && commit !== null ? [[commit, files] as const] : [],
            ),
          ),
          history: new ShippingHistory(history, { steps: dropped }, now),
          deployed: deployed.steps,
          steps: history,
          parts: new Map(),
          followed: new FingerprintSet(),
          occurrences: null,
        },
      ]),
    );
  }

  /** Told once for each repository: what its sessions wrote, and where it was found. */
  async learn(
    repository: number,
    works: readonly Work[],
    attributions: readonly Attribution[],
  ): Promise<void> {
    const place = this.#places.get(repository);
    if (place === undefined) return;
    const workOf = new Map(works.map(work => [work.session, work]));
    for (const { session, found } of attributions) {
      const work = workOf.get(session);
      const parts = shippedParts(work, found, place.filesOf);
      if (parts.length > 0) place.parts.set(session, parts);
      if (work !== undefined) {
        const left = { weighing: weighingOf(work), found };
        this.#left.set(session, [...(this.#left.get(session) ?? []), left]);
      }
      await this.#breathe();
    }
    place.followed = await this.#fingerprintsOf([...place.parts.values()].flat());
    place.occurrences = await gently(Occurrences.finding(place.followed, place.steps), this.#breathe);
  }

  /**
   * To be called when all repositories were told, before anything is asked.
   * @param links commits whose lines may be asked about though none of them was found
   * @param stood of each repository that something was shipped to: what stood there before its steps
   */
  async learnWhatIsNew(
    links: readonly ResolvedLink[],
    stood: (repository: number) => Promise<(fingerprint: number) => boolean>,
  ): Promise<void> {
    const places = [...this.#places.values()];
    const linked = places.flatMap(({ filesOf }) =>
      links.flatMap(({ step }) => (step === null ? [] : partsOfChange(step, filesOf.get(step) ?? []))),
    );
    // Those of one repository are known, and reading all lines once more takes long.
    const followed =
      places.length === 1 && linked.length === 0
        ? places[0]!.followed
        : await this.#fingerprintsOf([
            ...places.flatMap(({ parts }) => [...parts.values()].flat()),
            ...linked,
          ]);
    const pasts: Past[] = [];
    for (const [repository, { steps, parts, followed: own, occurrences }] of this.#places) {
      const isAsked =
        parts.size > 0 || links.some(link => link.repository === repository && link.step !== null);
      pasts.push({
        steps,
        filesOf:
          own === followed && occurrences !== null
            ? step => occurrences.filesOf(step)
            : step => wholeFiles(steps[step]!.files),
        stood: isAsked ? await stood(repository) : () => false,
      });
    }
    this.#freshness = await gently(Freshness.learning(pasts, followed), this.#breathe);
  }

  /**
   * Of one session, or of the sessions of a piece.
   * @param links commits that they made by their own word: all of each is theirs, where no line was found
   * @param unlinked by session: commits of which nothing counts as its
   */
  async caseOf(
    sessions: readonly number[],
    links: readonly ResolvedLink[],
    unlinked: Unlinked = NONE,
  ): Promise<Case> {
    const counts = (session: number, commit: string | null) =>
      commit === null || !unlinked.get(session)?.has(commit);
    let standing = NOTHING_SHIPPED;
    let deployed: DeployedLines = NOTHING_DEPLOYED;
    for (const [repository, place] of this.#places) {
      const found = sessions.flatMap(session =>
        (place.parts.get(session) ?? []).filter(({ commit }) => counts(session, commit)),
      );
      const steps = new Set(links.flatMap(link => (link.repository === repository ? (link.step ?? []) : [])));
      const parts =
        found.length > 0
          ? found
          : [...steps].flatMap(step => partsOfChange(step, place.filesOf.get(step) ?? []));
      if (parts.length === 0) continue;
      const lines: ShippedLine[] = [];
      for (const part of parts) {
        for (const line of linesOfPart(part, this.#freshness)) lines.push(line);
        await this.#breathe();
      }
      const history = place.history.following(lines, place.occurrences);
      standing = together(standing, await gently(history, this.#breathe));
      for (const { commit } of lines) {
        const by = place.deployed.get(commit);
        if (by !== undefined) deployed = { ...deployed, [by]: deployed[by] + 1 };
      }
    }
    const files = sessions.flatMap(session =>
      (this.#left.get(session) ?? []).map(({ weighing, found }) =>
        filesReached(
          weighing,
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

  async #fingerprintsOf(parts: readonly ShippedPart[]): Promise<FingerprintSet> {
    const fingerprints = new FingerprintSet(parts.reduce((sum, { places }) => sum + places.length, 0));
    for (const part of parts) {
      addFingerprints(part, fingerprints);
      await this.#breathe();
    }
    return fingerprints;
  }
}

/** What took a roll-back's lines out; a forced update leaves no commit to name. */
export function takenOut({ outcome, rule }: Decision, { standing }: SessionCase): Evidence[] {
  const { by, rolledBack } = standing;
  if (outcome !== 'rolled back' || by === null) return [];
  return [{ kind: 'revert', commit: by.commit, ref: null, file: null, lines: rolledBack, rule }];
}

function weighingOf({ files }: Work): Map<string, number> {
  const weighing = new Map<string, number>();
  for (const [path, { net, counts }] of files) {
    let lines = 0;
    for (const side of ['added', 'removed'] as const)
      net.each(side, (_edit, { flags }, index) => {
        if (counts && weighs({ flags: flags[index]! })) lines++;
      });
    if (lines > 0) weighing.set(path, lines);
  }
  return weighing;
}

/** Of the files that a session left changed: how many shipped with at least a tenth of its lines. */
function filesReached(weighing: Left['weighing'], found: readonly Found[]): SessionCase['files'] {
  const shipped = new Map<string, number>();
  for (const { stage, path, weighing: lines } of found) {
    if (stage === 'shipped') shipped.set(path, (shipped.get(path) ?? 0) + lines);
  }
  let reached = 0;
  for (const [path, lines] of weighing)
    if ((shipped.get(path) ?? 0) >= Math.max(1, lines * REACHED)) reached++;
  return { total: weighing.size, reached };
}
