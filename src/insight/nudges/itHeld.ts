import type { NudgeCandidate } from './candidate.ts';
import { aboutPiece, DAY, type PieceFacts, wholeDays } from './facts.ts';

const HELD = 30 * DAY;
/** Later than this it is no news. */
const NEWS = 14 * DAY;
const INTACT = 0.9;

/**
 * On the shipping ref for thirty days with at least nine in ten of its lines, as the remote was last heard of. What had
 * stood there before tells nothing by standing on.
 */
export function itHeld(piece: PieceFacts, now: number): NudgeCandidate | null {
  const { outcome, shippedAt, lastHeard, standing, living, mainCommit, files } = piece;
  if (outcome !== 'shipped' && outcome !== 'in production') return null;
  if (shippedAt === null || lastHeard === null || standing.shipped === 0) return null;
  if (living === 0) return null;
  const age = lastHeard - shippedAt;
  if (age < HELD || now - shippedAt > HELD + NEWS) return null;
  if (standing.shipped - standing.gone < standing.shipped * INTACT) return null;
  return {
    kind: 'it held',
    rule: 'intact-after-30-days',
    subject: piece.id,
    about: aboutPiece(piece),
    since: shippedAt,
    evidence: {
      counts: { days: wholeDays(age), lines: standing.shipped - standing.gone },
      files,
      commits: mainCommit === null ? [] : [mainCommit],
    },
    confidence: piece.confidence,
  };
}
