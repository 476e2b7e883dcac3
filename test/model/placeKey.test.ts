import assert from 'node:assert/strict';
import { inWindow, placeKey } from '../../src/model/placeKey.ts';
import { emptySummary, type Summary } from '../../src/model/summary.ts';

describe('model/placeKey', () => {
  const at = '2026-11-23T10:00:00Z';
  const summary: Summary = {
    ...emptySummary(new Date(at)),
    phase: 'ready',
    toPush: 3,
    pushed: true,
    shippedAt: at,
    openPieces: 5,
    places: [
      {
        keys: [placeKey('/w/api'), placeKey('/w/api-two')],
        toPush: 1,
        pushed: false,
        shippedAt: null,
        openPieces: 2,
      },
      { keys: [placeKey('/w/gate')], toPush: 2, pushed: true, shippedAt: at, openPieces: 3 },
    ],
  };
  const told = (...roots: string[]) => {
    const { toPush, pushed, shippedAt, openPieces } = inWindow(summary, roots);
    return { toPush, pushed, shippedAt, openPieces };
  };

  it('tells a window of its own repositories, by any of their worktrees', () => {
    assert.deepEqual(told('/w/api'), { toPush: 1, pushed: false, shippedAt: null, openPieces: 2 });
    assert.deepEqual(told('/w/api-two'), told('/w/api'));
    assert.deepEqual(told('/w/gate', '/w/api'), { toPush: 3, pushed: false, shippedAt: at, openPieces: 5 });
  });

  it('has nothing waiting where no agent worked lately', () => {
    assert.deepEqual(told('/w/other'), { toPush: 0, pushed: false, shippedAt: null, openPieces: 0 });
  });

  it('tells a window without a repository of all, and leaves unknown what is unknown', () => {
    assert.deepEqual(told(), { toPush: 3, pushed: true, shippedAt: at, openPieces: 5 });
    assert.equal(inWindow({ ...summary, toPush: null, openPieces: null }, ['/w/api']).toPush, null);
  });

  it('names no path', () => {
    assert.match(placeKey('/home/somebody/secret'), /^[0-9a-f]{16}$/);
  });
});
