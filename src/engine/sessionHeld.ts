import { sameWords, sessionAsSaid, sessionOver, unsaidOf } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { SessionFinding, UnsaidSession } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/** Whether a session of which not all was read would be less than it was, whatever the person says of the whole. */
export function fallsBack(before: SessionFinding, study: SessionStudy): boolean {
  const [was, is] = [unsaidOf(before), unsaidOf(study.finding)];
  if (study.sayings.length === 0) return isLess(was.plain, is.plain, before, study);
  if (sameWords(was.words, is.words)) return isLess(was.linked, is.linked, before, study);
  // By another word of a commit less may have shipped.
  return !isOnItsWay(was.linked.outcome, is.linked.outcome);
}

/**
 * A session that rests on what was not read, or did before.
 * @param isHeld whether it stays as it was, but for what the person says
 * @param isPlainHeld whether what was found without their word does
 */
export function sessionHeld(
  before: SessionFinding,
  study: SessionStudy,
  isHeld: boolean,
  isPlainHeld: boolean,
): SessionFinding {
  const { finding, sayings, isUnread, facts } = study;
  const isRead = !isUnread && facts.edits.inGit > 0;
  if (isHeld && (!isRead || sayings.length === 0)) return sessionAsSaid(before, sayings);
  // What lies below their word is as it would be without one.
  const [was, is] = [unsaidOf(before).plain, unsaidOf(finding).plain];
  const plain = isPlainHeld || isLess(was, is, before, study) ? was : is;
  return isHeld ? sessionAsSaid(before, sayings, plain) : sessionOver(plain, finding, sayings);
}

/** Whether nothing but what was not read makes it less. */
function isLess(was: Told, is: Told, before: SessionFinding, { finding, facts }: SessionStudy): boolean {
  if (!isOnItsWay(was.outcome, is.outcome)) return true;
  if (facts.unseen.lines === 0 || was.outcome !== is.outcome) return false;
  return finding.lastEditAt === before.lastEditAt && is.shipped.mid < was.shipped.mid;
}

type Told = Pick<UnsaidSession, 'outcome' | 'shipped'>;
