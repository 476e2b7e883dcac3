import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreed, pieceAsSaid, sessionAsSaid } from '../../src/engine/asSaid.ts';
import type { PieceFinding, SessionFinding } from '../../src/engine/findingTypes.ts';
import type { Saying } from '../../src/insight/corrections.ts';
import { SAID } from '../../src/model/correction.ts';
import { OUTCOMES, SHIPPED } from '../../src/model/outcome.ts';

const SHARE = { low: 0.2, mid: 0.5, high: 0.9 };
const session = {
  session: 7,
  outcome: 'shipped',
  counted: 'shipped',
  said: null,
  confidence: 'fair',
  chip: 'mostly yours',
  living: SHARE,
  evidence: [{ kind: 'lines', rule: 'shipped-by-lines' }],
} as unknown as SessionFinding;
const piece = {
  id: 'p',
  outcome: 'shipped',
  counted: 'shipped',
  confidence: 'fair',
  chip: 'mostly yours',
  shippedAt: 10,
  still: { oldEnough: 5, kept: 4 },
} as unknown as PieceFinding;
const say = (said: Saying['said'], target: string | null = null): Saying => ({ said, target });
const sayings = fc.array(
  fc.constantFrom(...SAID).map(said => say(said)),
  { maxLength: 3 },
);
/** As the ledger gives it back. */
const kept = <T>(finding: T): T => JSON.parse(JSON.stringify(finding)) as T;
const text = (finding: unknown) => JSON.stringify(kept(finding));
const outcome = fc.constantFrom(...OUTCOMES);

describe('engine/asSaid', () => {
  it('tells of a session and of a piece what the person calls them', () => {
    const told = sessionAsSaid(session, [say('not AI work')]);
    const { counted, said, confidence, chip, living, evidence } = told;
    assert.deepEqual(
      [told.outcome, counted, said, confidence, chip],
      ['unclear', 'unclear', 'not AI work', 'solid', null],
    );
    assert.deepEqual(living, { low: 0, mid: 0, high: 0 });
    assert.deepEqual(evidence, [{ kind: 'lines', rule: 'said-not-ai-work' }]);
    assert.deepEqual(sessionAsSaid(session, [say('research')]).living, SHARE, 'what figures count, counts');
    const { shippedAt, still } = pieceAsSaid(piece, [say('research')]);
    assert.deepEqual([shippedAt, still], [null, { oldEnough: 0, kept: 0 }]);
  });

  it('forgets what was taken back, whatever was said in between', () => {
    fc.assert(
      fc.property(sayings, sayings, outcome, (before, after, found) => {
        const decided = { outcome: found, counted: found };
        const nothing = { low: 0, mid: 0, high: 0 };
        const aSession = { ...session, ...decided, living: SHIPPED.includes(found) ? SHARE : nothing };
        const wasShipped = found === 'rolled back' || SHIPPED.includes(found);
        const never = { shippedAt: null, still: { oldEnough: 0, kept: 0 } };
        const aPiece = { ...piece, ...decided, ...(wasShipped ? {} : never) };
        for (const said of [after, []]) {
          const aSessions = [aSession, kept(sessionAsSaid(aSession, before))];
          assert.equal(new Set(aSessions.map(each => text(sessionAsSaid(each, said)))).size, 1);
          const pieces = [aPiece, kept(pieceAsSaid(aPiece, before))];
          assert.equal(new Set(pieces.map(each => text(pieceAsSaid(each, said)))).size, 1);
        }
        assert.equal(text(sessionAsSaid(sessionAsSaid(aSession, before), [])), text(aSession));
      }),
    );
  });

  it('lets nothing count as shipped that did not before', () => {
    fc.assert(
      fc.property(sayings, outcome, outcome, (said, found, counted) => {
        for (const told of [
          sessionAsSaid({ ...session, outcome: found, counted }, said),
          pieceAsSaid({ ...piece, outcome: found, counted }, said),
        ])
          assert.ok(!SHIPPED.includes(told.counted) || SHIPPED.includes(counted));
      }),
    );
  });

  it('takes for said of a piece what was said of all that changed something', () => {
    const member = (edits: number, ...said: Saying[]) =>
      ({ facts: { edits: { inGit: edits, outsideGit: 0 } }, sayings: said }) as unknown as Parameters<
        typeof agreed
      >[0][number];
    const research = say('research');
    assert.deepEqual(agreed([member(1, research), member(0)]), [research]);
    assert.deepEqual(agreed([member(1, research), member(1)]), []);
    assert.deepEqual(agreed([member(0, research), member(0)]), []);
    assert.deepEqual(agreed([member(1, say('link', 'a')), member(1)]), [say('link', 'a')]);
  });
});
