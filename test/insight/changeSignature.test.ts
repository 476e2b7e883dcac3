import assert from 'node:assert/strict';
import { changeSignature } from '../../src/insight/changeSignature.ts';
import { change } from './small.ts';

describe('insight/changeSignature', () => {
  it('is equal for changes that do the same, in whatever order', () => {
    const one = changeSignature([change('a', [1, 2], [3]), change('b', [4])]);
    assert.equal(changeSignature([change('b', [4]), change('a', [2, 1], [3])]), one);
    assert.equal(changeSignature([change('b', [4], [9]), change('a', [2, 1], [3]), change('b', [9])]), one);
    for (const other of [
      [change('a', [1, 2], [3])],
      [change('a', [1, 2], [3]), change('c', [4])],
      [change('a', [1, 2, 2], [3]), change('b', [4])],
      [change('a', [1, 3], [2]), change('b', [4])],
    ])
      assert.notEqual(changeSignature(other), one);
  });

  it('is that of the opposite in the other direction', () => {
    const there = [change('a', [1, 1], [3])];
    assert.equal(changeSignature([change('a', [3], [1, 1])], -1), changeSignature(there));
    assert.notEqual(changeSignature(there, -1), changeSignature(there));
  });

  it('is empty where nothing changes', () => {
    assert.equal(changeSignature([]), '');
    assert.equal(changeSignature([change('a', [1], [1])]), '');
  });
});
