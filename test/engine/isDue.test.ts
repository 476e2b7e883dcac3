import assert from 'node:assert/strict';
import { isDue } from '../../src/engine/isDue.ts';

describe('engine/isDue', () => {
  it('is so from its time on, and where the clock was set back behind what was said', () => {
    const [due, every] = [100_000, 60_000];
    for (const [now, expected] of [
      [99_999, false],
      [100_000, true],
      [500_000, true],
      [40_000, false],
      [39_999, true],
      [0, true],
    ] as const)
      assert.equal(isDue(due, every, now), expected, String(now));
  });
});
