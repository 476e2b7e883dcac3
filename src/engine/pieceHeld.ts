import { agreed, pieceAsSaid, pieceHeard, sameWords, unsaidPiece } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/**
 * A piece that rests in part on what was not read: only what went on is told, and what was known of the rest stays.
 * @param before as it was found when more was read
 * @param now as the part that was read tells of it
 */
export function pieceHeld(
  before: PieceFinding,
  now: PieceFinding,
  members: readonly SessionStudy[],
): PieceFinding {
  // Of a piece that fell apart the other parts tell the rest.
  if (!before.sessions.every(session => now.sessions.includes(session))) return now;
  const linked = goneOn(linkedOf(before), linkedOf(now));
  const sayings = agreed(members);
  if (sayings.length === 0 && before.unsaid === undefined) return linked;
  const plain = unsaidPiece(goneOn(plainOf(before), plainOf(now)));
  if (sameWords(before.unsaid?.words, now.unsaid?.words)) {
    return sayings.length === 0 ? linked : pieceHeard(linked, plain, sayings);
  }
  // By another word of a commit it may be less; one of a part that was not read counts once that is read again.
  if (!isOnItsWay(linkedOf(before).outcome, linkedOf(now).outcome)) {
    return pieceAsSaid({ ...before, sessions: now.sessions }, members);
  }
  return now.unsaid === undefined ? now : { ...now, unsaid: { ...now.unsaid, plain } };
}

/** What is found now where it went on, and else what was found before. */
function goneOn(before: PieceFinding, now: PieceFinding): PieceFinding {
  const more = now.lines.shipped - before.lines.shipped;
  const isSame = before.outcome === now.outcome;
  const goesOn = isSame
    ? more > 0 || (more === 0 && isLater(now, before))
    : isOnItsWay(before.outcome, now.outcome);
  if (!goesOn) {
    return { ...before, ...(isSame ? faredSince(before, now, more) : {}), sessions: now.sessions };
  }
  const commits = [...new Set([...now.commits, ...before.commits])];
  if (more >= 0 || now.outcome === 'rolled back') return { ...now, commits };
  const { mainCommit, lines, fresh, living, still } = before;
  return { ...now, commits, mainCommit, lines, fresh, living, still };
}

/** How that fares which shipped and was read: where it is all of it, or more of it has come to an age. */
function faredSince(before: PieceFinding, now: PieceFinding, more: number): Partial<PieceFinding> {
  const { fresh, living, still } = now;
  if (more === 0) return { fresh, living, still };
  const lost = ({ oldEnough, kept }: PieceFinding['still']) => oldEnough - kept;
  const isOlder = still.oldEnough > before.still.oldEnough && lost(still) >= lost(before.still);
  return isOlder ? { still } : {};
}

/** Whether something was done in it since. */
function isLater({ lastAt }: PieceFinding, before: PieceFinding): boolean {
  return (lastAt ?? 0) > (before.lastAt ?? 0);
}

/** With the commits that the person linked and unlinked, and without their word of the whole. */
function linkedOf(piece: PieceFinding): PieceFinding {
  return piece.unsaid === undefined ? piece : withoutRule({ ...piece, ...piece.unsaid.linked });
}

/** Without any word of theirs. */
function plainOf(piece: PieceFinding): PieceFinding {
  return piece.unsaid === undefined ? piece : withoutRule({ ...piece, ...piece.unsaid.plain });
}

/** Pieces keep no rule. */
function withoutRule({ rule: _, unsaid: __, ...piece }: PieceFinding & { rule: string }): PieceFinding {
  return piece;
}
