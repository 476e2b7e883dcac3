import { sessionAsSaid, sessionByCommits, sessionOver } from './asSaid.ts';
import { isTakenAway, unsaidOf } from './belowWords.ts';
import type { SessionStudy } from './findings.ts';
import type { SessionFinding, UnsaidSession } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/** Whether what is told rests on what was not read, and whether what was found without the person's word does. */
export interface Rests {
  readonly told: boolean;
  readonly plain: boolean;
}

/** Whether what is told of a session of which not all was read would be less than it was, below a word of the whole. */
export function fallsBack(before: SessionFinding, { finding, facts, sayings }: SessionStudy): boolean {
  const was = sessionByCommits(before, sayings);
  const { plain, linked } = unsaidOf(finding);
  // What they take away of what was read is given up at once.
  if (isTakenAway(commitsOf(was), commitsOf(plain), commitsOf(linked))) return false;
  return isLess(was, linked, before, { finding, facts });
}

function commitsOf({ evidence }: UnsaidSession): readonly string[] {
  return evidence.flatMap(({ commit }) => commit ?? []);
}

/** Whether what was found without any word would. */
export function plainFallsBack(before: SessionFinding, study: SessionStudy): boolean {
  return isLess(unsaidOf(before).plain, unsaidOf(study.finding).plain, before, study);
}

/**
 * A session that rests on what was not read: that stays as it was, but for what the person says.
 * @param before as it was found when more was read
 */
export function sessionHeld(
  before: SessionFinding,
  { finding, sayings }: SessionStudy,
  rests: Rests,
): SessionFinding {
  if (sayings.length === 0) return sessionAsSaid(before, sayings);
  const whole = rests.plain ? before : finding;
  const { plain } = unsaidOf(whole);
  const told = rests.told ? sessionAsSaid(before, sayings, plain) : sessionOver(plain, finding, sayings);
  const { repository, files, linesAdded, linesRemoved, lastEditAt } = whole;
  // No word is of these.
  return { ...told, repository, files, linesAdded, linesRemoved, lastEditAt };
}

/** Whether nothing but what was not read makes it less. */
function isLess(was: Told, is: Told, before: SessionFinding, { finding, facts }: Studied): boolean {
  if (!isOnItsWay(was.outcome, is.outcome)) return true;
  if (facts.unseen.lines === 0 || was.outcome !== is.outcome) return false;
  return finding.lastEditAt === before.lastEditAt && is.shipped.mid < was.shipped.mid;
}

type Studied = Pick<SessionStudy, 'finding' | 'facts'>;
type Told = Pick<UnsaidSession, 'outcome' | 'shipped'>;
