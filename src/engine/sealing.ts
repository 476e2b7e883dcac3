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
  readonly now: Instant;
}

/** Settled pieces stay as they are, save those of which not all was read: what belongs to them is not known yet. */
export function sealSettled(sealed: SealedPieces, settling: Settling): void {
  const { pieces, studies, read, now } = settling;
  // Until every log was read once, sessions of a piece may still be to come.
  if (!sealed.imported) return;
  const open = new Set(studies.flatMap(study => (isWhole(study) ? [] : study.session.id)));
  for (const { id, repository, sessions, unsaid, shippedAt: told, lastAt } of pieces) {
    // What the person says may be taken back, and is to leave no trace then.
    const shippedAt = unsaid === undefined ? told : unsaid.plain.shippedAt;
    // Without a repository, which may yet be found, it is one session, and no other comes to it.
    const isRead = repository !== null && read.has(repository) && !sessions.some(id => open.has(id));
    if (isRead && isSettled(shippedAt, lastAt, now)) sealed.seal(id, sessions, now);
  }
}

/** Whether all of it was read, so that it is known which piece it belongs to. */
function isWhole({ facts: { edits }, isUnread, isPartlyRead }: SessionStudy): boolean {
  // What is all gone may come back, with its repository. Beside work in one, files that are gone are notes and drafts.
  const liesNowhere = edits.unplaced > 0 && edits.inGit === 0;
  return !isUnread && !isPartlyRead && !liesNowhere;
}
