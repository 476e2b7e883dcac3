import { isSettled } from '../insight/pieces.ts';
import type { SealedPieces } from '../ledger/sealedPieces.ts';
import type { Instant } from '../model/records.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';

/** Settled pieces stay as they are, save those of which not all could be read: what belongs to them is not known yet. */
export function sealSettled(
  sealed: SealedPieces,
  pieces: readonly PieceFinding[],
  studies: readonly SessionStudy[],
  now: Instant,
): void {
  // Until every log was read once, sessions of a piece may still be to come.
  if (!sealed.imported) return;
  const unread = new Set(studies.flatMap(({ session, facts }) => (facts.unread ? session.id : [])));
  for (const { id, sessions, shippedAt, lastAt } of pieces)
    if (isSettled(shippedAt, lastAt, now) && !sessions.some(session => unread.has(session)))
      sealed.seal(id, sessions, now);
}
