import { newPullRequestAddress } from '../git/newPullRequest.ts';
import { pullRequestAddress } from '../git/pullRequestAddress.ts';
import type { LinkFacts } from '../ledger/sessionReads.ts';
import type { Evidence, PieceReport } from '../model/report.ts';
import type { PieceFinding, RepositoryFinding } from './findingTypes.ts';

/** What leads on from a piece, and whether that is asked for. */
export type NextSteps = Pick<PieceReport, 'letGo' | 'tree' | 'pullRequest' | 'newPullRequest'>;

const STASH = 'refs/stash';
const TRACKING = /^refs\/remotes\/([^/]+)\/(.+)$/;

/** By session: the pull request that its log named last. */
function pullRequestsSeen(links: readonly LinkFacts[]): ReadonlyMap<number, LinkFacts> {
  const seen = new Map<number, LinkFacts>();
  for (const link of links) {
    if (link.link !== 'pull request' || pullRequestAddress(link.target) === null) continue;
    if (link.at >= (seen.get(link.session)?.at ?? 0)) seen.set(link.session, link);
  }
  return seen;
}

/** Where an open piece's pull request is, or can be made. */
function pullRequestOf(
  piece: PieceFinding,
  evidence: readonly Evidence[],
  seen: ReadonlyMap<number, LinkFacts>,
  repository: RepositoryFinding | undefined,
): Pick<PieceReport, 'pullRequest' | 'newPullRequest'> {
  const [newest] = piece.sessions.flatMap(id => seen.get(id) ?? []).sort((a, b) => b.at - a.at);
  return {
    pullRequest: piece.outcome === 'in review' ? (newest?.target ?? null) : null,
    newPullRequest: piece.outcome === 'pushed' ? newOf(piece, evidence, repository) : null,
  };
}

/** Only where the branch was pushed to the very remote that ships: of another's address nothing is known. */
function newOf(
  { branch: worked }: PieceFinding,
  evidence: readonly Evidence[],
  repository: RepositoryFinding | undefined,
): string | null {
  const shipping = TRACKING.exec(repository?.shippingRef ?? '');
  if (shipping === null || (repository?.remote ?? null) === null) return null;
  const [, remote, base] = shipping;
  const commits = new Set(evidence.map(({ commit }) => commit));
  const pushes = repository!.events.flatMap(({ kind, ref, to }) => {
    const [, on, name] = TRACKING.exec(ref) ?? [];
    return kind === 'push' && on === remote && name !== base ? [{ name: name!, to }] : [];
  });
  const branch = (
    pushes.findLast(({ to }) => commits.has(to)) ?? pushes.findLast(({ name }) => name === worked)
  )?.name;
  return branch === undefined ? null : newPullRequestAddress(repository!.remote!, base!, branch);
}

function treeOf({ left }: PieceFinding): string | null {
  const trees = (left?.trees ?? []).filter(({ root }) => root !== STASH);
  return [...trees].sort((a, b) => b.lines - a.lines)[0]?.root ?? null;
}

/** Completes reports of pieces. */
export function withNextSteps(
  reports: readonly (readonly [piece: PieceFinding, report: Omit<PieceReport, keyof NextSteps>])[],
  facts: {
    readonly letGo: ReadonlySet<string>;
    readonly links: readonly LinkFacts[];
    readonly repositories: ReadonlyMap<number, RepositoryFinding>;
  },
): PieceReport[] {
  const seen = pullRequestsSeen(facts.links);
  return reports.map(([piece, report]) => {
    const home = facts.repositories.get(piece.repository ?? -1);
    const steps = pullRequestOf(piece, report.evidence, seen, home);
    return { ...report, letGo: facts.letGo.has(piece.id), tree: treeOf(piece), ...steps };
  });
}
