import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agreed, pieceAsSaid, pieceHeard, sessionAsSaid, sessionHeard } from '../../src/engine/asSaid.ts';
import type {
  PieceFinding,
  SessionFinding,
  UnsaidPiece,
  UnsaidSession,
} from '../../src/engine/findingTypes.ts';
import type { Saying } from '../../src/insight/corrections.ts';
import { SAID } from '../../src/model/correction.ts';
import { OUTCOMES, type Outcome, SHIPPED } from '../../src/model/outcome.ts';

const SHARE = { low: 0.2, mid: 0.5, high: 0.9 };
const session = {
  session: 7,
  outcome: 'shipped',
  counted: 'shipped',
  said: null,
  confidence: 'fair',
  chip: 'mostly yours',
  living: SHARE,
  evidence: [{ kind: 'lines', rule: 'shipped-by-lines', commit: 'abc0' }],
} as unknown as SessionFinding;
const piece = {
  id: 'p',
  outcome: 'shipped',
  counted: 'shipped',
  confidence: 'fair',
  chip: 'mostly yours',
  shippedAt: 10,
  still: { oldEnough: 5, kept: 4 },
  commits: ['abc0'],
} as unknown as PieceFinding;
const NEVER = { shippedAt: null, still: { oldEnough: 0, kept: 0 } };
const NOTHING = { low: 0, mid: 0, high: 0 };
const BASE = { confidence: 'thin', chip: null, rule: 'not-found-yet' } as const;
const plainSession = (outcome: Outcome): UnsaidSession => ({
  ...BASE,
  outcome,
  counted: outcome,
  living: SHIPPED.includes(outcome) ? SHARE : NOTHING,
  shipped: NOTHING,
  evidence: [{ kind: 'rule', commit: null, ref: null, file: null, lines: null, rule: BASE.rule }],
  linked: undefined,
});
const plainPiece = (outcome: Outcome): UnsaidPiece => ({
  ...{ ...BASE, ...NEVER },
  outcome,
  counted: outcome,
  commits: ['fff0'],
  mainCommit: null,
  lines: { counting: 9, shipped: 0 },
  fresh: 0,
  living: 0,
  left: null,
});
const PROGRESS = plainSession('in progress');
const say = (said: Saying['said'], target: string | null = null): Saying => ({ said, target });
/** One session of a piece. */
const member = (edits: number, ...said: Saying[]) => ({
  sayings: said,
  facts: { edits: { inGit: edits, outsideGit: 0, unplaced: 0 } },
});
const verdicts = fc.array(
  fc.constantFrom('research' as const, 'not AI work' as const).map(said => say(said)),
  { maxLength: 3 },
);
const sayings = fc.array(
  fc.record({ said: fc.constantFrom(...SAID), target: fc.constantFrom('abc0', 'abc', 'def') }),
  { maxLength: 3 },
);
/** As the ledger gives it back. */
const kept = <T>(finding: T): T => JSON.parse(JSON.stringify(finding)) as T;
const text = (finding: unknown) => JSON.stringify(kept(finding));
const outcome = fc.constantFrom(...OUTCOMES);

