import type { Found } from '../insight/attribution.ts';
import { ofCommits, type SaidDecision, unlinked } from '../insight/corrections.ts';
import type { SessionCase } from '../insight/outcome.ts';
import { sumCases } from '../insight/pieceCase.ts';
import { groupingIntoPieces } from '../insight/pieces.ts';
import type { Shipping } from '../insight/shippingTimes.ts';
import { withUnseen } from '../insight/unseen.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { AfterShipping, Unlinked } from './afterShipping.ts';
import { agreed, NOTHING_STILL, pieceHeard, WAS_SHIPPED } from './asSaid.ts';
import { type Basis, decideBy, type Told } from './basis.ts';
import { type Breathe, gently } from './breathing.ts';
import type { Families } from './families.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';
import { leftOf } from './pieceLeft.ts';
import type { ResolvedLink } from './resolvedLink.ts';

export interface PieceFacts {
  readonly studies: readonly SessionStudy[];
  readonly families: Families;
  readonly after: AfterShipping;
  /** By repository and commit: when it reached the shipping ref. */
  readonly shippings: ReadonlyMap<number, ReadonlyMap<string, Shipping>>;
  /** By repository: when the commits were made that no remote has. */
  readonly committedAt: ReadonlyMap<number, ReadonlyMap<string, Instant>>;
  /** By session: files that it only looked at, relative to its repository. */
  readonly reads: ReadonlyMap<number, readonly string[]>;
  /** By session: the id of its piece, where that is settled. */
  readonly sealed: ReadonlyMap<number, string>;
  readonly now: Instant;
  /** Called often: lets others have their turn. */
  readonly breathe: Breathe;
}

/** What became of each piece of work, from all that its sessions left. */
export async function studyPieces(facts: PieceFacts): Promise<PieceFinding[]> {
  const studies = new Map(facts.studies.map(study => [study.session.id, study]));
  const grouping = groupingIntoPieces(
    facts.studies.flatMap(({ session, finding, facts: { edits } }) => {
      const { startedAt, endedAt } = facts.families.spanOf(session.id);
      if (startedAt === null) return [];
      return [
        {
          id: session.id,
          name: session.name,
          repository: finding.repository,
          startedAt,
          endedAt: endedAt ?? startedAt,
          files: edits.inGit > 0 ? finding.files : [],
          read: facts.reads.get(session.id) ?? [],
        },
      ];
    }),
    facts.sealed,
  );
  const pieces = await gently(grouping, facts.breathe);
  const findings: PieceFinding[] = [];
  for (const piece of pieces) {
    await facts.breathe();
    const members = piece.sessions.flatMap(id => studies.get(id) ?? []);
    findings.push(await findingOf(piece.id, piece.repository, members, facts));
  }
  return findings;
}

async function findingOf(
  id: string,
  repository: number | null,
  members: readonly SessionStudy[],
  facts: PieceFacts,
): Promise<PieceFinding> {
  const sessions = members.map(({ session }) => session);
  const basis = await mergeBases(members, facts.after);
  const counted = members.every(member => member.counted === null)
    ? null
    : await mergeBases(
        members.map(member => ({ ...member, ...member.counted })),
        facts.after,
      );
  const counting = counted ?? basis;
  const sayings = agreed(members);
  const decided = decideBy(basis, counted, ofCommits(sayings), facts.now);
  const { lastEditAt, diagnosed } = basis.corrected.facts;
  const spans = sessions.map(session => facts.families.spanOf(session.id));
  const starts = spans.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = spans.flatMap(({ endedAt }) => endedAt ?? []);
  const finding: PieceFinding = {
    id,
    repository,
    branch: sessions.findLast(({ branch }) => branch !== null)?.branch ?? null,
    sessions: sessions.map(session => session.id),
    ...toldOf(basis.corrected, counting.corrected, decided, repository, facts),
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    lastAt: lastEditAt ?? (ends.length === 0 ? null : Math.max(...ends)),
    files: [...new Set(members.flatMap(({ finding }) => finding.files))].sort(),
    diagnosed,
  };
  if (sayings.length === 0) return finding;
  const plain = decideBy(basis, counted, [], facts.now);
  const unsaid = toldOf(basis, counting, plain, repository, facts);
  return pieceHeard(finding, { ...unsaid, rule: plain.decision.rule }, sayings);
}

