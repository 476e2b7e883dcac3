import assert from 'node:assert/strict';
import { WholeFile } from '../../src/insight/changedFile.ts';
import type { FileChange } from '../../src/model/git.ts';
import { change, packed, toldOf } from './small.ts';

describe('insight/changedFile', () => {
  it('has all lines of a change, by side', () => {
    const file = new WholeFile(change('a', [1, 2], [3], { oldPath: 'b' }));
    assert.deepEqual(toldOf(file), ['a', 'b', [1, 2], [3]]);
  });

  it('asks for them once', () => {
    let asked = 0;
    const counting: FileChange = {
      ...change('a', []),
      get added() {
        asked++;
        return packed([1, 2, 3]);
      },
    };
    const file = new WholeFile(counting);
    for (const _ of [1, 2]) assert.deepEqual(toldOf(file)[2], [1, 2, 3]);
    assert.equal(asked, 1);
  });
});
