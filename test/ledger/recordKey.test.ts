import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recordKey, seedOf } from '../../src/ledger/recordKey.ts';

describe('ledger/recordKey', () => {
  it('tells apart half a million names that differ in little', () => {
    const keys = new Set<number>();
    for (let i = 0; i < 250_000; i++) {
      keys.add(recordKey(`msg_01${i.toString(36)}|req_011`, 7));
      keys.add(recordKey(`toolu_${(i * 7919).toString(16)}#${i % 3}`, 7));
    }
    assert.equal(keys.size, 500_000);
  });

  it('gives a whole number that SQLite and JavaScript hold exactly, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer(), (name, seed) => {
        const key = recordKey(name, seed);
        assert.ok(Number.isSafeInteger(key) && key >= 0);
        assert.equal(recordKey(name, seed), key);
      }),
    );
  });

  it('keeps equal names of two agents apart', () => {
    assert.notEqual(recordKey('call_1', seedOf('codex')), recordKey('call_1', seedOf('claude-code')));
  });
});
