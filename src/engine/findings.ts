import type { ActStory } from '../insight/actStory.ts';
import { attributing } from '../insight/attribute.ts';
import type { Attribution, Work } from '../insight/attribution.ts';
import {
  ofCommits,
  type SaidDecision,
  type Saying,
  unlinked,
  withoutCommits,
} from '../insight/corrections.ts';
import { livingShare } from '../insight/figures/livingShare.ts';
import type { SessionCase } from '../insight/outcome.ts';
import { sumAttributions } from '../insight/pieceCase.ts';
import type { ActCount, SessionFacts } from '../ledger/sessionReads.ts';
import type { Instant } from '../model/records.ts';
import type { Evidence } from '../model/report.ts';
import { type AfterShipping, takenOut } from './afterShipping.ts';
import { sessionHeard } from './asSaid.ts';
import { type Basis, countedLinks, decideBy, type Told } from './basis.ts';
import { gently } from './breathing.ts';
import type { SessionFinding } from './findingTypes.ts';
import type { ResolvedLink } from './resolvedLink.ts';
import { unseenOf } from './unseenLines.ts';
import { type EditedFacts, EditSummary, filesOf, summarise } from './works.ts';

export interface FindingFacts extends EditedFacts {
  readonly acts: readonly ActCount[];
  /** When sessions ran shell commands that may have changed files, oldest first. */
  readonly shellTimes: readonly { readonly session: number; readonly at: Instant }[];
  /** Of a repository: what stood on its shipping ref before the steps that were read. */
  stood(repository: number): Promise<(fingerprint: number) => boolean>;
  /** By session: what its acts tell. */
  readonly stories: ReadonlyMap<number, ActStory>;
  readonly links: readonly ResolvedLink[];
  /** What the person said, and the commits that they linked so. */
  readonly sayings: readonly (Saying & { readonly session: number })[];
  readonly saidLinks: readonly ResolvedLink[];
  readonly after: AfterShipping;
  /** Logs of which some lines, or their end, could not be read. */
  readonly cutLogs: ReadonlySet<string>;
  readonly now: Instant;
  /** Whether some repositories may not be asked about. */
  readonly isAnyBarred: boolean;
  /** Where a session without edits worked. */
  repositoryOf(session: SessionFacts): number | null;
}

/** One session with all that was found of it; pieces are made of these. */
export interface SessionStudy extends Basis {
  readonly session: SessionFacts;
  /** With the links alone by which figures count; `null` where that is all of them. */
  readonly counted: Basis | null;
  readonly sayings: readonly Saying[];
  /** Of the repositories that it edited files of, one was not read. */
  readonly isUnread: boolean;
  /** Of those that were, one has a worktree that was not; or it has edits in a repository that is not known yet. */
  readonly isPartlyRead: boolean;
  readonly finding: SessionFinding;
  readonly attributions: readonly Attribution[];
}

const MOST_EVIDENCE = 200;
/** Who read so many files before a small change had to find the place. */
const LOOKED_BEFORE = 3;
const NO_STORY: ActStory = { repetition: 0, resolved: false, looked: 0 };

/** What became of each session: sub-agents' work counts as their parent's. */
export async function studySessions(facts: FindingFacts): Promise<SessionStudy[]> {
  const summaries = await summarise(facts);
  const read = new Set(facts.harvests.map(({ repository }) => repository));
  const partly = new Set(
    facts.harvests.flatMap(({ repository, hasUnread }) => (hasUnread ? repository : [])),
  );
  const attributions = await attributeAll(facts, summaries);
  await facts.after.learnWhatIsNew([...facts.links, ...facts.saidLinks], facts.stood);
  const shellChanges = new Map<number, number>();
  for (const { session, act, total, failed } of facts.acts) {
    if (act !== 'shell') continue;
    const root = facts.families.rootOf(session);
    shellChanges.set(root, (shellChanges.get(root) ?? 0) + total - failed);
  }
  const { rootOf } = facts.families;
  const root = ({ session }: { readonly session: number }) => rootOf.call(facts.families, session);
  const linksOf = Map.groupBy(facts.links, root);
  const saidLinksOf = Map.groupBy(facts.saidLinks, root);
  const sayingsOf = Map.groupBy(facts.sayings, root);
  const studies: SessionStudy[] = [];
  for (const session of facts.families.roots) {
    await facts.breathe();
    const work = summaries.get(session.id) ?? new EditSummary();
    const parts = attributions.get(session.id) ?? [];
    const links = linksOf.get(session.id) ?? [];
    const sayings = sayingsOf.get(session.id) ?? [];
    const { repetition, resolved, looked } = facts.stories.get(session.id) ?? NO_STORY;
    const isUnread = [...work.byRepository.keys()].some(repository => !read.has(repository));
    const isPartlyRead =
      [...work.byRepository.keys()].some(repository => partly.has(repository)) ||
      work.hasUnplaced(facts.isAnyBarred);
    const base = {
      repetition,
      resolved,
      diagnosed: resolved || looked >= LOOKED_BEFORE,
      lastEditAt: work.lastAt,
      edits: { inGit: work.inGit, outsideGit: work.outside, unplaced: work.unknown },
      peak: work.peak,
      shellChanges: shellChanges.get(session.id) ?? 0,
      unread: isUnread || isPartlyRead,
      unseen: unseenOf(work, read, facts.isAnyBarred),
      // Some agents log what they used and nothing of what they did.
      logCut: session.log === null || facts.cutLogs.has(session.log),
    };
    const caseOf = async (
      all: readonly Attribution[],
      known: readonly ResolvedLink[],
      without: ReadonlySet<string>,
    ): Promise<SessionCase> => ({
      ...base,
      links: known,
      attribution: all.length === 0 ? null : sumAttributions(session.id, all),
      ...(await facts.after.caseOf([session.id], known, new Map([[session.id, without]]))),
    });
    const out = unlinked(sayings);
    const kept = parts.map(part => withoutCommits(part, out));
    const basisOf = async (known: readonly ResolvedLink[]): Promise<Basis> => {
      const found = { facts: await caseOf(parts, known, new Set()), links: known };
      if (sayings.length === 0) return { ...found, corrected: found };
      const all = [
        ...known.filter(({ commit }) => !out.has(commit ?? '')),
        ...(saidLinksOf.get(session.id) ?? []),
      ];
      return { ...found, corrected: { facts: await caseOf(kept, all, out), links: all } };
    };
    const basis = await basisOf(links);
    const sure = countedLinks(links, parts);
    const counted = sure === links ? null : await basisOf(sure);
    const counting = counted ?? basis;
    const decided = decideBy(basis, counted, ofCommits(sayings), facts.now);
    const linked = links.find(({ repository }) => repository !== null)?.repository ?? null;
    const finding: SessionFinding = {
      session: session.id,
      repository: work.repository() ?? linked ?? facts.repositoryOf(session),
      ...toldOf(basis.corrected, counting.corrected, kept, decided),
      said: null,
      files: [...work.files].sort(),
      linesAdded: work.added,
      linesRemoved: work.removed,
      lastEditAt: work.lastAt,
    };
    const plain = () => {
      const found = decideBy(basis, counted, [], facts.now);
      return { ...toldOf(basis, counting, parts, found), rule: found.decision.rule };
    };
    studies.push({
      ...basis,
      session,
      counted,
      sayings,
      isUnread,
      isPartlyRead,
      attributions: kept,
      finding: sayings.length === 0 ? finding : sessionHeard(finding, plain(), sayings),
    });
  }
  return studies;
}