/**
 * What the facts tell that the person may correct.
 * @param counting the same with the links alone by which figures count
 */
function toldOf(
  { facts: merged, links }: Told,
  counting: Told,
  { decision: { outcome, confidence, chip }, counted }: SaidDecision,
  repository: number | null,
  { shippings, committedAt }: PieceFacts,
) {
  const found = merged.attribution?.found ?? [];
  const shipped = found.filter(({ stage }) => stage === 'shipped');
  const times = shippings.get(repository ?? -1);
  const carrying = shipped.flatMap(({ commit }) => commit ?? []);
  const steps = [carrying, stepsOf(counting.links), stepsOf(links)].find(some => some.length > 0) ?? [];
  const commits = [...new Set(steps)]
    .map(commit => ({ commit, at: times?.get(commit)?.at ?? null }))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const weighing = withUnseen(merged).attribution?.weighing ?? null;
  return {
    ...{ outcome, counted, confidence, chip },
    shippedAt: WAS_SHIPPED.includes(outcome) ? (commits[0]?.at ?? null) : null,
    commits: commits.map(({ commit }) => commit),
    mainCommit: mostLines(shipped),
    lines: { counting: weighing?.total ?? 0, shipped: Math.round(weighing?.at.shipped ?? 0) },
    fresh: counting.facts.standing.fresh,
    living: counting.facts.standing.living,
    still: stillThere(counting.facts, counted),
    left: leftOf(found, merged.standing, committedAt.get(repository ?? -1)),
  };
}

function stepsOf(links: readonly ResolvedLink[]): string[] {
  return links.flatMap(({ step }) => step ?? []);
}

/** Lines that shipped at least 14 days ago, and how many of them were there 14 days after. */
function stillThere({ standing }: SessionCase, counted: Outcome): PieceFinding['still'] {
  if (!WAS_SHIPPED.includes(counted)) return NOTHING_STILL;
  return { oldEnough: standing.oldEnough, kept: standing.oldEnough - standing.leftEarly };
}

/** The commit that holds most of the lines; of equal ones the first that was found. */
function mostLines(found: readonly Found[]): string | null {
  const lines = new Map<string, number>();
  for (const { commit, lines: count } of found) {
    if (commit !== null) lines.set(commit, (lines.get(commit) ?? 0) + count);
  }
  let most: string | null = null;
  for (const [commit, count] of lines) if (most === null || count > lines.get(most)!) most = commit;
  return most;
}

async function mergeBases(
  members: readonly (Basis & Pick<SessionStudy, 'session' | 'sayings'>)[],
  after: AfterShipping,
): Promise<Basis> {
  const sessions = members.map(({ session }) => session);
  const links = members.flatMap(each => each.links);
  const found = { facts: await mergeCases(members, sessions, after), links };
  if (members.every(({ sayings }) => sayings.length === 0)) return { ...found, corrected: found };
  const unlinkedBy = new Map(members.map(({ session, sayings }) => [session.id, unlinked(sayings)]));
  const corrected = members.map(each => each.corrected);
  const facts = await mergeCases(corrected, sessions, after, unlinkedBy);
  return { ...found, corrected: { facts, links: corrected.flatMap(each => each.links) } };
}

async function mergeCases(
  members: readonly Told[],
  sessions: readonly SessionFacts[],
  after: AfterShipping,
  without: Unlinked = new Map(),
): Promise<SessionCase> {
  const [first, ...others] = members;
  // A session by itself was followed already.
  if (first !== undefined && others.length === 0) {
    const { standing, deployed, files } = first.facts;
    return sumCases([first.facts], { standing, deployed, files });
  }
  const ids = sessions.map(({ id }) => id);
  const links = members.flatMap(each => each.links);
  return sumCases(
    members.map(({ facts }) => facts),
    await after.caseOf(ids, links, without),
  );
}
