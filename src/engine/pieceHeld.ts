import { pieceAsSaid, unsaidPiece } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { PieceFinding, UnsaidPiece } from './findingTypes.ts';
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
  if (isTakenFrom(before, now)) return withPlainOf(before, now);
  const hold = (fared: Partial<PieceFinding> = {}) =>
    pieceAsSaid({ ...before, ...fared, sessions: now.sessions }, members);
  // Other words on commits are heeded once all can be looked for.
  if (wordsOf(before).join() !== wordsOf(now).join()) return hold();
  const [was, is] = [linkedOf(before).outcome, linkedOf(now).outcome];
  const isSaid = now.unsaid !== undefined || before.unsaid !== undefined;
  const more = now.lines.shipped - before.lines.shipped;
  const goesOn = was === is ? more > 0 || (more === 0 && isLater(now, before)) : isOnItsWay(was, is);
  if (!goesOn) return hold(was === is && !isSaid ? faredSince(before, now, more) : {});
  const commits = [...new Set([...now.commits, ...before.commits])];
  if (more >= 0 || is === 'rolled back') return withPlainOf(before, { ...now, commits });
  if (isSaid) return hold();
  const { mainCommit, lines, fresh, living, still } = before;
  return { ...now, commits, mainCommit, lines, fresh, living, still };
}

/** Whether the person took a commit from it since, of those that were read. */
function isTakenFrom(before: PieceFinding, now: PieceFinding): boolean {
  const had = wordsOf(before);
  const out = wordsOf(now).flatMap(word =>
    word.startsWith('unlink ') && !had.includes(word) ? word.slice('unlink '.length) : [],
  );
  const read = now.unsaid?.plain.commits ?? [];
  return out.some(target => read.some(commit => commit.startsWith(target)));
}

/** Without the person's word it is what was known of it when more was read. */
function withPlainOf(before: PieceFinding, now: PieceFinding): PieceFinding {
  if (now.unsaid === undefined) return now;
  const plain: UnsaidPiece = { ...unsaidPiece(before), ...before.unsaid?.plain };
  const isMore = plain.lines.shipped > now.unsaid.plain.lines.shipped;
  return isMore ? { ...now, unsaid: { ...now.unsaid, plain } } : now;
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

/** What the person said of single commits of it. */
function wordsOf({ unsaid }: PieceFinding): readonly string[] {
  return unsaid?.words ?? [];
}
