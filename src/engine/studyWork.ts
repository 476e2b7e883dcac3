import { AfterShipping } from './afterShipping.ts';
import { type FindingFacts, type SessionStudy, studySessions } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';
import { type PieceFacts, studyPieces } from './pieceFindings.ts';
import { committedAt } from './pieceLeft.ts';

export type WorkFacts = Omit<FindingFacts, 'after'> & Pick<PieceFacts, 'reads' | 'sealed'>;

export interface WorkStudy {
  readonly studies: readonly SessionStudy[];
  readonly pieces: readonly PieceFinding[];
}

/** What became of each session, and of each piece of work. */
export async function studyWork(facts: WorkFacts): Promise<WorkStudy> {
  const { harvests, now, breathe } = facts;
  // Here and not with the caller: it is large, and goes once all is found out.
  const after = new AfterShipping(harvests, now, breathe);
  const studies = await studySessions({ ...facts, after });
  const pieces = await studyPieces({
    ...facts,
    after,
    studies,
    shippings: new Map(harvests.map(each => [each.repository, each.shippings])),
    committedAt: new Map(harvests.map(each => [each.repository, committedAt(each.holdings)])),
  });
  return { studies, pieces };
}
