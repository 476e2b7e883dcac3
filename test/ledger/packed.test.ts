import assert from 'node:assert/strict';
import fc from 'fast-check';
import { packLines, unpackLines } from '../../src/ledger/packed.ts';
import type { PackedLines } from '../../src/model/editedLines.ts';

const byte = fc.integer({ min: 0, max: 255 });
const side = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 53 - 1 }), byte, byte), { maxLength: 9 }).map(
  (lines): PackedLines => ({
    fingerprints: Float64Array.from(lines, ([print]) => print),
    tokens: Uint8Array.from(lines, ([, tokens]) => tokens),
    flags: Uint8Array.from(lines, ([, , flags]) => flags),
  }),
);
const told = ({ fingerprints, tokens, flags }: PackedLines) => [[...fingerprints], [...tokens], [...flags]];

describe('ledger/packed', () => {
  it('gives both sides back, wherever their bytes lie', () => {
    fc.assert(
      fc.property(side, side, fc.integer({ min: 0, max: 9 }), (added, removed, offset) => {
        const blob = packLines(added, removed);
        const room = new Uint8Array(offset + blob.length);
        room.set(blob, offset);
        const kept = unpackLines(room.subarray(offset));
        assert.deepEqual(told(kept.added), told(added));
        assert.deepEqual(told(kept.removed), told(removed));
        assert.deepEqual(told(kept.added), told(added), 'each time');
      }),
    );
  });

  it('takes nothing that was cut off', () => {
    fc.assert(
      fc.property(side, side, fc.nat(), (added, removed, cut) => {
        const blob = packLines(added, removed);
        assert.throws(() => unpackLines(blob.subarray(0, cut % blob.length)), RangeError);
      }),
    );
  });
});
