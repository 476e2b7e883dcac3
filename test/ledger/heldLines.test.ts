import assert from 'node:assert/strict';
import { HeldLines } from '../../src/ledger/heldLines.ts';

const KIB = 1024;

class Holder {
  readonly name: string;
  told: string[] = [];

  constructor(name = '') {
    this.name = name;
  }

  close(): void {
    this.told.push('close');
  }

  letGo(): void {
    this.told.push('let go');
  }
}

describe('ledger/heldLines', () => {
  it('keeps bytes as they are, beginning at a multiple of eight', () => {
    const held = new HeldLines();
    const kept = [3, 8, 13, 300 * KIB, 1].map(size => {
      const bytes = Uint8Array.from({ length: size }, (_, at) => (at + size) % 251);
      return { bytes, kept: held.hold(new Holder(), bytes) };
    });
    for (const { bytes, kept: same } of kept) {
      assert.notEqual(same.buffer, bytes.buffer);
      assert.equal(same.byteOffset % 8, 0);
      assert.deepEqual(same, bytes);
    }
  });

  it('lets go what was asked for first, where there is more than it may hold', () => {
    const held = new HeldLines(512 * KIB);
    const holders = ['a', 'b', 'c', 'd', 'e'].map(name => new Holder(name));
    const gone = () => holders.filter(({ told }) => told.includes('let go')).map(({ name }) => name);
    for (const [at, holder] of holders.entries()) {
      held.hold(holder, new Uint8Array(128 * KIB));
      if (at === 3) assert.deepEqual(gone(), []);
    }
    assert.deepEqual(gone(), ['a', 'b']);
    held.rest();
    assert.deepEqual(gone(), ['a', 'b', 'c', 'd', 'e']);
    for (const { told } of holders) assert.equal(told.length, 1);
    held.hold(new Holder(), new Uint8Array(900 * KIB));
  });

  it('closes what was unpacked long ago', () => {
    const held = new HeldLines();
    const holders = Array.from({ length: 600 }, () => new Holder());
    for (const holder of holders) held.opened(holder);
    const closed = holders.map(({ told }) => told.length);
    assert.deepEqual(closed, [...new Array(88).fill(1), ...new Array(512).fill(0)]);
    held.rest();
    held.opened(new Holder());
    assert.equal(holders[88]?.told.length, 0);
  });
});
