import assert from 'node:assert/strict';
import { isExcluded, lineCounts } from './counting.ts';

describe('simulate: lines that count', () => {
  it('are neither blank, trivial, imports nor comments', () => {
    for (const text of [
      '',
      '  }',
      '});',
      'else {',
      '} else {',
      'return;',
      "import { a } from 'a';",
      '// a b c d',
      '# a b',
    ])
      assert.equal(lineCounts(text), false, text);
    for (const text of ['const a = 1;', 'return total;', 'def f(a):', '  x.push(y)'])
      assert.ok(lineCounts(text), text);
  });

  it('are in no file that a program writes', () => {
    for (const path of [
      'package-lock.json',
      'dist/a.js',
      'vendor/a/index.ts',
      'web/__snapshots__/a.snap',
      'made/a.ts',
      'tool/a_pb2.py',
    ])
      assert.ok(isExcluded(path), path);
    for (const path of ['web/alpha.ts', 'tool/beta.py', 'package.json'])
      assert.equal(isExcluded(path), false, path);
  });
});
