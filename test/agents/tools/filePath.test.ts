import assert from 'node:assert/strict';
import { absolutePath } from '../../../src/agents/tools/filePath.ts';

describe('agents/filePath', () => {
  it('takes a drive for the same however its letter is written, in paths, folders and addresses', () => {
    const wanted = 'C:\\w\\shop\\a.ts';
    for (const path of [
      'C:\\w\\shop\\a.ts',
      'c:\\w\\shop\\.\\a.ts',
      'c:/w/shop/a.ts',
      'file:///c%3A/w/shop/a.ts',
    ])
      assert.equal(absolutePath(path, null), wanted);
    assert.equal(absolutePath('a.ts', 'c:\\w\\shop'), wanted);
    assert.equal(absolutePath('/w/shop/../a.ts', 'c:\\w'), '/w/a.ts');
  });

  it('makes a path of no text, and of none that stands relative to nothing', () => {
    for (const path of ['', 'a.ts', 'two\nlines', 'x'.repeat(5000)])
      assert.equal(absolutePath(path, null), null);
  });
});
