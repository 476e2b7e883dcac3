import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OUTCOMES, type Outcome, SHIPPED } from '../../src/model/outcome.ts';
import type { PieceReport, WeekReport } from '../../src/model/report.ts';
import { ledgerOf } from '../../src/panel/view/ledger.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { weeksOf } from '../../src/panel/view/weeks.ts';
import { pieceOf, READY, reportOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

const ledger = { ...ledgerOf(READY.report!), basis: 'price' as const };

function week(start: string, costs: Partial<Record<Outcome, number | null>>): WeekReport {
  return {
    start,
    outcomes: Object.fromEntries(
      Object.entries(costs).map(([outcome, costUsd]) => [outcome, { calls: 2, tokens: 1_000_000, costUsd }]),
    ),
  };
}

describe('panel/weeks', () => {
  it('stands every week on one baseline, the tallest as high as the chart', () => {
    const weeks = weeksOf(
      [week('2025-11-10', { shipped: 3, explored: 1 }), week('2025-11-17', { shipped: 1, 'set aside': 1 })],
      ledger,
      VOICE,
    )!;
    assert.deepEqual(
      weeks.all().map(({ parts }) => parts),
      [
        [
          { outcome: 'shipped', from: 0, height: 75 },
          { outcome: 'explored', from: 75, height: 25 },
        ],
        [
          { outcome: 'shipped', from: 0, height: 25 },
          { outcome: 'set aside', from: 25, height: 25 },
        ],
      ],
    );
    assert.equal(weeks.all()[0]!.day, '10 Nov');
    assert.equal(weeks.all()[0]!.tokensText, '2.0\u00a0M');
    assert.equal(
      weeks.all()[0]!.spoken,
      'Week of 10 Nov: 2\u00a0M tokens, 75\u00a0% shipped and 25\u00a0% explored',
    );
  });

  it('keeps the place of a week without use, and says so', () => {
    const weeks = weeksOf(
      [week('2025-11-03', { shipped: 3 }), week('2025-11-17', { shipped: 1 })],
      ledger,
      VOICE,
    )!;
    assert.deepEqual(weeks.all().map(({ key, became, tokensText }) => [key, became, tokensText])[1], [
      '2025-11-10',
      'no use',
      '',
    ]);
  });

  it('draws nothing for a week whose price is unknown, and calls its share unknown, never nothing', () => {
    const weeks = weeksOf(
      [week('2025-11-10', { shipped: 3 }), week('2025-11-17', { unclear: null })],
      ledger,
      VOICE,
    )!;
    assert.deepEqual(weeks.all()[1]!.parts, []);
    assert.match(weeks.all()[1]!.became, /unknown not matched yet/);
    assert.equal(weeks.all()[1]!.tokens, 1_000_000);
  });

  it('is not there for one week, nor where nothing could be weighed', () => {
    const two = [week('2025-11-10', { shipped: 3 }), week('2025-11-17', { shipped: 1 })];
    assert.equal(weeksOf(two.slice(1), ledger, VOICE), null);
    assert.equal(weeksOf([], ledger, VOICE), null);
    assert.equal(weeksOf(two, { ...ledger, basis: 'none' }, VOICE), null);
  });

  it('draws the latest year of a longer time, labels a dozen, and has all in the table', () => {
    const weeks = weeksOf(
      [week('2023-01-02', { shipped: 90 }), week('2025-11-17', { shipped: 1 })],
      ledger,
      VOICE,
    )!;
    assert.equal(weeks.count, 151);
    assert.equal(weeks.all().length, 151);
    assert.deepEqual(weeks.all().slice(-52), weeks.drawn, 'the same in both');
    assert.equal(weeks.drawn.length, 52);
    assert.ok(weeks.drawn.filter(({ tokensText }) => tokensText !== null).length <= 12);
    assert.equal(weeks.drawn.at(-1)!.tokensText, '1.0\u00a0M');
    assert.equal(weeks.drawn.at(-1)!.parts[0]!.height, 100, 'measured by what is drawn');
  });

  it('agrees with ledger and sentence: its parts are the ledger, whatever the report', () => {
    const pieces: fc.Arbitrary<PieceReport[]> = fc
      .array(
        fc.tuple(
          fc.constantFrom(...OUTCOMES),
          fc.integer({ min: 0, max: 40 }),
          fc.integer({ min: 1, max: 5_000_000 }),
          fc.integer({ min: 1, max: 50 }),
        ),
        { minLength: 1, maxLength: 30 },
      )
      .map(drafts =>
        drafts.map(([outcome, age, tokens, cost], i) =>
          pieceOf(`p${i}`, age, use(tokens, cost), { outcome }),
        ),
      );
    fc.assert(
      fc.property(pieces, given => {
        const page = pageOf({ ...READY, report: reportOf(given) }, VOICE);
        if (page.weeks === null) return;
        const heights = page.weeks.all().flatMap(({ parts }) => parts);
        const sum = (of: readonly { height: number }[]) => of.reduce((all, { height }) => all + height, 0);
        const shipped = heights.filter(({ outcome }) => SHIPPED.includes(outcome));
        const lines = page.ledger!.lines;
        const weight = (of: typeof lines) => of.reduce((all, line) => all + (line.weight ?? 0), 0);
        // What is beyond the usual is shipped too.
        const inLedger = lines.filter(({ outcome }) => outcome === 'beyond' || SHIPPED.includes(outcome));
        const difference = sum(shipped) / sum(heights) - weight(inLedger) / weight(lines);
        assert.ok(Math.abs(difference) < 1e-9);
        assert.equal(
          page.weeks.all().reduce((all, { tokens }) => all + (tokens ?? 0), 0),
          page.ledger!.tokens,
        );
      }),
    );
  });
});
