import { isSettled } from '../insight/pieces.ts';
import type { SealedPieces } from '../ledger/sealedPieces.ts';
import type { Instant } from '../model/records.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';

export interface Settling {
  readonly pieces: readonly PieceFinding[];
  readonly studies: readonly SessionStudy[];
  /** Repositories that were read, by the ledger's number. */
  readonly read: ReadonlySet<number>;
  /** Whether some may not be asked about, in which work could lie that was found nowhere. */
  readonly isAnyBarred: boolean;
  readonly now: Instant;
}

/** Settled pieces stay as they are, save those of which not all was read: what belongs to them is not known yet. */
export function sealSettled(sealed: SealedPieces, settling: Settling): void {
  const { pieces, studies, read, isAnyBarred, now } = settling;
  // Until every log was read once, sessions of a piece may still be to come.
  if (!sealed.imported) return;
  const open = new Set(
    studies.flatMap(({ session, facts, isPartlyRead }) =>
      isPartlyRead || (isAnyBarred && facts.edits.unplaced > 0) ? session.id : [],
    ),
  );
  for (const { id, repository, sessions, shippedAt, lastAt } of pieces) {
    const isRead = (repository === null || read.has(repository)) && !sessions.some(id => open.has(id));
    if (isRead && isSettled(shippedAt, lastAt, now)) sealed.seal(id, sessions, now);
  }
}
