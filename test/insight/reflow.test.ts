import assert from 'node:assert/strict';
import { Reflows } from '../../src/insight/reflow.ts';
import type { FileChange } from '../../src/model/git.ts';
import { change, lettered } from './small.ts';

function text(...texts: string[]): FileChange {
  const { lines, grams } = lettered(texts);
  return change('a', lines, [], { grams });
}

describe('insight/reflow', () => {
  const into = (from: FileChange, index: number, later: FileChange): number | null =>
    new Reflows().into({ change: from, index }, later)?.index ?? null;

  it('finds a line as it was', () => {
    const before = text('abcde', 'fghijk', 'lmnop');
    for (const index of [0, 1, 2]) assert.equal(into(before, index, before), index);
    const found = new Reflows().into({ change: before, index: 1 }, before);
    assert.equal(found?.change, before);
  });

  it('finds a line where it was broken or joined', () => {
    assert.equal(into(text('abcdefgh'), 0, text('xyzuv', 'abc', 'defgh')), 2, 'most of it');
    assert.equal(into(text('abcdefgh'), 0, text('abcde', 'fgh')), 0);
    assert.equal(into(text('abc', 'defgh', 'ijklm'), 1, text('xyabcdefghijklm', 'uvw')), 0);
    assert.equal(into(text('abc', 'defgh', 'ijklm'), 2, text('xyz', 'abcdefghijklm')), 1);
  });

  it('finds a line of which one half is there, and no less', () => {
    assert.equal(into(text('abcdefghij'), 0, text('1234', 'abcde56789')), 1);
    assert.equal(into(text('abcdefghijk'), 0, text('1234', 'abcde56789')), null);
    assert.equal(into(text('abcdefghij'), 0, text('12345')), null);
  });

  it('finds short lines by their neighbours', () => {
    assert.equal(into(text('ab', 'c', 'def'), 1, text('zabcdef')), 0);
    assert.equal(into(text('ab', 'c', 'def'), 1, text('zab', 'cdef')), 1);
    assert.equal(into(text('c', 'abdef'), 0, text('abdef', 'c')), null);
  });

  it('finds a last line of one token', () => {
    assert.equal(into(text('abde', 'c'), 1, text('zz', 'abdec')), 1);
  });

  it('prefers a line that tells whose it is', () => {
    assert.equal(into(text('abcdefgh'), 0, text('#abcdef', 'gh')), 1);
    assert.equal(into(text('abcdefgh'), 0, text('#abcdef', '#gh')), 0);
    assert.equal(into(text('abcdefgh'), 0, text('#ab', '#cdefgh')), 1);
  });

  it('takes the first place where something stands twice', () => {
    assert.equal(into(text('abcdef'), 0, text('abcdef', 'xyz', 'abcdef')), 0);
  });

  it('says nothing where changes do not tell', () => {
    const plain = change('a', [1]);
    const some = text('abcdef');
    assert.equal(into(plain, 0, some), null);
    assert.equal(into(some, 0, plain), null);
    assert.equal(into(text('abc'), 0, some), null, 'fewer tokens than one run');
    assert.equal(into(some, 0, text('abc')), null);
    const odd = { ...text('abcdef'), grams: Uint32Array.of(1, 2, 3, 4, 5) };
    assert.equal(into(odd, 0, some), null);
  });

  it('keeps to what it read, whatever else is asked meanwhile', () => {
    const reflows = new Reflows();
    const from = text('abcdef');
    for (let n = 0; n < 250; n++) {
      const later = text(`${n}`.padStart(5, '#').replaceAll('#', 'q'), 'abcdef');
      assert.equal(reflows.into({ change: from, index: 0 }, later)?.index, 1);
    }
  });
});
