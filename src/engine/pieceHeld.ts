import type { Outcome } from '../model/outcome.ts';
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
  const [was, is] = [unsaidOutcome(before), unsaidOutcome(now)];
  const more = now.lines.shipped - before.lines.shipped;
  // What is said of the whole has its own: see `pieceAsSaid`.
  const isSaid = now.unsaid !== undefined || before.unsaid !== undefined;
  const wentOn = was === is ? more > 0 || (more === 0 && isLater(now, before)) : isOnItsWay(was, is);
  if (!wentOn) {
    const { fresh, living, still } = now;
    // All that shipped of it was read: how that fares is no matter of the rest.
    const fared = was === is && more === 0 && !isSaid ? { fresh, living, still } : {};
    return pieceAsSaid({ ...before, ...fared, sessions: now.sessions }, members);
  }
  const commits = [...new Set([...now.commits, ...before.commits])];
  if (more >= 0 || is === 'rolled back') return { ...now, commits };
  const { mainCommit, lines, fresh, living, still } = before;
  return { ...now, commits, mainCommit, lines, fresh, living, still: isSaid ? now.still : still };
}

/** Whether something was done in it since. */
function isLater({ lastAt }: PieceFinding, before: PieceFinding): boolean {
  return (lastAt ?? 0) > (before.lastAt ?? 0);
}

function unsaidOutcome({ unsaid, outcome }: PieceFinding): Outcome {
  return (unsaid?.linked ?? { outcome }).outcome;
}