/**
 * What the facts tell that the person may correct.
 * @param counting the same with the links alone by which figures count
 */
function toldOf(
  { facts, links }: Told,
  counting: Told,
  parts: readonly Attribution[],
  { decision, counted }: SaidDecision,
) {
  const { outcome, confidence, chip, shipped, rule } = decision;
  return {
    ...{ outcome, counted, confidence, chip, shipped },
    living: livingShare(counting.facts, counted),
    evidence: [...takenOut(decision, facts), ...evidenceOf(rule, parts, links, facts)],
    linked: commitsIn(links),
  };
}

function commitsIn(links: readonly ResolvedLink[]): SessionFinding['linked'] {
  const commits = new Map(
    links.flatMap(({ commit, repository }) =>
      commit === null || repository === null ? [] : [[commit, repository] as const],
    ),
  );
  return commits.size === 0 ? undefined : [...commits].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One repository after another. */
async function attributeAll(
  facts: FindingFacts,
  summaries: ReadonlyMap<number, EditSummary>,
): Promise<Map<number, Attribution[]>> {
  const shellAt = new Map<number, Instant[]>();
  for (const { session, at } of facts.shellTimes) {
    const root = facts.families.rootOf(session);
    const times = shellAt.get(root) ?? [];
    shellAt.set(root, times);
    times.push(at);
  }
  const attributions = new Map<number, Attribution[]>();
  for (const { repository, holdings, verdicts } of facts.harvests) {
    const works: Work[] = [];
    for (const [session, summary] of summaries) {
      const edits = summary.byRepository.get(repository);
      if (edits === undefined) continue;
      works.push({ session, files: filesOf(edits, verdicts), shellAt: shellAt.get(session) ?? [] });
      await facts.breathe();
    }
    const attributed = await gently(attributing(works, holdings), facts.breathe);
    await facts.after.learn(repository, works, attributed);
    for (const found of attributed) {
      const list = attributions.get(found.session) ?? [];
      list.push(found);
      attributions.set(found.session, list);
    }
  }
  return attributions;
}

function evidenceOf(
  rule: string,
  attributions: readonly Attribution[],
  links: readonly ResolvedLink[],
  facts: SessionCase,
): Evidence[] {
  const nothing = { commit: null, ref: null, file: null, lines: null, rule };
  const found = attributions
    .flatMap(attribution => attribution.found)
    .sort((a, b) => b.weighing - a.weighing || b.lines - a.lines)
    .slice(0, MOST_EVIDENCE)
    .map(
      ({ commit, ref, path, lines, mixed, weighing, mixedWeighing }): Evidence => ({
        ...nothing,
        kind: 'lines',
        commit,
        ref,
        file: path,
        lines: Math.round(lines + mixed / 2),
        counting: Math.round(weighing + mixedWeighing / 2),
      }),
    );
  const linked = links.map(({ commit }): Evidence => ({ ...nothing, kind: 'link', commit }));
  const missing: Evidence[] = facts.shellChanges > 0 ? [{ ...nothing, kind: 'shell', lines: null }] : [];
  const evidence = [...found, ...linked, ...missing];
  return evidence.length > 0 ? evidence : [{ ...nothing, kind: 'rule' }];
}
