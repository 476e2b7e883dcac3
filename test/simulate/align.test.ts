import assert from 'node:assert/strict';
import { fromSources, throughFormatter } from './align.ts';
import { Ink, tellingIds } from './ink.ts';

const AGENT = 1;
const PERSON = 2;
const FORMATTER = 3;

describe('simulate: who wrote what, through a formatter', () => {
  it('keeps each letter whose it was where lines are broken', () => {
    const ink = new Ink();
    const before = [ink.write('const sum = add(first, second)', AGENT), ink.write('let x = 1', PERSON)];
    const after = throughFormatter(
      before,
      'const sum = add(\n  first,\n  second,\n);\nlet x = 1;\n',
      ink,
      FORMATTER,
    );
    assert.deepEqual(
      after.map(line => ink.owner(line)?.author),
      [AGENT, AGENT, AGENT, AGENT, PERSON],
    );
    const old = before.flatMap(tellingIds);
    assert.deepEqual(
      after.flatMap(tellingIds).filter(id => old.includes(id)),
      old,
    );
  });

  it('joins lines of two authors into one of who wrote more', () => {
    const ink = new Ink();
    const before = [ink.write('call(', AGENT), ink.write('aVeryLongArgument', PERSON), ink.write(')', AGENT)];
    const [line] = throughFormatter(before, 'call(aVeryLongArgument);\n', ink, FORMATTER);
    assert.deepEqual(ink.owner(line!), { author: PERSON, pure: false });
  });

  it('finds its place again after letters that the formatter changed', () => {
    const ink = new Ink();
    const before = [ink.write('type A = 0XFF | B; let other = 1', AGENT)];
    const after = throughFormatter(before, 'type A = 0xff | B;\nlet other = 1;\n', ink, FORMATTER);
    assert.deepEqual(ink.owner(after[1]!), { author: AGENT, pure: true });
  });

  it('leaves a line that did not change the same object', () => {
    const ink = new Ink();
    const before = [ink.write('const a = 1;', AGENT), ink.write('const b=2', AGENT)];
    const after = throughFormatter(before, 'const a = 1;\nconst b = 2;\n', ink, FORMATTER);
    assert.equal(after[0], before[0]);
  });

  it('takes lines of a merge from where they came', () => {
    const ink = new Ink();
    const ours = [ink.write('a', AGENT), ink.write('b', AGENT)];
    const theirs = [ink.write('a', PERSON), ink.write('c', PERSON)];
    const merged = fromSources('a\nb\nc\nd\n', [ours, theirs], ink, FORMATTER);
    assert.deepEqual(
      merged.map(line => ink.owner(line)?.author),
      [AGENT, AGENT, PERSON, FORMATTER],
    );
  });
});
