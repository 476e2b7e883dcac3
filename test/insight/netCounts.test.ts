import assert from 'node:assert/strict';
import { FollowedLines } from '../../src/insight/followedLines.ts';
import { NetCounts, StepCounts } from '../../src/insight/netCounts.ts';
import { change, unit, whole } from './small.ts';

describe('insight/netCounts', () => {
  const units = [1, 2, 3, 4, 5].map(print => unit(print));
  const followed = new FollowedLines(units);
  const told = (counts: NetCounts) =>
    [...counts.kinds].map(kind => {
      const prints = new Set<number>();
      followed.each(Int32Array.of(kind), 9, ({ fingerprint }) => prints.add(fingerprint));
      return [...prints, counts.of(kind)];
    });
  const files = whole(change('a', [1, 1, 2, 9], [3]), change('b', [3, 2], [1, 2, 2, 4]));

  it('tell of each line that is followed how many more files gained than they lost', () => {
    assert.deepEqual(told(new NetCounts().count(files, followed)), [
      [1, 1],
      [2, 0],
      [3, 0],
      [4, -1],
    ]);
  });

  it('begin anew with each count, after lines came to look otherwise too', () => {
    const line = unit(1);
    const lines = new FollowedLines([line]);
    const counts = new NetCounts().count(whole(change('a', [1, 1])), lines);
    counts.add(counts.kinds[0]!, -1);
    assert.equal(counts.of(counts.kinds[0]!), 1);
    for (let print = 2; print < 20; print++) {
      lines.became(line, print);
      counts.count(whole(change('a', [print], [1])), lines);
      assert.deepEqual(
        [...counts.kinds].map(kind => counts.of(kind)),
        [1, -1],
      );
    }
    assert.equal(counts.count([], lines).kinds.length, 0);
  });

  it('have room for as many kinds as there are, whatever was counted before', () => {
    const counts = new NetCounts().count(whole(change('a', [1])), new FollowedLines([unit(1)]));
    const prints = Array.from({ length: 40 }, (_, at) => at + 1);
    const many = new FollowedLines(prints.map(print => unit(print)));
    for (const size of [3, 40, 2]) {
      counts.count(whole(change('a', prints.slice(0, size))), many);
      assert.deepEqual(
        [...counts.kinds].map(kind => counts.of(kind)),
        Array(size).fill(1),
      );
    }
  });

  it('of a step are those of each of its files too', () => {
    const step = new StepCounts();
    for (const again of [1, 2]) {
      step.begin([...files, ...whole(change('c', [5], [], { oldPath: 'a' }))], followed);
      assert.deepEqual(told(step.everywhere).length, 5);
      assert.deepEqual(
        told(step.inFile('a')!),
        [
          [1, 2],
          [2, 1],
          [3, -1],
          [5, 1],
        ],
        `time ${again}`,
      );
      assert.deepEqual(told(step.inFile('b')!), [
        [3, 1],
        [2, -1],
        [1, -1],
        [4, -1],
      ]);
      assert.equal(step.inFile('d'), null);
      assert.equal(step.inFile('a'), step.inFile('a'));
      step.inFile('a')!.add(step.inFile('a')!.kinds[0]!, -1);
    }
  });
});
