import type { DatabaseSync } from 'node:sqlite';
import { quantile } from '../insight/figures/quantile.ts';
import type { NudgeFacts } from '../insight/nudges/candidates.ts';
import type { PieceFacts, UsualFacts } from '../insight/nudges/facts.ts';
import { Corrections } from '../ledger/corrections.ts';
import { Findings } from '../ledger/findings.ts';
import { type SessionFacts, SessionReads } from '../ledger/sessionReads.ts';
import { type Outcome, SHIPPED } from '../model/outcome.ts';
import type { RuleTrigger } from '../model/ownRule.ts';
import type { Instant } from '../model/records.ts';
import type { PriceBook } from '../pricing/priceBook.ts';
import { Families } from './families.ts';
import { FINDING, type PieceFinding, type RepositoryFinding } from './findingTypes.ts';
import { letGo } from './letGo.ts';
import { liveSessions } from './liveSessions.ts';

const ENOUGH_TO_TELL = 12;
const PUBLISHED: readonly Outcome[] = [...SHIPPED, 'in review', 'pushed', 'rolled back'];

/** What could be said something of, from the findings as they stand. */
export function nudgeFacts(
  database: DatabaseSync,
  prices: PriceBook,
  rules: readonly RuleTrigger[],
  now: Instant,
): NudgeFacts {
  const findings = new Findings(database);
  const reads = new SessionReads(database);
  const sessions = new Map(reads.sessions().map(session => [session.id, session]));
  const repositories = new Map(
    [...findings.of<RepositoryFinding>(FINDING.repository).values()].map(each => [each.repository, each]),
  );
  const reviews = new Map<number, Instant>();
  for (const { session, link, at } of reads.links())
    if (link === 'pull request') reviews.set(session, Math.max(at, reviews.get(session) ?? at));
  const found = [...findings.of<PieceFinding>(FINDING.piece).values()];
  const gone = letGo(found, new Corrections(database).all(), new Families(reads.sessions()), repositories);
  const pieces = found
    .filter(({ id }) => !gone.has(id))
    .map(piece => pieceFacts(piece, repositories.get(piece.repository ?? -1), sessions, reviews));
  const pieceOf = new Map(found.flatMap(piece => piece.sessions.map(id => [id, piece] as const)));
  const live = liveSessions(database, prices, now);
  return {
    pieces,
    live: live.sessions.map(({ root, ...session }) => {
      const piece = pieceOf.get(root);
      const repo = repositories.get(piece?.repository ?? -1)?.root ?? null;
      return { ...session, piece: piece?.id ?? null, repo };
    }),
    usual: { lines: usualLines(found), rereads: live.rereads },
    rules,
    now,
  };
}

function pieceFacts(
  piece: PieceFinding,
  repository: RepositoryFinding | undefined,
  sessions: ReadonlyMap<number, SessionFacts>,
  reviews: ReadonlyMap<number, Instant>,
): PieceFacts {
  const { id, branch, outcome, confidence, lastAt, files, shippedAt, mainCommit, living, left } = piece;
  const reviewed = piece.sessions.flatMap(session => reviews.get(session) ?? []);
  return {
    id,
    branch,
    outcome,
    confidence,
    lastAt,
    files,
    shippedAt,
    mainCommit,
    living,
    repo: repository?.root ?? null,
    sessions: piece.sessions.flatMap(number => {
      const session = sessions.get(number);
      return session === undefined ? [] : [{ agent: session.agent, id: session.name }];
    }),
    lines: piece.lines.counting,
    // Where nobody could read the repository now, or it has no remote, nothing is known to wait.
    waiting:
      (repository?.remote ?? null) === null || repository?.problem !== null ? [] : (left?.waiting ?? []),
    trees: repository?.problem !== null ? [] : (left?.trees ?? []),
    reviewSince: reviewed.length === 0 ? null : Math.max(...reviewed),
    standing: left?.standing ?? { shipped: 0, gone: 0 },
    takenOut: left?.takenOut ?? null,
    lastHeard: repository?.lastHeard ?? null,
  };
}

/** Of what has been pushed: what is still here may be the one that is asked about. */
function usualLines(pieces: readonly PieceFinding[]): UsualFacts['lines'] {
  const lines = pieces
    .filter(({ outcome, lines: { counting } }) => PUBLISHED.includes(outcome) && counting > 0)
    .map(({ lines: { counting } }) => counting);
  return lines.length < ENOUGH_TO_TELL
    ? null
    : quantile(
        lines.sort((a, b) => a - b),
        0.95,
      );
}
