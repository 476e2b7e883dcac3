import assert from 'node:assert/strict';
import { OPEN, PAID } from '../../src/insight/changedLines.ts';
import { gapsIn } from '../../src/insight/editedInPlace.ts';
import type { OpenLine, OpenSide, Span } from '../../src/insight/openLines.ts';
import { edit, sideOf } from './small.ts';

const ANY: Span = { from: 0, to: 1000, sessions: null };
const MOVED = 2;

describe('insight/editedInPlace', () => {
  const side = (...edits: ReturnType<typeof edit>[]) => {
    return sideOf(...edits.map(one => [1, one] as const));
  };
  /** `paid` by place in the change: the place among the session's lines. `1,2<7` is: places 1 and 2 in place of line 7. */
  const gaps = (from: OpenSide, state: number[], paid: Record<number, number>, span = ANY): string => {
    const paidBy = new Map(Object.entries(paid).map(([at, line]) => [Number(at), from.lines[line]!]));
    for (const line of paidBy.values()) line.taken = true;
    const next = (line: OpenLine) => from.beside(line, 1);
    return gapsIn(Uint8Array.from(state), paidBy, next, span)
      .map(({ indices, missing }) => `${indices}<${missing.map(({ fingerprint }) => fingerprint)}`)
      .join(' ');
  };
  const [o, p, m] = [OPEN, PAID, MOVED];

  it('are between two lines of one edit that were found', () => {
    assert.equal(gaps(side(edit(1, [7, 8, 9])), [p, o, p], { 0: 0, 2: 2 }), '1<8');
    assert.equal(gaps(side(edit(1, [6, 7, 8, 9])), [o, p, o, o, p, o], { 1: 0, 4: 3 }), '2,3<7,8');
    assert.equal(gaps(side(edit(1, [5, 6, 7, 8, 9])), [p, o, p, o, p], { 0: 0, 2: 2, 4: 4 }), '1<6 3<8');
  });

  it('are none at the ends', () => {
    assert.equal(gaps(side(edit(1, [7, 8])), [o, p], { 1: 1 }), '');
    assert.equal(gaps(side(edit(1, [7, 8])), [p, o], { 0: 0 }), '');
  });

  it('are none where the change has nothing in that place, or the session', () => {
    assert.equal(gaps(side(edit(1, [7, 8, 9])), [p, p], { 0: 0, 1: 2 }), '');
    assert.equal(gaps(side(edit(1, [7, 9])), [p, o, p], { 0: 0, 2: 1 }), '');
    assert.equal(gaps(side(edit(1, [7, 8, 9])), [p, m, p], { 0: 0, 2: 2 }), '', 'a moved line is nobody’s');
    assert.equal(gaps(side(edit(1, [7, 8, 9])), [p, m, o, p], { 0: 0, 3: 2 }), '2<8');
  });

  it('are none between lines of two edits, nor backwards', () => {
    assert.equal(gaps(side(edit(1, [7, 8]), edit(2, [8, 9])), [p, o, p], { 0: 0, 2: 3 }), '');
    assert.equal(gaps(side(edit(1, [7, 8, 9])), [p, o, p], { 0: 2, 2: 0 }), '');
  });

  it('are none where something between is found elsewhere, or cannot be there', () => {
    const from = side(edit(1, [6, 7, 8, 9]));
    from.lines[2]!.taken = true;
    assert.equal(gaps(from, [p, o, p], { 0: 0, 2: 3 }), '');
    assert.equal(gaps(side(edit(5, [7, 8, 9])), [p, o, p], { 0: 0, 2: 2 }, { ...ANY, to: 4 }), '');
  });
});
