import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EditLine, type FileEdit, type NetFile, netOfEdits } from '../../src/insight/net.ts';
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
        for (const part of ['added', 'removed', 'passed'] as const) {
          const each: unknown[] = [];
          kept.each(part, (edit, among, index) => each.push([edit, among.fingerprints[index], index]));
          assert.deepEqual(
            each,
            net[part].map(({ edit, fingerprint, index }) => [edit, fingerprint, index]),
          );
          const runs = kept.runs(part).flatMap(({ edit, first, count }) => {
            return Array.from({ length: count }, (_, at) => [edit, first + at]);
          });
          assert.deepEqual(
            runs,
            net[part].map(({ edit, index }) => [edit, index]),
          );
        }
      }),
    );
  });

  it('asks an edit for its lines once, however its lines lie among others', () => {
    let asked = 0;
    const counting = (...prints: number[]): FileEdit => {
      const one = edit(1, prints);
      return {
        ...one,
        get added() {
          asked++;
          return one.added;
        },
      };
    };
    const [first, second] = [counting(1, 2, 3), counting(4, 5, 6)];
    const line = (of: FileEdit, index: number) => new EditLine(of, of.added, index);
    const mixed = [0, 1, 2].flatMap(index => [line(first, index), line(second, index)]);
    const kept = new PackedNet({ added: mixed, removed: [], passed: [] });
    asked = 0;
    assert.deepEqual(
      kept.added.map(({ fingerprint }) => fingerprint),
      [1, 4, 2, 5, 3, 6],
    );
    assert.equal(asked, 2);
  });
});
