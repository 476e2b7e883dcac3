import assert from 'node:assert/strict';
import { OPEN, PAID } from '../../src/insight/changedLines.ts';
import { matchExactly } from '../../src/insight/exactMatch.ts';
import type { OpenSide, Span } from '../../src/insight/openLines.ts';
import { edit, type Line, packed, sideOf } from './small.ts';

const ANY: Span = { from: 0, to: 1000, sessions: null };
const short = (print: number): Line => ({ print, tokens: 5 });
const unsure = (at: number, added: (number | Line)[]) => edit(at, added, [], { baseline: 'unknown' });

/** By place in the change: session and place in its edit, or a dash. */
function matched(
  changed: readonly (number | Line)[],
  sides: OpenSide[],
  span = ANY,
  state?: Uint8Array,
): string {
  const lines = packed(changed);
  const states = state ?? new Uint8Array(changed.length);
  const paid = changed.map(() => '-');
  matchExactly(lines, states, sides, span, (index, { session, index: place, taken }) => {
    assert.ok(taken && states[index] === PAID && paid[index] === '-');
    paid[index] = `${session}.${place}`;
  });
  for (const [index, each] of paid.entries())
    if (each === '-' && state === undefined) assert.equal(states[index], OPEN);
  return paid.join(' ');
}

describe('insight/exactMatch', () => {
  it('pays one for one, in the order of the change', () => {
    assert.equal(matched([1, 2, 3], [sideOf([1, edit(1, [3, 1])])]), '1.1 - 1.0');
    assert.equal(matched([1, 1], [sideOf([1, edit(1, [1])])]), '1.0 -');
    assert.equal(matched([1], [sideOf([1, edit(1, [1, 1])])]), '1.1');
    assert.equal(matched([], [sideOf([1, edit(1, [1])])]), '');
    assert.equal(matched([1], []), '-');
  });

  it('pays nothing with a line that is moved, or paid already', () => {
    assert.equal(matched([1, 2], [sideOf([1, edit(1, [1, 2])])], ANY, Uint8Array.of(2, 0)), '- 1.1');
    assert.equal(matched([1], [sideOf([1, edit(1, [1])])], ANY, Uint8Array.of(PAID)), '-');
  });

  it('pays for no edit outside its span', () => {
    const side = () => [sideOf([1, edit(5, [1])])];
    assert.equal(matched([1], side(), { ...ANY, to: 4 }), '-');
    assert.equal(matched([1], side(), { ...ANY, from: 6 }), '-');
    assert.equal(matched([1], side(), { ...ANY, sessions: new Set([2]) }), '-');
  });

  it('pays the newest edit first', () => {
    assert.equal(matched([1], [sideOf([1, edit(1, [1])], [2, edit(2, [1])])]), '2.0');
    assert.equal(matched([1, 1], [sideOf([1, edit(1, [1])], [2, edit(2, [1])])]), '2.0 1.0');
  });

  it('pays one that may have stood there before only where nobody is known to have written it', () => {
    assert.equal(matched([1], [sideOf([1, edit(1, [1])], [2, unsure(2, [1])])]), '1.0');
    assert.equal(matched([1, 1], [sideOf([1, edit(1, [1])], [2, unsure(2, [1])])]), '1.0 2.0');
    assert.equal(matched([1], [sideOf([1, unsure(1, [1])], [2, unsure(2, [1])])]), '2.0');
    const three = () => sideOf([1, edit(1, [1])], [2, edit(2, [1])], [3, unsure(3, [1])]);
    assert.equal(matched([1], [three()]), '2.0');
    assert.equal(matched([1], [sideOf([1, unsure(1, [1])], [2, edit(2, [1])], [3, unsure(3, [1])])]), '2.0');
  });

  it('gives neighbours of a line that only one can have to that one', () => {
    // 7 can only be the first's: the equal lines before and after it are then the first's too.
    const sides = () => [sideOf([1, edit(1, [5, 7, 6])], [2, edit(2, [5, 6])])];
    assert.equal(matched([5, 7, 6], sides()), '1.0 1.1 1.2');
    assert.equal(matched([5, 8, 6], sides()), '2.0 - 2.1');
    // Not beyond one that is another.
    assert.equal(matched([5, 9, 7], sides()), '2.0 - 1.1');
  });

  it('goes on over many, in both directions', () => {
    const sides = () => [sideOf([1, edit(1, [4, 5, 7, 6, 3])], [2, edit(2, [3, 4, 5, 6])])];
    assert.equal(matched([4, 5, 7, 6, 3], sides()), '1.0 1.1 1.2 1.3 1.4');
  });

  it('does not take a short line for one that tells whose it is', () => {
    // By the short 7 alone nobody knows whose 5 is: the newest has it.
    const sides = (seven: Line) => [sideOf([1, edit(1, [5, seven])], [2, edit(2, [5])])];
    assert.equal(matched([5, short(7)], sides(short(7))), '2.0 1.1');
    assert.equal(matched([5, { print: 7, tokens: 6 }], sides({ print: 7, tokens: 6 })), '1.0 1.1');
  });

  it('looks first under the name that the change gives', () => {
    assert.equal(matched([1], [sideOf([1, edit(1, [1])]), sideOf([2, edit(2, [1])])]), '1.0');
    assert.equal(matched([1, 1], [sideOf([1, edit(1, [1])]), sideOf([2, edit(2, [1])])]), '1.0 2.0');
    assert.equal(matched([1], [sideOf([1, edit(1, [9])]), sideOf([2, edit(2, [1])])]), '2.0');
  });

  describe('takes a short line alone for chance', () => {
    it('unless it is most of what the edit left', () => {
      assert.equal(matched([short(1)], [sideOf([1, edit(1, [short(1), 2])])]), '1.0');
      assert.equal(matched([short(1)], [sideOf([1, edit(1, [short(1)])])]), '1.0');
      assert.equal(matched([short(1), 9], [sideOf([1, edit(1, [short(1), short(2)])])]), '1.0 -');
      assert.equal(
        matched([short(1), 9, short(2)], [sideOf([1, edit(1, [short(1), 3, short(2)])])]),
        '1.0 - 1.2',
      );
      assert.equal(matched([short(1)], [sideOf([1, edit(1, [short(1), 2, 3])])]), '-');
    });
    it('and one of six tokens not', () => {
      const six = { print: 1, tokens: 6 };
      assert.equal(matched([six], [sideOf([1, edit(1, [six, 2, 3])])]), '1.0');
    });
    it('unless it goes on from the one before', () => {
      const many = edit(1, [short(1), short(2), 3, 4, 5, 6, 7, 8]);
      assert.equal(matched([short(1), short(2)], [sideOf([1, many])]), '1.0 1.1');
      assert.equal(matched([short(2), short(1)], [sideOf([1, many])]), '- -');
      assert.equal(matched([short(1), 99, short(2)], [sideOf([1, many])]), '- - -');
    });
    it('unless another of the edit is there that tells', () => {
      const many = edit(1, [short(1), 2, 3, 4, 5, 6]);
      assert.equal(matched([short(1), 9, 5], [sideOf([1, many])]), '1.0 - 1.4');
      // One of another edit tells nothing.
      assert.equal(matched([short(1), 9, 50], [sideOf([1, many], [2, edit(2, [50])])]), '- - 2.0');
    });
    it('and lets something else have it', () => {
      const line = sideOf([1, edit(1, [short(1), 2, 3])]);
      matched([short(1)], [line]);
      assert.equal(line.lines[0]?.taken, false);
    });
  });
});