describe('engine/asSaid', () => {
  it('tells of a session and of a piece what the person calls them', () => {
    const told = sessionHeard(session, PROGRESS, [say('not AI work')]);
    const { counted, said, confidence, chip, living, evidence } = told;
    assert.deepEqual(
      [told.outcome, counted, said, confidence, chip],
      ['unclear', 'unclear', 'not AI work', 'solid', null],
    );
    assert.deepEqual(living, NOTHING);
    assert.equal(evidence[0]?.rule, 'said-not-ai-work');
    const research = sessionHeard(session, PROGRESS, [say('research')]);
    assert.deepEqual(research.living, SHARE, 'what figures count, counts');
    const { shippedAt, still } = pieceHeard(piece, plainPiece('in progress'), [say('research')]);
    assert.deepEqual({ shippedAt, still }, NEVER);
  });

  it('keeps what was found of commits, whatever is said of the whole in between', () => {
    const link = say('link', 'abc0');
    fc.assert(
      fc.property(verdicts, verdicts, (before, after) => {
        const [then, now] = [
          [link, ...before],
          [link, ...after],
        ];
        const ofSession = sessionAsSaid(kept(sessionHeard(session, PROGRESS, then)), now);
        assert.equal(text(ofSession), text(sessionHeard(session, PROGRESS, now)));
        const plain = plainPiece('in progress');
        const ofPiece = pieceAsSaid(kept(pieceHeard(piece, plain, then)), [member(1, ...now)]);
        assert.equal(text(ofPiece), text(pieceHeard(piece, plain, now)));
      }),
    );
  });

  it('is what it was without a word once all is taken back', () => {
    fc.assert(
      fc.property(sayings, sayings, outcome, (some, more, found) => {
        const plain = plainSession(found);
        let before = kept(sessionHeard(session, plain, [say('link', 'abc0'), ...some]));
        before = kept(sessionAsSaid(before, [say('link', 'abc0'), ...more]));
        const after = sessionAsSaid(before, []);
        const { rule, ...whole } = plain;
        assert.deepEqual(kept({ ...after, ...whole }), kept(after));
        assert.deepEqual([after.said, after.unsaid], [null, undefined]);
        assert.ok(after.evidence.every(each => each.rule === rule));
        const whatPiece = pieceAsSaid(
          kept(pieceHeard(piece, plainPiece(found), [say('research'), ...some])),
          [],
        );
        const { rule: _, ...ofPiece } = plainPiece(found);
        assert.deepEqual(kept({ ...whatPiece, ...ofPiece }), kept(whatPiece));
      }),
    );
  });

  it('heeds no commit that is named where none can be looked for, save that nothing is left', () => {
    const aside = { ...session, outcome: 'set aside', counted: 'set aside' } as SessionFinding;
    assert.equal(sessionAsSaid(aside, [say('link', 'def')]).outcome, 'set aside');
    assert.equal(sessionAsSaid(session, [say('unlink', 'def')]).outcome, 'shipped');
    const nothing = sessionAsSaid(session, [say('unlink', 'abc')]);
    assert.deepEqual([nothing.outcome, nothing.counted, nothing.living], ['unclear', 'unclear', NOTHING]);
    assert.equal(sessionAsSaid(kept(nothing), []).outcome, 'shipped');
    assert.deepEqual(pieceAsSaid(piece, [member(1, say('unlink', 'abc'))]).counted, 'unclear');
  });

  it('leaves a piece what one of its sessions still has', () => {
    const out = say('unlink', 'abc0');
    assert.equal(pieceAsSaid(piece, [member(1, out), member(1)]).counted, 'shipped');
    assert.equal(pieceAsSaid(piece, [member(1, out), member(0)]).counted, 'unclear');
    assert.equal(pieceAsSaid(piece, [member(1, out), member(1, out)]).counted, 'unclear');
  });

  it('leads back where one of two words is taken back', () => {
    const before = kept(sessionHeard(session, PROGRESS, [say('link', 'abc0')]));
    assert.equal(sessionAsSaid(before, [say('link', 'abc0'), say('unlink', 'def')]).outcome, 'shipped');
    const back = sessionAsSaid(before, [say('unlink', 'def')]);
    assert.equal(back.outcome, 'in progress');
    assert.equal(sessionAsSaid(before, [say('research')]).outcome, 'explored');
  });

  it('lets nothing count as shipped that did not before', () => {
    fc.assert(
      fc.property(sayings, outcome, outcome, (said, found, counted) => {
        for (const told of [
          sessionAsSaid({ ...session, outcome: found, counted }, said),
          pieceAsSaid({ ...piece, outcome: found, counted }, [member(1, ...said)]),
        ])
          assert.ok(!SHIPPED.includes(told.counted) || SHIPPED.includes(counted));
      }),
    );
  });

  it('takes for said of a piece what was said of all that changed something', () => {
    const research = say('research');
    assert.deepEqual(agreed([member(1, research), member(0)]), [research]);
    assert.deepEqual(agreed([member(1, research), member(1)]), []);
    assert.deepEqual(agreed([member(0, research), member(0)]), []);
    assert.deepEqual(agreed([member(1, say('link', 'a')), member(1)]), [say('link', 'a')]);
  });
});
