import assert from 'node:assert/strict';
import { NOTHING_DEPLOYED } from '../../src/insight/deployment.ts';
import { livingShare } from '../../src/insight/figures/livingShare.ts';
import { decide, type SessionCase } from '../../src/insight/outcome.ts';
import { NOTHING_SHIPPED } from '../../src/insight/standing.ts';
import { sumUnseen, withUnseen } from '../../src/insight/unseen.ts';
import { attributed, sessionCase } from './cases.ts';

const of = (lines: number) => ({ counting: lines, lines, files: 1 });
const arrived = (lines: number, more: Partial<SessionCase> = {}) =>
  sessionCase({
    attribution: attributed(10, { shipped: lines }),
    standing: { ...NOTHING_SHIPPED, shipped: lines, fresh: lines, living: lines },
    ...more,
  });
const outcome = (facts: SessionCase) => {
  const { outcome, rule } = decide(facts, 0);
  return `${outcome}, ${rule}`;
};

describe('insight/unseen', () => {
  it('weighs what arrived against the whole', () => {
    assert.equal(outcome(arrived(10, { unseen: of(23) })), 'shipped, shipped-by-lines');
    assert.equal(outcome(arrived(10, { unseen: of(24) })), 'unclear, repository-unread');
    const { shipped, confidence } = decide(arrived(10, { unseen: of(10) }), 0);
    assert.deepEqual([shipped, confidence], [{ low: 0.5, mid: 0.5, high: 1 }, 'fair']);
  });

  it('weighs what was taken out again, and what is deployed, so too', () => {
    const by = { commit: 'a', at: 0, way: 'reverted' } as const;
    const reverted = (unseen: number) =>
      arrived(10, { standing: { ...NOTHING_SHIPPED, shipped: 10, rolledBack: 10, by }, unseen: of(unseen) });
    assert.equal(outcome(reverted(10)), 'rolled back, rolled-back-by-revert');
    assert.equal(outcome(reverted(11)), 'unclear, repository-unread');
    const deployed = (unseen: number) =>
      arrived(10, { deployed: { ...NOTHING_DEPLOYED, confirmed: 4 }, unseen: of(unseen) });
    assert.equal(outcome(deployed(3)), 'in production, in-production-confirmed');
    assert.equal(outcome(deployed(4)), 'unclear, repository-unread');
  });

  it('takes no part for the half of all files', () => {
    const part = { attribution: attributed(100, { shipped: 10 }), files: { total: 2, reached: 1 } };
    assert.equal(outcome(sessionCase(part)), 'shipped, shipped-in-part');
    assert.equal(outcome(sessionCase({ ...part, unseen: of(1) })), 'unclear, repository-unread');
  });

  it('says what it says either way', () => {
    const facts = { attribution: attributed(10, { working: 2 }), lastEditAt: 0 };
    assert.equal(outcome(sessionCase({ ...facts, unseen: of(90) })), 'in progress, not-found-yet');
  });

  it('lets the shipped part live as a share of the whole', () => {
    assert.deepEqual(livingShare(arrived(10, { unseen: of(10) }), 'shipped'), {
      low: 0.5,
      mid: 0.5,
      high: 1,
    });
  });

  it('leaves alone what was seen as a whole, or not at all', () => {
    for (const facts of [arrived(10), sessionCase({ unseen: of(10) })])
      assert.equal(withUnseen(facts), facts);
  });

  it('sums what several left', () => {
    assert.deepEqual(sumUnseen([of(3), { counting: 1, lines: 10, files: 100 }]), {
      counting: 4,
      lines: 13,
      files: 101,
    });
  });
});
