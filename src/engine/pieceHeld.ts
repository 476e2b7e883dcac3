import { pieceAsSaid } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';
import { isOnItsWay } from './heldFindings.ts';

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
  const [was, is] = [linkedOf(before).outcome, linkedOf(now).outcome];
  const hold = (fared: Partial<PieceFinding> = {}) =>
    pieceAsSaid({ ...before, ...fared, sessions: now.sessions }, members);
  // What the person says of a part that was read is heeded at once, and the rest once it is read again.
  if (now.unsaid !== undefined || before.unsaid !== undefined) return isOnItsWay(was, is) ? now : hold();
  const more = now.lines.shipped - before.lines.shipped;
  const goesOn = was === is ? more > 0 || (more === 0 && isLater(now, before)) : isOnItsWay(was, is);
  if (!goesOn) return hold(was === is ? faredSince(before, now, more) : {});
  const commits = [...new Set([...now.commits, ...before.commits])];
  if (more >= 0 || is === 'rolled back') return { ...now, commits };
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

function linkedOf(piece: PieceFinding): Pick<PieceFinding, 'outcome'> {
  return piece.unsaid?.linked ?? piece;
}
