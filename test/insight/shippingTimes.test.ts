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

  it('takes moves in the order of their times, however they are told', () => {
    const moves = [move('b', 'd', 450), move(null, 'b', 250)];
    assert.deepEqual(times(...moves), { a: 250, b: 250, c: 450, d: 450 });
    assert.deepEqual(times(...moves.toReversed()), { a: 250, b: 250, c: 450, d: 450 });
    assert.equal(moves[0]?.at, 450, 'and leaves them as they are told');
  });

  it('dates each commit by the first move that brought it', () => {
    // Taken back and brought again; and a move that begins nowhere on the ref.
    const again = [move('a', 'c', 300), move('c', 'b', 310), move('b', 'd', 500)];
    assert.deepEqual(times(...again), { a: 100, b: 300, c: 300, d: 500 });
    assert.deepEqual(times(move('elsewhere', 'b', 900)), { a: 900, b: 900, c: 300, d: 400 });
    assert.deepEqual(times(move('a', 'elsewhere', 900)), { a: 100, b: 200, c: 300, d: 400 });
    assert.deepEqual(times(move('elsewhere', 'b', 900), move('x', 'd', 950)), {
      a: 900,
      b: 900,
      c: 950,
      d: 950,
    });
  });

  it('says which move it was, where one is known', () => {
    const push = move('b', 'c', 450);
    const clone = move(null, 'b', 40, 'fetch');
    const found = shippingTimes(steps, [push, clone]);
    assert.equal(found.get('c')?.move, push);
    assert.deepEqual(found.get('b'), { at: 200, move: null });
    assert.deepEqual(found.get('d'), { at: 400, move: null });
    assert.deepEqual(shippingTimes([], [push]), new Map());
  });

  it('has no time before all time', () => {
    assert.equal(times(move('c', 'd', -5)).d, 0);
    assert.equal(times(move('c', 'd', 0.5)).d, 0.5);
  });
});
