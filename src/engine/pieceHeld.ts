import type { Saying } from '../insight/corrections.ts';
import { agreed, pieceAsSaid, pieceByCommits, pieceOver } from './asSaid.ts';
import { isTakenAway, sameWords, unsaidPiece } from './belowWords.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding, UnsaidPiece } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';
import type { Rests } from './sessionHeld.ts';

/**
 * A piece that rests in part on what was not read: only what went on is told, and what was known of the rest stays.
 * @param before as it was found when more was read
 * @param now as the part that was read tells of it
 */
export function pieceHeld(
  before: PieceFinding,
  now: PieceFinding,
  members: readonly SessionStudy[],
  rests: Rests,
): PieceFinding {
  // Of a piece that fell apart the other parts tell the rest.
  if (!before.sessions.every(session => now.sessions.includes(session))) return now;
  const found = below(now, 'plain');
  const whole = rests.plain ? goneOn(below(before, 'plain'), found) : found;
  const sayings = agreed(members);
  if (sayings.length === 0) return whole;
  const { branch, startedAt, lastAt, files, diagnosed } = whole;
  const told = heldByWords(before, now, members, sayings, unsaidPiece(whole), rests);
  // No word is of these.
  return { ...told, branch, sessions: now.sessions, startedAt, lastAt, files, diagnosed };
}

/** With what the person says: below their word of the whole only what went on is told, too. */
function heldByWords(
  before: PieceFinding,
  now: PieceFinding,
  members: readonly SessionStudy[],
  sayings: readonly Saying[],
  plain: UnsaidPiece,
  rests: Rests,
): PieceFinding {
  const was = { ...before, ...withoutRule(pieceByCommits(before, members)) };
  const is = below(now, 'linked');
  // What they take away of what was read is given up at once, though what was not read may hold the rest.
  const isTaken = isTakenAway(was.commits, below(now, 'plain').commits, is.commits);
  if (!rests.told || isTaken) return pieceOver(plain, is, sayings);
  const isSame = sameWords(before.unsaid?.words, now.unsaid?.words);
  if (isSame || goesOn(was, is)) return pieceOver(plain, goneOn(was, is), sayings);
  return pieceAsSaid(before, members, plain);
}

/** What is found now where it went on, and else what was found before. */
function goneOn(before: PieceFinding, now: PieceFinding): PieceFinding {
  const more = now.lines.shipped - before.lines.shipped;
  if (!goesOn(before, now)) {
    const fared = before.outcome === now.outcome ? faredSince(before, now, more) : {};
    return { ...before, ...fared, sessions: now.sessions };
  }
  const commits = [...new Set([...now.commits, ...before.commits])];
  if (more >= 0 || now.outcome === 'rolled back') return { ...now, commits };
  const { mainCommit, lines, fresh, living, still } = before;
  return { ...now, commits, mainCommit, lines, fresh, living, still };
}

function goesOn(before: PieceFinding, now: PieceFinding): boolean {
  if (before.outcome !== now.outcome) return isOnItsWay(before.outcome, now.outcome);
  const more = now.lines.shipped - before.lines.shipped;
  return more > 0 || (more === 0 && isLater(now, before));
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

/** Without the person's word of the whole, and as `plain` without any word of theirs. */
function below(piece: PieceFinding, what: 'linked' | 'plain'): PieceFinding {
  const { unsaid, ...told } = piece;
  return unsaid === undefined ? piece : { ...told, ...withoutRule(unsaid[what]) };
}

/** Pieces keep none. */
function withoutRule({ rule: _, ...found }: UnsaidPiece): Omit<UnsaidPiece, 'rule'> {
  return found;
}
