import assert from 'node:assert/strict';
import { HeldLines } from '../../src/ledger/heldLines.ts';

describe('ledger/heldLines', () => {
  const holder = () => ({
    closed: 0,
    close() {
      this.closed++;
    },
  });

  it('closes what was asked for long ago', () => {
    const held = new HeldLines();
    const holders = Array.from({ length: 100 }, holder);
    for (const each of holders) held.opened(each);
    const closed = holders.map(each => each.closed);
    assert.deepEqual(closed, [...new Array(36).fill(1), ...new Array(64).fill(0)]);
  });

  it('closes all at rest, once', () => {
    const held = new HeldLines();
    const holders = Array.from({ length: 3 }, holder);
    for (const each of holders) held.opened(each);
    held.rest();
    held.rest();
    assert.deepEqual(
      holders.map(({ closed }) => closed),
      [1, 1, 1],
    );
  });
});
