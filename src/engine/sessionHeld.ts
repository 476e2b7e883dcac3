import { sameWords, unsaidSession } from './asSaid.ts';
import type { SessionStudy } from './findings.ts';
import type { SessionFinding, UnsaidSession } from './findingTypes.ts';
import { isOnItsWay } from './onItsWay.ts';

/** Whether a session of which not all was read would be less than it was, whatever the person says of the whole. */
export function fallsBack(before: SessionFinding, study: SessionStudy): boolean {
  const { finding } = study;
  const [was, is] = [before.unsaid?.linked ?? before, finding.unsaid?.linked ?? finding];
  if (!isOnItsWay(was.outcome, is.outcome)) return true;
  // Where the person took a commit away less may have shipped.
  return sameWords(before.unsaid?.words, finding.unsaid?.words) && shipsLess(was, is, before, study);
}

/** As the part that was read tells of it, but for what is less so of all that nothing was said of. */
export function withPlainOf(before: SessionFinding, study: SessionStudy): SessionFinding {
  const { unsaid } = study.finding;
  if (unsaid === undefined) return study.finding;
  const [was, is] = [before.unsaid?.plain ?? unsaidSession(before), unsaid.plain];
  if (isOnItsWay(was.outcome, is.outcome) && !shipsLess(was, is, before, study)) return study.finding;
  return { ...study.finding, unsaid: { ...unsaid, plain: was } };
}

/** Whether nothing but what was not read makes it a smaller share that shipped. */
function shipsLess(was: Told, is: Told, before: SessionFinding, { finding, facts }: SessionStudy): boolean {
  if (facts.unseen.lines === 0 || was.outcome !== is.outcome) return false;
  return finding.lastEditAt === before.lastEditAt && is.shipped.mid < was.shipped.mid;
}

type Told = Pick<UnsaidSession, 'outcome' | 'shipped'>;
