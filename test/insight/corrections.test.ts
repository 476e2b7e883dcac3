import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Attribution, STAGES, type StageCounts } from '../../src/insight/attribution.ts';
import {
  decideAsSaid,
  type Saying,
  unlinked,
  verdictOf,
  withoutCommits,
} from '../../src/insight/corrections.ts';
import { NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import { decide, type SessionCase } from '../../src/insight/outcome.ts';
import { noCounts } from '../../src/insight/stageCounts.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { NOTHING_UNSEEN } from '../../src/insight/unseen.ts';
import { SAID } from '../../src/model/correction.ts';
import type { Outcome } from '../../src/model/outcome.ts';
import { attributed, sessionCase } from './cases.ts';

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
  deployed: fc.integer({ min: 0, max: 2 }).map(lines => ({ ...NOTHING_DEPLOYED, confirmed: lines })),
  files: fc.constant({ total: 1, reached: 0 }),
  unread: fc.boolean(),
  unseen: fc.constantFrom(NOTHING_UNSEEN, { counting: 8, lines: 10, files: 1 }),
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

  describe('takes a person at their word', () => {
    const say = (said: Saying['said'], target: string | null = null): Saying => ({ said, target });
    const shipped = sessionCase({ attribution: attributed(10, { shipped: 10 }) });
    const pushed = sessionCase({ attribution: attributed(10, { pushed: 10 }) });
    const aside = sessionCase({ attribution: attributed(10), lastEditAt: 0 });
    const unclear = sessionCase({ shellChanges: 1 });
    const back = sessionCase({
      attribution: attributed(10, { shipped: 10 }),
      standing: {
        ...NOTHING_SHIPPED,
        shipped: 10,
        rolledBack: 10,
        by: { commit: 'b', at: 0, way: 'reverted' },
      },
    });

    const table: [string, SessionCase, SessionCase, Saying[], string, Outcome][] = [
      ['research', shipped, shipped, [say('research')], 'explored, solid, said-research', 'shipped'],
      ['no AI work', shipped, shipped, [say('not AI work')], 'unclear, solid, said-not-ai-work', 'unclear'],
      [
        'not what was set aside',
        aside,
        aside,
        [say('not AI work')],
        'unclear, solid, said-not-ai-work',
        'set aside',
      ],
      [
        'not what was unclear',
        unclear,
        unclear,
        [say('research')],
        'explored, solid, said-research',
        'unclear',
      ],
      [
        'the last word',
        shipped,
        shipped,
        [say('research'), say('link', 'a'), say('not AI work'), say('unlink', 'b')],
        'unclear, solid, said-not-ai-work',
        'unclear',
      ],
      ['a commit more', pushed, shipped, [say('link', 'a')], 'shipped, solid, shipped-by-lines', 'pushed'],
      ['a commit less', shipped, pushed, [say('unlink', 'a')], 'pushed, solid, pushed-by-lines', 'pushed'],
      ['nothing', shipped, pushed, [], 'shipped, solid, shipped-by-lines', 'shipped'],
      [
        'what was rolled back',
        back,
        unclear,
        [say('unlink', 'a')],
        'unclear, thin, changed-by-shell',
        'rolled back',
      ],
      [
        'what comes to be rolled back',
        shipped,
        back,
        [say('link', 'a')],
        'rolled back, solid, rolled-back-by-revert',
        'rolled back',
      ],
    ];
    for (const [title, found, corrected, sayings, expected, counted] of table) {
      it(`${title}: ${expected}, counted as ${counted}`, () => {
        const told = decideAsSaid(found, corrected, sayings, NOW);
        const { outcome, confidence, rule, chip } = told.decision;
        assert.equal(`${outcome}, ${confidence}, ${rule}`, expected);
        assert.equal(chip, null);
        assert.equal(told.counted, counted);
      });
    }

    it('orders outcomes by what became of it', () => {
      // What a person says leads from each of these to one that is worse.
      const way = [
        sessionCase({
          attribution: attributed(10, { shipped: 10 }),
          standing: { ...NOTHING_SHIPPED, shipped: 10 },
          deployed: { ...NOTHING_DEPLOYED, 'release tags': 10 },
        }),
        shipped,
        sessionCase({
          attribution: attributed(10, { pushed: 10 }),
          links: [{ commit: null, stage: null, review: true }],
        }),
        pushed,
        sessionCase({ attribution: attributed(10, { committed: 10 }) }),
        sessionCase({ attribution: attributed(10, { working: 10 }) }),
        unclear,
        aside,
        sessionCase({ repetition: 5 }),
        back,
      ];
      for (const [at, better] of way.entries()) {
        for (const worse of way.slice(at + 1)) {
          const { outcome } = decide(worse, NOW);
          assert.equal(decideAsSaid(better, worse, [say('unlink', 'a')], NOW).counted, outcome);
          assert.equal(decideAsSaid(worse, better, [say('link', 'a')], NOW).counted, outcome);
        }
      }
    });

    it('and hears only what was said of the whole', () => {
      assert.equal(verdictOf([]), null);
      assert.equal(verdictOf([say('link', 'a'), say('unlink', 'b')]), null);
      assert.equal(verdictOf([say('not AI work'), say('research'), say('link', 'a')]), 'research');
      assert.deepEqual(
        [...unlinked([say('unlink', 'a'), say('link', 'b'), say('unlink'), say('research')])],
        ['a'],
      );
    });
  });

  it('takes out of every count what was found in a commit', () => {
    const weighing = { lines: 9, weighing: 4, exact: 6, exactWeighing: 3, mixed: 4, mixedWeighing: 2 };
    const entry = (commit: string | null) => ({
      stage: 'pushed' as const,
      commit,
      ref: 'r',
      path: 'a',
      changed: 9,
      changedWeighing: 4,
      ...weighing,
    });
    const counts = (at: number, exact: number, mixed: number): StageCounts => {
      const made = noCounts();
      made.at.pushed = at;
      made.exact.pushed = exact;
      made.mixed.pushed = mixed;
      return { ...made, total: 50 };
    };
    const whole: Attribution = {
      session: 3,
      weighing: counts(10, 8, 6),
      all: counts(30, 20, 10),
      found: [entry('a'), entry(null), entry('b')],
    };
    assert.deepEqual(withoutCommits(whole, new Set(['a'])), {
      session: 3,
      weighing: counts(10 - 4 - 1, 8 - 3, 6 - 2),
      all: counts(30 - 9 - 2, 20 - 6, 10 - 4),
      found: [entry(null), entry('b')],
    });
    assert.equal(withoutCommits(whole, new Set(['c'])), whole);
    assert.equal(whole.weighing.at.pushed, 10, 'the first is as it was');
  });
});
