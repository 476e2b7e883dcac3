import assert from 'node:assert/strict';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import { NORMALISER } from '../../src/lines/scan.ts';

const KEY = Uint8Array.from({ length: 32 }, (_, i) => i * 7 + 1);

/** Path, line, fingerprint, tokens, flags. */
const LINES: readonly (readonly [string, string, number, number, number])[] = [
  ['a.ts', 'const a = 1;', 6464937601107570, 4, 0],
  ['a.ts', '  if (x) { return y("é", \'z\'); },', 1976470326798150, 6, 0],
  ['a.py', '# note', 759371841118458, 2, 1],
  ['README.md', '# A heading of words', 2984476457770140, 5, 0],
  ['a.ts', 'foo;;', 7958932301195625, 1, 1],
  ['a.ts', '\u00a0名前 = naïve\t+  1 ;', 3719918399908309, 5, 0],
  ['x', '}', 1506073218153999, 0, 1],
  ['a.ts', 'x'.repeat(1001), 7659451459059211, 1, 3],
];

// Ledgers hold these numbers: a change here makes every kept line unrecognisable.
describe('normaliser 1', () => {
  let packer: Packer;
  before(async () => {
    packer = await createPacker(KEY);
  });

  it('gives the numbers that it has always given', () => {
    assert.equal(NORMALISER, 1);
    for (const [path, text, fingerprint, tokens, flags] of LINES) {
      const packed = packer.lines(path, [text]);
      assert.deepEqual(
        [...packed.fingerprints, ...packed.tokens, ...packed.flags],
        [fingerprint, tokens, flags],
      );
    }
  });

  it('gives runs of tokens and digests likewise', () => {
    const { grams } = packer.created('a.ts', 'foo(alpha, beta,\n  gamma);\nreturn delta + "ε";\n');
    assert.deepEqual([...grams], [682608897, 965254076, 3242889552, 2984414599]);
    assert.equal(packer.digest(Buffer.from('')), 1279325523746769);
    assert.equal(packer.digest(Buffer.from('some bytes, é')), 1199761120160633);
  });
});
