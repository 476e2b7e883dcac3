import assert from 'node:assert/strict';
import type { Outcome } from '../../src/model/outcome.ts';
import type { OutcomeUse } from '../../src/model/report.ts';
import type { PanelReport } from '../../src/panel/protocol.ts';
import { ledgerOf, segments, shareOf } from '../../src/panel/view/ledger.ts';
import { sum, use } from './sample.ts';

type Uses = Partial<Record<Outcome, OutcomeUse>>;

function report(outcomes: Uses, total: Partial<PanelReport['usage']['total']> = {}) {
  const all = sum(Object.values(outcomes));
  return {
    outcomes,
    figures: { window: { inCode: null } } as PanelReport['figures'],
    usage: {
      total: { ...all, reasoning: null, unpricedCalls: 0, quality: 'exact' as const, ...total },
      byAgent: {},
    },
  };
}

const of = (tokens: number | null, cost: number | null): OutcomeUse => ({
  ...use(tokens, cost),
  sessions: 1,
});

describe('panel/ledger', () => {
  it('weighs by list price, in fixed order', () => {
    const ledger = ledgerOf(
      report({ explored: of(10_000_000, 1), shipped: of(1000, 6), 'in review': of(1000, 3) }),
    );
    assert.equal(ledger.basis, 'price');
    assert.equal(ledger.exact, true);
    assert.deepEqual(
      ledger.lines.map(line => [line.outcome, line.percent]),
      [
        ['shipped', 60],
        ['in review', 30],
        ['explored', 10],
      ],
    );
    assert.equal(ledger.tokens, 10_002_000);
  });

  it('names what has no price instead of counting it as nothing', () => {
    const ledger = ledgerOf(report({ shipped: of(1000, 2), unclear: of(1000, null) }, { unpricedCalls: 20 }));
    const unclear = ledger.lines.find(line => line.outcome === 'unclear');
    assert.deepEqual([unclear?.percent, unclear?.weight], [null, null]);
    assert.equal(ledger.lines[0]?.percent, 100);
    assert.equal(ledger.unpricedCalls, 20);
    assert.equal(ledger.exact, false);
  });

  it('falls back to tokens where nothing is priced, and to nothing where no tokens are known', () => {
    const byTokens = ledgerOf(
      report({ shipped: of(3000, null), committed: of(1000, null) }, { unpricedCalls: 40 }),
    );
    assert.equal(byTokens.basis, 'tokens');
    assert.equal(byTokens.exact, true);
    assert.deepEqual(
      byTokens.lines.map(line => line.percent),
      [75, 25],
    );
    const unknown = ledgerOf(report({ shipped: of(null, null) }, { quality: 'credits' }));
    assert.equal(unknown.basis, 'none');
    assert.equal(unknown.lines[0]?.percent, null);
    assert.equal(unknown.tokens, null);
    assert.equal(shareOf(unknown, ['shipped']), null);
  });

  it('is an estimate where a source is', () => {
    for (const quality of ['lower bound', 'estimated', 'credits', 'none'] as const) {
      assert.equal(ledgerOf(report({ shipped: of(1, 1) }, { quality })).exact, false, quality);
    }
  });

  it('fills the bar from end to end, with no part too thin to be seen', () => {
    const drawn = segments(
      ledgerOf(report({ shipped: of(1, 10_000), explored: of(1, 0.01), unclear: of(1, null) })),
    );
    assert.deepEqual(
      drawn.map(part => part.outcome),
      ['shipped', 'explored'],
    );
    assert.equal(drawn[0]!.from, 0);
    assert.ok(Math.abs(drawn[1]!.from + drawn[1]!.width - 100) < 1e-9);
    assert.ok(drawn[1]!.width > 0.5);
    assert.deepEqual(segments(ledgerOf(report({}))), []);
  });
});
