import assert from 'node:assert/strict';
import { Ink, type Text, textOf } from './ink.ts';
import { mergeText, mergeTrees } from './threeWay.ts';

const ink = new Ink();
const text = (lines: string): Text => lines.split(' ').map(line => ink.write(line, 0));
const ours = (mine: Text) => mine;

describe('simulate: merging', () => {
  const base = text('a b c d e f');

  it('takes changes of both sides where they lie apart', () => {
    const merged = mergeText(base, [...text('x'), ...base], [...base.slice(0, 5), ...text('y')], ours);
    assert.equal(textOf(merged.text), 'x\na\nb\nc\nd\ne\ny\n');
    assert.equal(merged.conflicts, 0);
  });

  it('keeps lines the objects that they were', () => {
    const fresh = text('x');
    const merged = mergeText(base, base, [...fresh, ...base], ours);
    assert.equal(merged.text[0], fresh[0]);
    assert.equal(merged.text[1], base[0]);
  });

  it('asks where both changed the same place', () => {
    const mine = [...base.slice(0, 2), ...text('x'), ...base.slice(3)];
    const theirs = [...base.slice(0, 2), ...text('y'), ...base.slice(3)];
    const both = mergeText(base, mine, theirs, (a, b) => [...a, ...b]);
    assert.equal(textOf(both.text), 'a\nb\nx\ny\nd\ne\nf\n');
    assert.equal(both.conflicts, 1);
  });

  it('adds and removes files as either side did', () => {
    const was = new Map([
      ['kept', base],
      ['gone', base],
    ]);
    const { tree, conflicts } = mergeTrees(
      was,
      new Map([['kept', base]]),
      new Map([...was, ['new', base]]),
      ours,
    );
    assert.deepEqual([...tree.keys()].sort(), ['kept', 'new']);
    assert.deepEqual(conflicts, []);
  });
});
