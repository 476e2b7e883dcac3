import type { NudgeCandidate } from './candidate.ts';
import { aboutPiece, DAY, type PieceFacts } from './facts.ts';

const WORKING_DAYS = 5;

/** In review for more than five working days, as the remote was last heard of: what came since is not known. */
export function waitingInReview(piece: PieceFacts): NudgeCandidate | null {
  const { outcome, reviewSince, lastAt, lastHeard, repo, branch, files } = piece;
  if (outcome !== 'in review' || reviewSince === null || lastHeard === null) return null;
  const since = Math.max(reviewSince, lastAt ?? reviewSince);
  const days = workingDays(since, lastHeard);
  if (days <= WORKING_DAYS) return null;
  return {
    kind: 'waiting in review',
    rule: 'in-review-for-5-working-days',
    subject: `${repo} ${branch ?? piece.id}`,
    about: aboutPiece(piece),
    since,
    evidence: { counts: { days }, files, commits: [] },
    confidence: piece.confidence,
  };
}

/** Whole days, UTC, of which those that begin on a Saturday or Sunday are left out. */
export function workingDays(from: number, to: number): number {
  let days = 0;
  for (let at = from; at + DAY <= to; at += DAY) {
    const day = new Date(at).getUTCDay();
    if (day !== 0 && day !== 6) days++;
  }
  return days;
}
