import assert from 'node:assert/strict';
import { parse } from '../architecture/source.ts';
import { readOptions } from './options.ts';
import { reachOf } from './reach.ts';

describe('test/mutation/reach', () => {
  const files = [
    parse('src/a.ts', ''),
    parse('src/b.ts', "import { a } from './a.ts';\n"),
    parse('src/c.ts', "import { b } from './b.ts';\n"),
    parse('src/d.ts', ''),
    parse('test/c.test.ts', "import { c } from '../src/c.ts';\n"),
    parse('test/d.test.ts', "import { d } from '../src/d.ts';\n"),
  ];

  it('goes from a file to all that import it, and to their tests', () => {
    assert.deepEqual(reachOf('src/b.ts', files), {
      modules: ['src/b.ts', 'src/c.ts', 'test/c.test.ts'],
      tests: ['test/c.test.ts'],
    });
    assert.deepEqual(reachOf('src/d.ts', files).tests, ['test/d.test.ts']);
  });
});

describe('test/mutation/options', () => {
  it('reads what it is asked', () => {
    assert.deepEqual(readOptions([]), { files: [], seed: 1, sample: 1000 });
    assert.deepEqual(readOptions(['--files', 'a,b', '--sample', 'all', '--seed', '7']), {
      files: ['a', 'b'],
      seed: 7,
      sample: null,
    });
  });
  for (const args of [['--sample', '0'], ['--sample', 'x'], ['--seed', '0.5'], ['--other'], ['--help']])
    it(`says how it is asked for ${args.join(' ')}`, () => assert.match(String(readOptions(args)), /Usage/));
});
