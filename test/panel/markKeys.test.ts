import assert from 'node:assert/strict';
import { markAfter } from '../../src/panel/view/markKeys.ts';

describe('panel/markKeys', () => {
  it('lead to the next, the one before and the ends, and never beyond', () => {
    const keys = ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'Home', 'End', 'Enter'];
    const from = (at: number) => keys.map(key => markAfter(key, at, 4));
    assert.deepEqual(from(1), [0, 0, 2, 2, 0, 3, null]);
    assert.deepEqual(from(0), [0, 0, 1, 1, 0, 3, null]);
    assert.deepEqual(from(3), [2, 2, 3, 3, 0, 3, null]);
  });
});
