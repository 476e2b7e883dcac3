import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Attribution, STAGES, type StageCounts } from '../../src/insight/attribution.ts';
import { decideAsSaid, type Saying, unlinked, withoutCommits } from '../../src/insight/corrections.ts';
import { decide, type SessionCase } from '../../src/insight/outcome.ts';
import { noCounts } from '../../src/insight/stageCounts.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { SAID } from '../../src/model/correction.ts';
import type { Outcome } from '../../src/model/outcome.ts';

const NOW = 1_790_000_000_000;
const DAY = 86_400_000;
/** What a figure would gain by, best first. */
const GOOD: readonly Outcome[] = [
  'in production',
  'shipped',
  'in review',
  'pushed',
  'committed',
  'in progress',
];
/** What a figure leaves out. */
const NEUTRAL: readonly Outcome[] = ['explored', 'outside git'];

const stage = fc.constantFrom(...STAGES);
const found = fc.record({
  stage,
  commit: fc.constantFrom('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40)),
  ref: fc.constant('refs/remotes/origin/main'),
  path: fc.constant('a.ts'),
  lines: fc.integer({ min: 0, max: 9 }),
});
const attribution: fc.Arbitrary<Attribution> = fc
  .record({ parts: fc.array(found, { maxLength: 5 }), missing: fc.integer({ min: 0, max: 20 }) })
  .map(({ parts, missing }) => {
    const counts: StageCounts = noCounts();
    counts.total = missing;
    for (const part of parts) {
      counts.total += part.lines;
      counts.at[part.stage] += part.lines;
      counts.exact[part.stage] += part.lines;
    }
    const all = structuredClone(counts);
    const whole = parts.map(part => ({
      ...part,
      weighing: part.lines,
      exact: part.lines,
      exactWeighing: part.lines,
      mixed: 0,
      mixedWeighing: 0,
      changed: part.lines,
      changedWeighing: part.lines,
    }));
    return { session: 1, weighing: counts, all, found: whole };
  });
const facts: fc.Arbitrary<SessionCase> = fc.record({
  lastEditAt: fc.integer({ min: NOW - 40 * DAY, max: NOW }),
  edits: fc.record({
    inGit: fc.integer({ min: 0, max: 2 }),
    outsideGit: fc.integer({ min: 0, max: 1 }),
    unplaced: fc.constant(0),
  }),
  peak: fc.integer({ min: 0, max: 20 }),
  shellChanges: fc.integer({ min: 0, max: 2 }),
  links: fc.array(fc.record({ commit: fc.constant('d'.repeat(40)), stage, review: fc.boolean() }), {
    maxLength: 1,
  }),
  attribution: fc.option(attribution, { nil: null }),
  standing: fc.constant(NOTHING_SHIPPED),
  repetition: fc.integer({ min: 0, max: 9 }),
  resolved: fc.boolean(),
  diagnosed: fc.boolean(),
  deployed: fc.integer({ min: 0, max: 2 }),
  files: fc.constant({ total: 1, reached: 0 }),
  unread: fc.boolean(),
  logCut: fc.boolean(),
});
const saying: fc.Arbitrary<Saying> = fc.record({
  said: fc.constantFrom(...SAID),
  target: fc.constantFrom(null, 'a'.repeat(40)),
});

describe('insight/corrections', () => {
  it('never lets figures gain by what a person says', () => {
    fc.assert(
      fc.property(
        facts,
        facts,
        fc.array(saying, { minLength: 1, maxLength: 3 }),
        (plain, corrected, sayings) => {
          const before = decide(plain, NOW).outcome;
          const { counted } = decideAsSaid(plain, corrected, sayings, NOW);
          const rank = (outcome: Outcome) => (GOOD.includes(outcome) ? GOOD.indexOf(outcome) : GOOD.length);
          assert.ok(rank(counted) >= rank(before), `${before} → ${counted}`);
          if (NEUTRAL.includes(counted)) assert.equal(counted, before, 'nothing is moved out of the figures');
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('takes the lines of unlinked commits out, and leaves how many there were', () => {
    fc.assert(
      fc.property(attribution, whole => {
        const out = unlinked([{ said: 'unlink', target: 'a'.repeat(40) }]);
        const left = withoutCommits(whole, out);
        assert.equal(left.weighing.total, whole.weighing.total);
        for (const stage of STAGES) {
          const sum = left.found
            .filter(each => each.stage === stage)
            .reduce((lines, each) => lines + each.weighing, 0);
          assert.equal(left.weighing.at[stage], sum);
        }
        assert.ok(left.found.every(({ commit }) => commit !== 'a'.repeat(40)));
      }),
    );
  });

  it('says nothing where the person said nothing', () => {
    fc.assert(
      fc.property(facts, plain => {
        assert.deepEqual(decideAsSaid(plain, plain, [], NOW).decision, decide(plain, NOW));
      }),
    );
  });
});
