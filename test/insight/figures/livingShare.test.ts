import assert from 'node:assert/strict';
import { livingShare } from '../../../src/insight/figures/livingShare.ts';
import { noCounts } from '../../../src/insight/stageCounts.ts';
import { NOTHING_SHIPPED } from '../../../src/insight/standing.ts';
import { OUTCOMES } from '../../../src/model/outcome.ts';
import { sessionCase } from '../cases.ts';

describe('insight/figures/livingShare', () => {
  const weighing = noCounts();
  // Of 10 lines 6 are there, 4 word for word, 1 more in part; 2 may never have been there.
  Object.assign(weighing, { total: 10, uncertain: 2, perhapsShipped: 0 });
  weighing.at.shipped = 6;
  weighing.exact.shipped = 4;
  weighing.mixed.shipped = 1;
  const attribution = { session: 1, weighing, all: noCounts(), found: [] };
  // Half of what shipped was new and is there.
  const standing = { ...NOTHING_SHIPPED, shipped: 8, fresh: 6, living: 4 };

  it('is what reached the shipping ref, times what of that is new and lives', () => {
    const { low, mid, high } = livingShare(sessionCase({ attribution, standing }), 'shipped');
    assert.equal(low, (4 / 10) * 0.5);
    assert.equal(mid, ((6 / 10 + 6 / 8) / 2) * 0.5);
    assert.equal(high, ((6 + 0.5) / 8) * 0.5);
  });

  it('is open where a change is its by its word alone', () => {
    assert.deepEqual(livingShare(sessionCase({ attribution: null, standing }), 'shipped'), {
      low: 0,
      mid: 0,
      high: 0.5,
    });
  });

  it('is nothing where nothing shipped', () => {
    assert.deepEqual(livingShare(sessionCase({ attribution, standing: NOTHING_SHIPPED }), 'shipped'), {
      low: 0,
      mid: 0,
      high: 0,
    });
  });

  for (const outcome of OUTCOMES) {
    const lives = outcome === 'shipped' || outcome === 'in production';
    it(`is ${lives ? 'more than nothing' : 'nothing'} of what is ${outcome}`, () => {
      const { low, mid, high } = livingShare(sessionCase({ attribution, standing }), outcome);
      assert.deepEqual([low > 0, mid > 0, high > 0], [lives, lives, lives]);
    });
  }
});
