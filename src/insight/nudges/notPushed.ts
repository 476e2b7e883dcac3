import type { NudgeCandidate } from './candidate.ts';
import { aboutPiece, DAY, type PieceFacts, wholeDays } from './facts.ts';

const OLD = 3 * DAY;

/**
 * Local commits that no remote has, one of them older than three days. A commit younger than what was last
 * heard from the remote is left out: nobody can tell of it.
 */
export function notPushed(piece: PieceFacts, now: number): NudgeCandidate | null {
  const { waiting, lastHeard, repo, branch, files } = piece;
  if (piece.outcome !== 'committed' || lastHeard === null) return null;
  const known = waiting.filter(({ at }) => at <= lastHeard);
  const old = known.filter(({ at }) => now - at > OLD);
  if (old.length === 0) return null;
  const since = Math.min(...old.map(({ at }) => at));
  return {
    kind: 'not pushed',
    rule: 'not-pushed-for-3-days',
    subject: `${repo} ${branch ?? piece.id}`,
    about: aboutPiece(piece),
    since,
    evidence: {
      counts: { commits: known.length, old: old.length, days: wholeDays(now - since) },
      files,
      commits: known.map(({ commit }) => commit),
    },
    confidence: piece.confidence,
  };
}
