import { isSettled } from '../insight/pieces.ts';
import type { SealedPieces } from '../ledger/sealedPieces.ts';
import type { Instant } from '../model/records.ts';
import type { PieceFinding } from './findingTypes.ts';

/**
 * Settled pieces stay as they are, save those of a repository that was not read: what belongs to them is not known.
 * @param read repositories that were, by the ledger's number
 */
export function sealSettled(
  sealed: SealedPieces,
  pieces: readonly PieceFinding[],
  read: ReadonlySet<number>,
  now: Instant,
): void {
  // Until every log was read once, sessions of a piece may still be to come.
  if (!sealed.imported) return;
  for (const { id, repository, sessions, shippedAt, lastAt } of pieces) {
    const isRead = repository === null || read.has(repository);
    if (isRead && isSettled(shippedAt, lastAt, now)) sealed.seal(id, sessions, now);
  }
}
