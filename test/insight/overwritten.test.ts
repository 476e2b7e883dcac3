import assert from 'node:assert/strict';
import { OPEN, PAID } from '../../src/insight/changedLines.ts';
import type { FileEdit } from '../../src/insight/net.ts';
import { OpenLine } from '../../src/insight/openLines.ts';
import { Overwritten } from '../../src/insight/overwritten.ts';
import { change, edit, net } from './small.ts';

const ANY = { from: 0, to: 1000, sessions: null };

describe('insight/overwritten', () => {
  const open = (one: FileEdit, { session = 1, counts = true } = {}): OpenLine[] =>
    net(one).added.map(({ edit, among, index }) => new OpenLine(edit, among, index, { session, counts }));
  const write = (at: number, added: number[], baseline: FileEdit['baseline'] = 'unknown') =>
    edit(at, added, [], { baseline });
  const file = change('a', [1], [1, 2, { print: 3, flags: 1, tokens: 4 }]);
  const told = (lines: OpenLine[]) =>
    lines.map(({ session, fingerprint }) => `${session}:${fingerprint}`).join(' ');

  it('tells what the change lost and the written text has not, once', () => {
    const state = new Uint8Array(3);
    const one = write(5, [1]);
    const overwritten = new Overwritten();
    const lost = overwritten.lost(file, state, open(one), ANY);
    const facts = ({
      session,
      fingerprint,
      tokens,
      flags,
      at,
      uncertain,
      weighs,
      counts,
      taken,
    }: OpenLine) => [session, fingerprint, tokens, flags, at, uncertain, weighs, counts, taken];
    assert.deepEqual(lost.map(facts), [
      [1, 2, 8, 0, 5, true, true, true, true],
      [1, 3, 4, 1, 5, true, false, true, true],
    ]);
    assert.ok(lost.every(line => line.edit === one));
    assert.deepEqual([...state], [OPEN, PAID, PAID]);
    assert.deepEqual(overwritten.lost(file, new Uint8Array(3), open(one), ANY), []);
    assert.equal(told(overwritten.lost(file, new Uint8Array(3), open(write(6, [1])), ANY)), '1:2 1:3');
  });

  it('weighs nothing in a file that does not count', () => {
    const lost = new Overwritten().lost(file, new Uint8Array(3), open(write(5, [1]), { counts: false }), ANY);
    assert.deepEqual(
      lost.map(({ weighs, counts }) => [weighs, counts]),
      Array(2).fill([false, false]),
    );
  });

  it('leaves what is paid for or moved, and what no write took out', () => {
    const lost = (found: OpenLine[], state = new Uint8Array(3), to = 1000) =>
      told(new Overwritten().lost(file, state, found, { ...ANY, to }));
    assert.equal(lost(open(write(5, [1])), Uint8Array.of(0, PAID, 2)), '');
    assert.equal(lost(open(write(5, [1])), Uint8Array.of(0, 0, 2)), '1:2');
    assert.equal(lost(open(write(5, [1], 'patch'))), '');
    assert.equal(lost(open(write(5, [1], 'commit'))), '');
    assert.equal(lost([]), '');
    assert.equal(lost(open(write(5, [1])), new Uint8Array(3), 5), '1:2 1:3');
    assert.equal(lost(open(write(5, [1])), new Uint8Array(3), 4), '');
  });

  it('asks the newest write', () => {
    const all = [
      ...open(write(5, [1]), { session: 1 }),
      ...open(write(7, [2]), { session: 2 }),
      ...open(write(6, [3]), { session: 3 }),
      ...open(write(9, [4], 'patch'), { session: 4 }),
      ...open(write(7, [3]), { session: 5 }),
    ];
    assert.equal(told(new Overwritten().lost(file, new Uint8Array(3), all, ANY)), '2:1 2:3');
  });
});
