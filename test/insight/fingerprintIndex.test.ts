import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FingerprintIndex } from '../../src/insight/fingerprintIndex.ts';

describe('insight/fingerprintIndex', () => {
  const entries = (index: FingerprintIndex, fingerprint: number) => {
    const found: number[] = [];
    for (let at = index.first(fingerprint); at !== -1; at = index.next(at)) found.push(at);
    return found;
  };

  it('tells which entries have a fingerprint, as a list would', () => {
    const print = fc.oneof(
      fc.integer({ min: 0, max: 9 }),
      fc.constantFrom(16, 32, 48, 2 ** 33, 2 ** 52 + 16),
    );
    fc.assert(
      fc.property(fc.array(print, { maxLength: 40 }), fc.array(print, { maxLength: 9 }), (added, asked) => {
        const index = new FingerprintIndex(added.length >> 1);
        for (const [entry, fingerprint] of added.entries()) assert.equal(index.add(fingerprint), entry);
        assert.equal(index.size, added.length);
        for (const fingerprint of [...added, ...asked]) {
          const expected = [...added.keys()].filter(at => added[at] === fingerprint);
          assert.deepEqual(entries(index, fingerprint), expected);
          assert.equal(index.has(fingerprint), expected.length > 0);
        }
      }),
    );
  });

  it('finds its way round the end of its slots', () => {
    // Room for two has four slots: three and seven both want the last.
    const index = new FingerprintIndex(2);
    index.add(3);
    index.add(7);
    assert.deepEqual([entries(index, 3), entries(index, 7), entries(index, 11)], [[0], [1], []]);
  });

  it('is empty where nothing is put in', () => {
    const index = new FingerprintIndex(0);
    assert.deepEqual([index.size, index.has(0), index.first(0)], [0, false, -1]);
  });
});
