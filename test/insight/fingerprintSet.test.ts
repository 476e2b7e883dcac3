import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FingerprintSet } from '../../src/insight/fingerprintSet.ts';

describe('insight/fingerprintSet', () => {
  it('numbers different fingerprints as they come, however many were foreseen', () => {
    const print = fc.oneof(
      fc.integer({ min: 0, max: 99 }),
      fc.constantFrom(16, 32, 48, 2 ** 33, 2 ** 52 + 16),
    );
    fc.assert(
      fc.property(
        fc.array(print, { maxLength: 60 }),
        fc.array(print, { maxLength: 9 }),
        fc.nat(20),
        (added, asked, most) => {
          const set = new FingerprintSet(most);
          const expected = [...new Set(added)];
          for (const each of added) assert.equal(set.add(each), expected.indexOf(each));
          assert.equal(set.size, expected.length);
          for (const each of [...added, ...asked]) {
            assert.equal(set.numberOf(each), expected.indexOf(each));
            assert.equal(set.has(each), expected.includes(each));
          }
        },
      ),
    );
  });
});
