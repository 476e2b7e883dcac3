import assert from 'node:assert/strict';
import { breathing, gently } from '../../src/engine/breathing.ts';
import { GitError } from '../../src/git/gitError.ts';

describe('engine/breathing', () => {
  const clock = () => {
    let at = 0;
    return { now: () => at, pass: (ms: number) => (at += ms) };
  };

  it('makes no promise before it is time, and one after', async () => {
    const { now, pass } = clock();
    const breathe = breathing(undefined, now);
    pass(3);
    assert.equal(breathe(), null);
    pass(1);
    let wasOthersTurn = false;
    setImmediate(() => {
      wasOthersTurn = true;
    });
    await breathe();
    assert.equal(wasOthersTurn, true);
    assert.equal(breathe(), null, 'it begins anew');
  });

  it('ends work that is no longer wanted, at the next pause', async () => {
    const { now, pass } = clock();
    const controller = new AbortController();
    const breathe = breathing(controller.signal, now);
    controller.abort();
    assert.equal(breathe(), null);
    pass(10);
    await assert.rejects(
      async () => breathe(),
      (error: unknown) => error instanceof GitError && error.problem === 'stopped',
    );
  });

  it('goes through work of short steps, and pauses between them', async () => {
    const told: string[] = [];
    function* work() {
      for (const step of ['a', 'b', 'c']) {
        told.push(step);
        yield;
      }
      return 'done';
    }
    const pauses = [null, Promise.resolve().then(() => void told.push('pause')), null];
    assert.equal(await gently(work(), () => pauses.shift() ?? null), 'done');
    assert.deepEqual(told, ['a', 'b', 'pause', 'c']);
  });
});
