import type { NudgeCandidate } from './candidate.ts';
import { aboutPiece, type PieceFacts } from './facts.ts';

const BIG = 600;

/**
 * Before it is pushed: larger than 600 lines that count, and than 19 of 20 of the person's pieces.
 * @param usual `null` where there are too few pieces to tell
 */
export function bigForOneLook(piece: PieceFacts, usual: number | null, now: number): NudgeCandidate | null {
  const { outcome, lines, files, lastAt } = piece;
  if (outcome !== 'committed' && outcome !== 'in progress') return null;
  if (usual === null || lines <= BIG || lines <= usual) return null;
  return {
    kind: 'big for one look',
    rule: 'above-600-lines-and-own-usual',
    subject: `${piece.repo} ${piece.branch ?? piece.id}`,
    about: aboutPiece(piece),
    since: lastAt ?? now,
    evidence: { counts: { lines, files: files.length, usual }, files, commits: [] },
    confidence: piece.confidence,
  };
}
