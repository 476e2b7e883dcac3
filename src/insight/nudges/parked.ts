import type { NudgeCandidate } from './candidate.ts';
import { aboutPiece, DAY, type PieceFacts, wholeDays } from './facts.ts';

const PARKED = 7 * DAY;

/** Lines that lie in a working tree or stash alone, untouched for more than seven days. */
export function parked(piece: PieceFacts, now: number): NudgeCandidate | null {
  const { outcome, lastAt, trees } = piece;
  if (outcome !== 'in progress' || lastAt === null || now - lastAt <= PARKED) return null;
  const [tree] = [...trees].sort((a, b) => b.lines - a.lines);
  if (tree === undefined || tree.lines === 0) return null;
  return {
    kind: 'parked',
    rule: 'uncommitted-for-7-days',
    subject: tree.root === 'refs/stash' ? `${piece.repo} ${piece.id}` : tree.root,
    about: aboutPiece(piece, tree.root),
    since: lastAt,
    evidence: {
      counts: { lines: tree.lines, files: tree.files.length, days: wholeDays(now - lastAt) },
      files: tree.files,
      commits: [],
    },
    confidence: piece.confidence,
  };
}
