import assert from 'node:assert/strict';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import { Occurrences } from '../../src/insight/occurrences.ts';
import { ShippingHistory } from '../../src/insight/rollBack.ts';
import type { ShippedLine } from '../../src/insight/shippedLine.ts';
import { DAY, lines, NOW, standing } from './history.ts';
import { step as bareStep, change, followed, lettered } from './small.ts';

describe('insight/rollBack', () => {
  describe('knows a line again that was set anew', () => {
    const text = (path: string, added: string[], removed: string[] = [], oldPath: string | null = null) => {
      const { lines: plus, grams } = lettered(added);
      return change(path, plus, lettered(removed).lines, { grams, oldPath });
    };
    const set = (commit: string, day: number, ...files: ReturnType<typeof change>[]) =>
      bareStep(files, { commit, at: day * DAY });
    const print = (line: string) => lettered([line]).lines[0]!.print;
    const own = (line: string, index = 0): ShippedLine[] => [
      { commit: 'one', path: 'a', side: 'added', index, fingerprint: print(line), fresh: true },
    ];
    const begin = set('one', 0, text('a', ['zyxwv', 'abcdefghij']));
    const broken = set('two', 50, text('a', ['abcdef12', 'ghij'], ['abcdefghij']));
    /** With and without knowing where lines stand. */
    const told = (steps: readonly HistoryStep[], lines_ = own('abcdefghij', 1)) => {
      const finding = Occurrences.finding(followed(lines_.map(({ fingerprint }) => fingerprint)), steps);
      let found = finding.next();
      while (!found.done) found = finding.next();
      const history = new ShippingHistory(steps, { steps: new Map() }, NOW);
      const known = history.standingOf(lines_, found.value);
      assert.deepEqual(known, history.standingOf(lines_));
      return `${known.rolledBack}/${known.lost}`;
    };

    it('and follows it as what it became', () => {
      assert.equal(told([begin, broken]), '0/0');
      assert.equal(told([begin, broken, set('three', 60, text('a', ['new'], ['abcdef12']))]), '0/1');
      assert.equal(told([begin, broken, set('three', 60, text('a', ['new'], ['abcdefghij']))]), '0/0');
      assert.equal(told([begin, broken, set('three', 60, text('a', ['new'], ['ghij']))]), '0/0');
    });

    it('and what that became in turn', () => {
      const again = set('three', 60, text('a', ['def12QQQ'], ['abcdef12']));
      assert.equal(told([begin, broken, again]), '0/0');
      assert.equal(told([begin, broken, again, set('four', 70, text('a', ['new'], ['def12QQQ']))]), '0/1');
    });

    it('in a file that was renamed at once', () => {
      const renamed = set('two', 50, text('b', ['abcdef12', 'ghij'], ['abcdefghij'], 'a'));
      assert.equal(told([begin, renamed]), '0/0');
      assert.equal(told([begin, renamed, set('three', 60, text('b', ['new'], ['abcdef12']))]), '0/1');
      assert.equal(told([begin, renamed, set('three', 60, text('a', ['new'], ['abcdef12']))]), '0/0');
    });

    it('and not in another file, nor where too little of it is left', () => {
      const moved = set('two', 50, text('c', ['abcdef12']), text('a', ['new'], ['abcdefghij']));
      assert.equal(told([begin, moved]), '0/1');
      assert.equal(told([begin, set('two', 50, text('a', ['abcd1234'], ['abcdefghij']))]), '0/1');
    });

    it('and not one that was taken out', () => {
      const gone = set('one', 0, text('a', ['ijklmnop'], ['abcdefgh']));
      const lines_ = own('abcdefgh').map(line => ({ ...line, side: 'removed' as const }));
      assert.equal(told([gone, set('two', 50, text('a', ['abcdefgh', 'ijklmnopq']))], lines_), '0/1');
    });
  });

  it('takes lines for replaced only by others that weigh', () => {
    const begin = bareStep([change('a', [1, 2, 3, 4])], { commit: 'one' });
    const over = (flags: number) =>
      bareStep(
        [
          change(
            'a',
            [
              { print: 31, flags },
              { print: 32, flags },
            ],
            [1, 2, 3, 4],
          ),
        ],
        { commit: 'two', at: DAY },
      );
    assert.equal(standing([begin, over(0)], lines([1, 2, 3, 4])), '0/4 -');
    assert.equal(standing([begin, over(1)], lines([1, 2, 3, 4])), '4/0 removed');
  });
});
