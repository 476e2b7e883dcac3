import { agreed, pieceAsSaid, pieceOver, sameWords, unsaidPiece } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/** Whether what is told of a piece rests on what was not read, and what was found without the person's word. */
interface Rests {
  readonly told: boolean;
  readonly plain: boolean;
}

/**
 * A piece that rests in part on what was not read: only what went on is told, and what was known of the rest stays.
 * @param before as it was found when more was read
 * @param now as the part that was read tells of it
 */
export function pieceHeld(
  before: PieceFinding,
  now: PieceFinding,
  members: readonly SessionStudy[],
  rests: Rests = { told: true, plain: true },
): PieceFinding {
  // Of a piece that fell apart the other parts tell the rest.
  if (!before.sessions.every(session => now.sessions.includes(session))) return now;
  const found = below(now, 'plain');
  const whole = rests.plain ? goneOn(below(before, 'plain'), found) : found;
  const sayings = agreed(members);
  if (sayings.length === 0) return whole;
  const plain = unsaidPiece(whole);
  const [was, is] = [below(before, 'linked'), below(now, 'linked')];
  if (!rests.told) return pieceOver(plain, is, sayings);
  if (sameWords(before.unsaid?.words, now.unsaid?.words)) return pieceOver(plain, goneOn(was, is), sayings);
  // What they say of a commit that was read is heeded at once, and by it less may have shipped.
  if (isOnItsWay(was.outcome, is.outcome)) return pieceOver(plain, is, sayings);
  return pieceAsSaid({ ...before, sessions: now.sessions }, members, plain);
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

/** Without the person's word of the whole, and as `plain` without any word of theirs. */
function below(piece: PieceFinding, what: 'linked' | 'plain'): PieceFinding {
  const { unsaid, ...told } = piece;
  if (unsaid === undefined) return piece;
  const { rule: _, ...found } = unsaid[what];
  return { ...told, ...found };
}
