import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RunTable } from '../../src/insight/runTable.ts';

describe('insight/runTable', () => {
  it('tells what was set last, as a map would, text after text', () => {
    const run = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));
    const text = fc.array(fc.tuple(run, fc.nat(99)), { maxLength: 40 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 4 }), fc.array(run, { maxLength: 9 }), (texts, asked) => {
        const table = new RunTable();
        for (const entries of texts) {
          table.clear(entries.length);
          const map = new Map(entries);
          for (const [key, value] of entries) table.set(key, value);
          for (const key of [...map.keys(), ...asked]) assert.equal(table.get(key), map.get(key) ?? -1);
        }
      }),
    );
  });
});
