import assert from 'node:assert/strict';
import { shippingTimes } from '../../src/insight/shippingTimes.ts';
import type { RefMove } from '../../src/model/git.ts';

describe('insight/shippingTimes', () => {
  const steps = ['d', 'c', 'b', 'a'].map((commit, i) => ({ commit, committedAt: 400 - i * 100 }));
  const move = (from: string | null, to: string, at: number, kind: RefMove['kind'] = 'push') =>
    ({ ref: 'refs/remotes/origin/main', from, to, at, kind }) as RefMove;
  const times = (...moves: RefMove[]) =>
    Object.fromEntries([...shippingTimes(steps, moves)].map(([commit, { at }]) => [commit, at]));

  it('dates all that one push brought by that push', () => {
    assert.deepEqual(times(move(null, 'b', 250), move('b', 'd', 450)), { a: 250, b: 250, c: 450, d: 450 });
  });

  it('leaves its own time to what was there before the first move that is known', () => {
    assert.deepEqual(times(move('c', 'd', 5000)), { a: 100, b: 200, c: 300, d: 5000 });
  });

  it('dates what a clone brought by the commits themselves', () => {
    assert.deepEqual(times(move(null, 'c', 5000, 'fetch'), move('c', 'd', 6000)), {
      a: 100,
      b: 200,
      c: 300,
      d: 6000,
    });
  });
});
