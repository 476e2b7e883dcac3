import type { NudgeCandidate } from './candidate.ts';
import { aboutPiece, DAY, type PieceFacts, wholeDays } from './facts.ts';

const NEWS = 14 * DAY;

/** Taken out of the shipping ref again within the last two weeks. */
export function cameBack(piece: PieceFacts, now: number): NudgeCandidate | null {
  const { outcome, takenOut, mainCommit, files } = piece;
  if (outcome !== 'rolled back' || takenOut === null || now - takenOut.at > NEWS) return null;
  const commits = [mainCommit, takenOut.commit].filter(commit => commit !== null);
  return {
    kind: 'came back',
    rule: 'rolled-back-within-14-days',
    subject: `${piece.id} ${takenOut.commit ?? takenOut.at}`,
    about: aboutPiece(piece),
    since: takenOut.at,
    evidence: { counts: { days: wholeDays(now - takenOut.at) }, files, commits },
    confidence: piece.confidence,
  };
}
