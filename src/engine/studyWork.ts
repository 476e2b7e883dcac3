import { AfterShipping } from './afterShipping.ts';
import { type FindingFacts, type SessionStudy, studySessions } from './findings.ts';
import type { PieceFinding } from './findingTypes.ts';
import type { Held } from './heldFindings.ts';
import { type PieceFacts, studyPieces } from './pieceFindings.ts';
import { committedAt } from './pieceLeft.ts';

export interface WorkFacts extends Omit<FindingFacts, 'after'>, Pick<PieceFacts, 'reads' | 'sealed'> {
  /** What was found before and holds. */
  held(studies: readonly SessionStudy[]): Promise<Held>;
}

export interface WorkStudy {
  readonly studies: readonly SessionStudy[];
  readonly held: Held;
  /** Of the sessions that no held piece has. */
  readonly pieces: readonly PieceFinding[];
}

/** What became of each session, and of each piece of work. */
export async function studyWork(facts: WorkFacts): Promise<WorkStudy> {
  const { harvests, now, breathe } = facts;
  // Here and not with the caller: it is large, and goes once all is found out.
  const after = new AfterShipping(harvests, now, breathe);
  const studies = await studySessions({ ...facts, after });
  const held = await facts.held(studies);
  const pieces = await studyPieces({
    ...facts,
    after,
    studies: studies.filter(({ session }) => !held.members.has(session.id)),
    shippings: new Map(harvests.map(each => [each.repository, each.shippings])),
    committedAt: new Map(harvests.map(each => [each.repository, committedAt(each.holdings)])),
  });
  return { studies, held, pieces };
}
