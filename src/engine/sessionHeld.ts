import { sessionAsSaid, sessionByCommits, sessionOver } from './asSaid.ts';
import { takesRead, unsaidOf } from './belowWords.ts';
import type { SessionStudy } from './findings.ts';
import type { SessionFinding, UnsaidSession } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/** Whether what is told rests on what was not read, and whether what was found without the person's word does. */
export interface Rests {
  readonly told: boolean;
  readonly plain: boolean;
}

/** Whether the person took a commit from it since that was read: given up at once, whatever else was not read. */
export function isTakenFrom(before: SessionFinding, { finding }: SessionStudy): boolean {
  const [had, has] = [unsaidOf(before), unsaidOf(finding)];
  const commits = has.plain.evidence.flatMap(({ commit }) => commit ?? []);
  return takesRead(had.words, has.words, commits);
}

/** Whether what is told of a session of which not all was read would be less than it was, below a word of the whole. */
export function fallsBack(before: SessionFinding, study: SessionStudy): boolean {
  const was = sessionByCommits(before, study.sayings);
  return isLess(was, unsaidOf(study.finding).linked, before, study);
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
  if (sayings.length === 0) return rests.told ? sessionAsSaid(before, sayings) : finding;
  const { plain } = unsaidOf(rests.plain ? before : finding);
  return rests.told ? sessionAsSaid(before, sayings, plain) : sessionOver(plain, finding, sayings);
}

/** Whether nothing but what was not read makes it less. */
function isLess(was: Told, is: Told, before: SessionFinding, { finding, facts }: SessionStudy): boolean {
  if (!isOnItsWay(was.outcome, is.outcome)) return true;
  if (facts.unseen.lines === 0 || was.outcome !== is.outcome) return false;
  return finding.lastEditAt === before.lastEditAt && is.shipped.mid < was.shipped.mid;
}

type Told = Pick<UnsaidSession, 'outcome' | 'shipped'>;
