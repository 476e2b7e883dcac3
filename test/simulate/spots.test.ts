import assert from 'node:assert/strict';
import { Chance } from '../../scripts/demo/chance.ts';
import { pythonBlocks, typescriptBlocks } from './corpus.ts';
import { Ink } from './ink.ts';
import { gaps, insertAt, ranges, statements, tweaked, without } from './spots.ts';

const CODE = `const a = 1;

function f(b: number) {
  const c = b + 1;
  const d = c * 2;
  show(c, d);
  return d;
}

export const g = [
  1,

  2,
];`;

describe('simulate: places in code', () => {
  const ink = new Ink();
  const text = ink.lines(CODE, 0);

  it('finds gaps between things at the left margin, none within one', () => {
    assert.deepEqual(gaps(text), [text.length, 2, 9]);
    assert.deepEqual(ranges(text), [
      { from: 0, to: 1 },
      { from: 2, to: 8 },
      { from: 9, to: 14 },
    ]);
  });

  it('puts a block in and takes it out again', () => {
    const block = ink.lines('const x = 1;\nconst y = 2;', 1);
    const more = insertAt(text, 2, block, ink, 1);
    assert.equal(more.length, text.length + 3);
    assert.deepEqual(without(more, { from: 2, to: 4 }), text);
  });

  it('tells statements among statements', () => {
    assert.deepEqual(statements(text, 'ts'), [4]);
  });

  it('changes a share of the names in a line and leaves the rest to its author', () => {
    const line = ink.write('total = first + second + third', 1);
    const changed = tweaked(line, 0.25, new Chance('a'), ink, 2);
    assert.notEqual(changed.text, line.text);
    assert.deepEqual(ink.owner(changed), { author: 1, pure: false });
    assert.equal(ink.owner(tweaked(line, 1, new Chance('a'), ink, 2))?.author, 2);
  });

  it('cuts code into pieces that stand by themselves', () => {
    const blocks = typescriptBlocks(CODE.split('\n'));
    assert.deepEqual(
      blocks.map(block => block[0]),
      ['const a = 1;', 'function f(b: number) {', 'export const g = ['],
    );
    const python =
      'import os\n\nclass A:\n    def b(self):\n        return 1\n\n    c = 2\n\ndef d():\n    return 3\n';
    assert.deepEqual(pythonBlocks(python.split('\n')), [
      ['def d():', '    return 3'],
      ['def b(self):', '    return 1'],
    ]);
  });
});
