import assert from 'node:assert/strict';
import { COMMITS, FORMATTING, HANDS, OPERATIONS, planOf } from './plan.ts';

describe('simulate: the plan of seeds', () => {
  it('is the same for the same seed', () => {
    assert.deepEqual(planOf(7), planOf(7));
    assert.notDeepEqual(planOf(7), planOf(8));
  });

  it('lets each operation, hand and way to commit occur in a fifth of any fifty seeds that follow one another', () => {
    for (const first of [1, 51, 1000]) {
      const plans = Array.from({ length: 50 }, (_, at) => planOf(first + at));
      const share = (has: (plan: (typeof plans)[number]) => boolean) =>
        plans.filter(has).length / plans.length;
      for (const each of OPERATIONS)
        assert.ok(share(plan => plan.features.some(({ operation }) => operation === each)) >= 0.2, each);
      for (const each of COMMITS)
        assert.ok(share(plan => plan.features.some(({ commits }) => commits === each)) >= 0.2, each);
      for (const each of HANDS)
        assert.ok(share(plan => plan.features.some(({ hand }) => hand === each)) >= 0.2, each);
      for (const each of FORMATTING) assert.ok(share(plan => plan.formatting === each) >= 0.2, each);
      for (const each of ['prettier', 'biome'])
        assert.ok(
          share(({ style, formatting }) => formatting !== 'none' && style.typescript === each) >= 0.2,
          each,
        );
    }
  });
});
