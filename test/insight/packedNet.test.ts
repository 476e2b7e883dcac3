import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type FileEdit, type NetFile, netOfEdits } from '../../src/insight/net.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import { edit, packed } from './small.ts';

const some = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 });
const anEdit = fc
  .record({
    added: some,
    removed: some,
    before: fc.option(some),
    baseline: fc.constantFrom('patch' as const, 'unknown' as const, 'created' as const),
  })
  .map(
    ({ added, removed, before, baseline }): FileEdit =>
      before === null
        ? edit(1, added, removed, { baseline })
        : edit(1, added, [], { baseline: 'commit', before: packed(before) }),
  );

describe('insight/packedNet', () => {
  it('gives back what it was given, each time', () => {
    const told = ({ added, removed, passed }: NetFile) =>
      [added, removed, passed].map(lines =>
        lines.map(({ fingerprint, at, tokens, flags, uncertain, index, edit }) => {
          return { fingerprint, at, tokens, flags, uncertain, index, edit };
        }),
      );
    fc.assert(
      fc.property(fc.array(anEdit, { maxLength: 6 }), edits => {
        const net = netOfEdits(edits);
        const kept = new PackedNet(net);
        assert.deepEqual(told(kept), told(net));
        assert.deepEqual(told(kept), told(net));
      }),
    );
  });
});
