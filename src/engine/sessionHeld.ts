import { sameWords, sessionAsSaid, sessionOver, unsaidOf } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { SessionFinding, UnsaidSession } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/** Whether what is told of a session of which not all was read would be less than it was, below a word of the whole. */
export function fallsBack(before: SessionFinding, study: SessionStudy): boolean {
  const [was, is] = [unsaidOf(before), unsaidOf(study.finding)];
  if (sameWords(was.words, is.words)) return isLess(was.linked, is.linked, before, study);
  // By another word of a commit less may have shipped.
  return !isOnItsWay(was.linked.outcome, is.linked.outcome);
}

/** Whether what was found without any word would. */
export function plainFallsBack(before: SessionFinding, study: SessionStudy): boolean {
  return isLess(unsaidOf(before).plain, unsaidOf(study.finding).plain, before, study);
}

/**
 * A session that rests on what was not read.
 * @param isHeld whether it stays as it was, but for what the person says
 * @param isPlainHeld whether what was found without their word does
 */
export function sessionHeld(
  before: SessionFinding,
  { finding, sayings }: SessionStudy,
  isHeld: boolean,
  isPlainHeld: boolean,
): SessionFinding {
  if (sayings.length === 0) return isHeld ? sessionAsSaid(before, sayings) : finding;
  const { plain } = unsaidOf(isPlainHeld ? before : finding);
  return isHeld ? sessionAsSaid(before, sayings, plain) : sessionOver(plain, finding, sayings);
}

/** Whether nothing but what was not read makes it less. */
function isLess(was: Told, is: Told, before: SessionFinding, { finding, facts }: SessionStudy): boolean {
  if (!isOnItsWay(was.outcome, is.outcome)) return true;
  if (facts.unseen.lines === 0 || was.outcome !== is.outcome) return false;
  return finding.lastEditAt === before.lastEditAt && is.shipped.mid < was.shipped.mid;
}

type Told = Pick<UnsaidSession, 'outcome' | 'shipped'>;
