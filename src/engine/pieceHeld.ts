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
  const [was, is] = [linkedOf(before), linkedOf(now)];
  // Of a piece that fell apart the rest tells elsewhere; of what is taken away the part that was read is the newer word.
  const isWhole = before.sessions.every(session => now.sessions.includes(session));
  const hears = was.outcome === is.outcome && saidOf(now) !== saidOf(before);
  if (!isWhole || hears) return now;
  const more = plainOf(now).lines.shipped - plainOf(before).lines.shipped;
  // What is said of the whole has its own: see `pieceAsSaid`.
  const isSaid = now.unsaid !== undefined || before.unsaid !== undefined;
  const wentOn =
    was.outcome === is.outcome
      ? more > 0 || (more === 0 && isLater(now, before))
      : isOnItsWay(was.outcome, is.outcome);
  if (!wentOn) return pieceAsSaid({ ...before, ...faredOf(), sessions: now.sessions }, members);
  const commits = [...new Set([...now.commits, ...before.commits])];
  if (more >= 0 || is.outcome === 'rolled back') return { ...now, commits };
  const { mainCommit, lines, fresh, living, still } = before;
  return { ...now, commits, mainCommit, lines, fresh, living, still: isSaid ? now.still : still };

  /** How that fares which shipped and was read, where it is all of it or has come to an age. */
  function faredOf(): Partial<PieceFinding> {
    const { fresh, living, still } = now;
    if (was.outcome !== is.outcome || isSaid) return {};
    if (more === 0) return { fresh, living, still };
    return still.oldEnough > before.still.oldEnough ? { still } : {};
  }
}

/** Whether something was done in it since. */
function isLater({ lastAt }: PieceFinding, before: PieceFinding): boolean {
  return (lastAt ?? 0) > (before.lastAt ?? 0);
}

function linkedOf(piece: PieceFinding): Pick<PieceFinding, 'outcome'> {
  return piece.unsaid?.linked ?? piece;
}

function plainOf(piece: PieceFinding): Pick<PieceFinding, 'lines'> {
  return { ...piece, ...piece.unsaid?.plain };
}

function saidOf({ unsaid }: PieceFinding): string {
  return (unsaid?.words ?? []).join();
}
