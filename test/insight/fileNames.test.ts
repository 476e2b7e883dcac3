import assert from 'node:assert/strict';
import type { Holding } from '../../src/insight/attribution.ts';
import { FileNames } from '../../src/insight/fileNames.ts';
import { change } from './small.ts';

describe('insight/fileNames', () => {
  const names = (...renames: [string, string | null][]) => {
    const holdings = renames.map(
      ([path, oldPath]): Holding => ({
        stage: 'pushed',
        commit: null,
        ref: 'r',
        at: 0,
        files: [change(path, [], [], { oldPath })],
      }),
    );
    const known = new FileNames(holdings);
    return (...paths: string[]) => new Set(paths.map(path => known.fileOf(path))).size;
  };

  it('takes what a rename joins for one file, whichever came first', () => {
    assert.equal(names(['b', 'a'])('a', 'b'), 1);
    assert.equal(names(['b', 'a'], ['c', 'b'])('a', 'b', 'c'), 1);
    assert.equal(names(['c', 'b'], ['b', 'a'])('a', 'b', 'c'), 1);
    assert.equal(names(['b', 'a'], ['a', 'b'])('a', 'b'), 1);
    assert.equal(names(['c', 'a'], ['c', 'b'])('a', 'b', 'c'), 1);
  });

  it('takes others for themselves', () => {
    assert.equal(names(['b', 'a'], ['d', null])('a', 'c', 'd'), 3);
    assert.equal(new FileNames([]).fileOf('a'), 'a');
  });
});
