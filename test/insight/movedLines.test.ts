import assert from 'node:assert/strict';
import type { Holding } from '../../src/insight/attribution.ts';
import { PAID } from '../../src/insight/changedLines.ts';
import { MovedLines } from '../../src/insight/movedLines.ts';
import type { FileEdit } from '../../src/insight/net.ts';
import { type OpenFile, OpenSide, type Span } from '../../src/insight/openLines.ts';
import { PackedNet } from '../../src/insight/packedNet.ts';
import type { FileChange } from '../../src/model/git.ts';
import { change, edit, type Line, net, sideOf } from './small.ts';

const ANY: Span = { from: 0, to: 1000, sessions: null };
const short = (print: number): Line => ({ print, tokens: 5 });

describe('insight/movedLines', () => {
  const file = (path: string, ...edits: (readonly [session: number, FileEdit])[]): OpenFile => {
    return { path, added: sideOf(...edits), removed: new OpenSide('removed', []) };
  };
  const moved = (...files: OpenFile[]): MovedLines => {
    const steps = MovedLines.of(files);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
    }
  };
  const holding = (files: FileChange[], more: Partial<Holding> = {}): Holding => ({
    stage: 'shipped',
    commit: 'one',
    ref: 'r',
    at: 0,
    files,
    ...more,
  });
  /** Fingerprints in the order in which they were taken; the first file of the change is asked. */
  const taken = (lines: MovedLines, from: Holding, span = ANY, state = new Uint8Array(99)): string => {
    const states = { added: state.subarray(0, from.files[0]!.added.flags.length), removed: new Uint8Array() };
    const found = lines.take(from, from.files[0]!, states, span);
    for (const line of found) assert.ok(line.taken);
    assert.equal(states.added.filter(each => each === PAID).length, found.length);
    return found.map(({ session, fingerprint }) => `${session}:${fingerprint}`).join(' ');
  };
  const five = [1, 2, 3, 4, 5];

  it('may be held where any line tells where it comes from', () => {
    const lines = moved(
      file('a', [1, edit(0, [1, short(2), { print: 3, flags: 1 }, { print: 4, tokens: 6 }])]),
    );
    const may = (...prints: number[]) => lines.mayHold(holding([change('b', [9]), change('c', prints)]));
    assert.deepEqual(
      [may(1), may(2), may(3), may(4), may(8, 4), may()],
      [true, false, false, true, true, false],
    );
  });

  it('are told by different lines of one session', () => {
    const lines = moved(
      file('a', [1, edit(0, [1, 2, 3])], [2, edit(0, [1, 2])]),
      file('b', [3, edit(0, [2])], [2, edit(0, [4])]),
    );
    const told = (least: number, ...prints: number[][]) =>
      [...lines.toldBy(holding(prints.map((each, n) => change(`f${n}`, each))), least)].sort();
    assert.deepEqual(told(2, [1, 2, 9]), [1, 2]);
    assert.deepEqual(told(2, [1], [2, 4]), [1, 2]);
    assert.deepEqual(told(3, [1], [2, 4]), [2]);
    assert.deepEqual(told(2, [2, 2]), []);
    assert.deepEqual(told(1, [2, 2]), [1, 2, 3]);
  });

  it('are five of one file', () => {
    const rest = [11, 12, 13, 14, 15, 16];
    assert.equal(
      taken(moved(file('a', [1, edit(0, five)])), holding([change('b', [...five, ...rest])])),
      '1:1 1:2 1:3 1:4 1:5',
    );
    assert.equal(
      taken(moved(file('a', [1, edit(0, five.slice(1))])), holding([change('b', [...five, ...rest])])),
      '',
    );
    // Two each of two files, or of two sessions, are not four of one.
    const two = moved(file('a', [1, edit(0, [1, 2, 3])]), file('c', [1, edit(0, [4, 5])]));
    assert.equal(taken(two, holding([change('b', [...five, ...rest])])), '');
    const both = moved(file('a', [1, edit(0, [1, 2, 3])], [2, edit(0, [4, 5])]));
    assert.equal(taken(both, holding([change('b', [...five, ...rest])])), '');
  });

  it('or half of what was added', () => {
    const lines = () => moved(file('a', [1, edit(0, [1])]));
    assert.equal(taken(lines(), holding([change('b', [1, 9])])), '1:1');
    assert.equal(taken(lines(), holding([change('b', [1, 8, 9])])), '');
  });

  it('or of a session that has more in this change', () => {
    const lines = moved(file('a', [1, edit(0, [1])]));
    const here = holding([change('b', [1, 8, 9])]);
    lines.found(here, 2);
    assert.equal(taken(lines, here), '');
    lines.found(here, 1);
    assert.equal(taken(lines, here), '1:1');
    const both = moved(file('a', [1, edit(0, [1])], [2, edit(0, [2])]));
    both.found(here, 1);
    both.found(here, 2);
    assert.equal(taken(both, here), '1:1', 'each of those that are there');
    const elsewhere = moved(file('a', [1, edit(0, [1])]));
    elsewhere.found(holding([]), 1);
    assert.equal(taken(elsewhere, here), '');
  });

  it('are never many of somebody else’s change', () => {
    const others = holding([change('b', five)], { others: true });
    const lines = moved(file('a', [1, edit(0, five)]));
    assert.equal(taken(lines, others), '');
    lines.found(others, 1);
    assert.equal(taken(lines, others), '1:1 1:2 1:3 1:4 1:5');
    assert.equal(
      taken(moved(file('a', [1, edit(0, five)])), { ...others, others: false }),
      '1:1 1:2 1:3 1:4 1:5',
    );
  });

  it('take the short ones beside them along', () => {
    const block = [short(7), 1, short(8), short(8), 2, short(9)];
    const set = (text: string) => text.split(' ').sort().join(' ');
    const lines = () => moved(file('a', [1, edit(0, [short(6), ...block])]));
    assert.equal(set(taken(lines(), holding([change('b', block)]))), '1:1 1:2 1:7 1:8 1:8 1:9');
    // Not beyond one that is another, nor one that is paid for.
    assert.equal(set(taken(lines(), holding([change('b', [short(7), 1, short(9), 2])]))), '1:1 1:2 1:7');
    const state = new Uint8Array(6);
    state[2] = 2;
    assert.equal(set(taken(lines(), holding([change('b', block)]), ANY, state)), '1:1 1:2 1:7 1:8 1:9');
  });

  it('are each there once', () => {
    const lines = moved(file('a', [1, edit(0, [1, 2])]));
    assert.equal(taken(lines, holding([change('b', [1, 1, 2, 2])])), '1:1 1:2');
    assert.equal(taken(lines, holding([change('b', [1, 1, 2, 2])])), '');
    const twice = moved(file('a', [1, edit(0, [1, 1])]));
    assert.equal(taken(twice, holding([change('b', [1, 1])])), '1:1 1:1');
  });

  it('are none outside their span', () => {
    const lines = () => moved(file('a', [1, edit(5, five)]));
    assert.equal(taken(lines(), holding([change('b', five)]), { ...ANY, to: 4 }), '');
    assert.equal(taken(lines(), holding([change('b', five)]), { ...ANY, sessions: new Set([2]) }), '');
    const later = moved(file('a', [1, edit(50, [1])], [2, edit(5, [1])]));
    assert.equal(taken(later, holding([change('b', [1])]), { ...ANY, to: 10 }), '2:1');
    // A neighbour outside of it stays where it is.
    const both = edit(5, [1, short(2)]);
    const part = (session: number, index: number) => {
      const added = net(both).added.slice(index, index + 1);
      return { session, net: new PackedNet({ added, removed: [], passed: [] }), counts: true };
    };
    const made = { ...file('a'), added: new OpenSide('added', [part(1, 0), part(2, 1)]) };
    const span = { ...ANY, sessions: new Set([1]) };
    assert.equal(taken(moved(made), holding([change('b', [1, short(2)])]), span), '1:1');
  });
});
