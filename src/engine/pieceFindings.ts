import type { Found } from '../insight/attribution.ts';
import { decideAsSaid, ofCommits, unlinked } from '../insight/corrections.ts';
import { type Decision, decide, type SessionCase } from '../insight/outcome.ts';
import { sumCases } from '../insight/pieceCase.ts';
import { groupingIntoPieces } from '../insight/pieces.ts';
import type { Shipping } from '../insight/shippingTimes.ts';
import type { SessionFacts } from '../ledger/sessionReads.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Instant } from '../model/records.ts';
import type { AfterShipping, Unlinked } from './afterShipping.ts';
import { agreed, NOTHING_STILL, pieceHeard, WAS_SHIPPED } from './asSaid.ts';
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
  const found = await mergeCases(members, sessions, facts.after);
  const sayings = agreed(members);
  const unlinkedBy = new Map(members.map(({ session, sayings: said }) => [session.id, unlinked(said)]));
  const merged = members.every(({ sayings: said }) => said.length === 0)
    ? found
    : await mergeCases(
        members.map(({ corrected }) => corrected),
        sessions,
        facts.after,
        unlinkedBy,
      );
  const { decision, counted } = decideAsSaid(found, merged, ofCommits(sayings), facts.now);
  const links = members.flatMap(({ corrected }) => corrected.links);
  const spans = sessions.map(session => facts.families.spanOf(session.id));
  const starts = spans.flatMap(({ startedAt }) => startedAt ?? []);
  const ends = spans.flatMap(({ endedAt }) => endedAt ?? []);
  const finding: PieceFinding = {
    id,
    repository,
    branch: sessions.findLast(({ branch }) => branch !== null)?.branch ?? null,
    sessions: sessions.map(session => session.id),
    ...toldOf({ merged, links }, decision, counted, repository, facts),
    startedAt: starts.length === 0 ? null : Math.min(...starts),
    lastAt: merged.lastEditAt ?? (ends.length === 0 ? null : Math.max(...ends)),
    files: [...new Set(members.flatMap(({ finding }) => finding.files))].sort(),
    diagnosed: merged.diagnosed,
  };
  if (sayings.length === 0) return finding;
  const plain = decide(found, facts.now);
  const unsaid = { merged: found, links: members.flatMap(each => each.links) };
  return pieceHeard(
    finding,
    { ...toldOf(unsaid, plain, plain.outcome, repository, facts), rule: plain.rule },
    sayings,
  );
}

interface Told {
  readonly merged: SessionCase;
  readonly links: readonly ResolvedLink[];
}

/** What the facts tell that the person may correct. */
function toldOf(
  { merged, links }: Told,
  { outcome, confidence, chip }: Decision,
  counted: Outcome,
  repository: number | null,
  { shippings, committedAt }: PieceFacts,
) {
  const found = merged.attribution?.found ?? [];
  const shipped = found.filter(({ stage }) => stage === 'shipped');
  const times = shippings.get(repository ?? -1);
  const carrying = shipped.flatMap(({ commit }) => commit ?? []);
  const named = links.flatMap(({ step }) => step ?? []);
  const commits = [...new Set(carrying.length > 0 ? carrying : named)]
    .map(commit => ({ commit, at: times?.get(commit)?.at ?? null }))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const weighing = merged.attribution?.weighing ?? null;
  return {
    ...{ outcome, counted, confidence, chip },
    shippedAt: WAS_SHIPPED.includes(outcome) ? (commits[0]?.at ?? null) : null,
    commits: commits.map(({ commit }) => commit),
    mainCommit: mostLines(shipped),
    lines: { counting: weighing?.total ?? 0, shipped: Math.round(weighing?.at.shipped ?? 0) },
    fresh: merged.standing.fresh,
    living: merged.standing.living,
    still: stillThere(merged, outcome),
    left: leftOf(found, merged.standing, committedAt.get(repository ?? -1)),
  };
}

/** Lines that shipped at least 14 days ago, and how many of them were there 14 days after. */
function stillThere({ standing }: SessionCase, outcome: Outcome): PieceFinding['still'] {
  if (!WAS_SHIPPED.includes(outcome)) return NOTHING_STILL;
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

async function mergeCases(
  members: readonly Pick<SessionStudy, 'facts' | 'links'>[],
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
