import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Freshness, type Past, staleLines } from '../../src/insight/freshness.ts';
import type { HistoryStep } from '../../src/insight/historyStep.ts';
import type { Side } from '../../src/insight/shippedLine.ts';
import type { PackedLines } from '../../src/model/editedLines.ts';
import { followed as setOf, whole } from './small.ts';

const DAY = 86_400_000;
const FIVE = [1, 2, 3, 4, 5];

function packed(fingerprints: readonly number[]): PackedLines {
  return {
    fingerprints: Float64Array.from(fingerprints),
    tokens: new Uint8Array(fingerprints.length),
    flags: new Uint8Array(fingerprints.length),
  };
}

function step(
  commit: string,
  at: number,
  added: readonly number[],
  removed: readonly number[] = [],
): HistoryStep {
  const file = { path: 'a', oldPath: null, unread: null, added: packed(added), removed: packed(removed) };
  return { commit, at, files: [file], reverts: [], saysRevert: false };
}

const past = (steps: readonly HistoryStep[], before: readonly number[] = []): Past => ({
  steps,
  filesOf: at => whole(...steps[at]!.files),
  stood: fingerprint => before.includes(fingerprint),
});

function learned(pasts: readonly Past[], followed: readonly number[] = FIVE): Freshness {
  const learning = Freshness.learning(pasts, setOf(followed));
  let found = learning.next();
  while (!found.done) found = learning.next();
  return found.value;
}

/** Which lines of a step are new. */
function newOf(
  pasts: readonly Past[],
  commit: string,
  lines: readonly number[] = FIVE,
  side: Side = 'added',
  followed: readonly number[] = FIVE,
): number[] {
  const asked = lines.map(fingerprint => ({ commit, side, fingerprint }));
  const stale = learned(pasts, followed).staleOf(asked);
  return asked.filter(line => !stale.has(line)).map(({ fingerprint }) => fingerprint);
}

describe('insight/freshness', () => {
  /** `s` stood before, `n` did not, a dot does not count. */
  const stale = (text: string) => {
    const lines = [...text].map(kind => ({ kind }));
    const found = staleLines(
      lines,
      ({ kind }) => kind !== '.',
      ({ kind }) => kind === 's',
    );
    return lines.map(line => (found.has(line) ? 'x' : '-')).join('');
  };

  it('are told by their own time, where steps without files lie between', () => {
    const empty = (commit: string, at: number): HistoryStep => ({ ...step(commit, at, []), files: [] });
    const steps = [
      empty('x', 0),
      step('one', 10 * DAY, FIVE),
      empty('y', 11 * DAY),
      step('two', 125 * DAY, FIVE),
    ];
    assert.deepEqual(newOf([past(steps)], 'two'), []);
    assert.deepEqual(newOf([past(steps.with(3, step('two', 131 * DAY, FIVE)))], 'two'), FIVE);
  });

  it('are told of each repository by its own steps', () => {
    const other = [step('x', 0, []), step('y', DAY, []), step('first', 2 * DAY, FIVE)];
    const pasts = [past([step('one', 0, [9])]), past([...other, step('last', 3 * DAY, FIVE)])];
    assert.deepEqual([newOf(pasts, 'first'), newOf(pasts, 'last')], [FIVE, []]);
  });

  // Sightings lie in pieces of 16,384, and numbers of more than 65,536 steps take more than two bytes.
  for (const sightings of [16_384, 16_385, 16_390, 40_000]) {
    it(`are told by many lines: ${sightings}`, () => {
      const others = (count: number) => new Array<number>(count).fill(6);
      // The five end the first piece, where there are enough for it.
      const many = Math.min(sightings - 2 * FIVE.length, 16_384 - FIVE.length);
      const few = sightings - many - 2 * FIVE.length;
      const steps = [step('first', 0, [...others(many), ...FIVE, ...others(few)]), step('last', DAY, FIVE)];
      assert.deepEqual(newOf([past(steps)], 'last', FIVE, 'added', [...FIVE, 6]), []);
    });
  }

  it('are told by many steps', () => {
    const empty = Array.from({ length: 65_536 }, (_, n) => ({ ...step(`x${n}`, 0, []), files: [] }));
    const steps = [...empty, step('first', 200 * DAY, FIVE), step('last', 201 * DAY, FIVE)];
    assert.deepEqual(newOf([past(steps)], 'last'), []);
  });

  for (const [text, expected] of [
    ['', ''],
    ['s', '-'],
    ['ssss', '----'],
    ['sssss', 'xxxxx'],
    ['nsssssn', '-xxxxx-'],
    ['ssnsss', '------'],
    ['ss.s..ss', 'xx-x--xx'],
    ['sss.n.ss', '--------'],
    ['sssssnsssssss', 'xxxxx-xxxxxxx'],
    ['.....', '-----'],
  ] as const) {
    it(`marks ${text || 'nothing'} as ${expected || 'nothing'}`, () => assert.equal(stale(text), expected));
  }

  it('never marks a line that did not stand before, nor fewer than five', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('s', 'n', '.'), { maxLength: 60 }), kinds => {
        const marked = stale(kinds.join(''));
        for (const [at, mark] of [...marked].entries()) if (mark === 'x') assert.equal(kinds[at], 's');
        const count = [...marked].filter(mark => mark === 'x').length;
        assert.ok(count === 0 || count >= 5);
      }),
    );
  });

  describe('of a shipping ref', () => {
    const first = step('one', 1000 * DAY, FIVE);

    it('takes lines for new that nobody had seen', () => {
      assert.deepEqual(newOf([past([first])], 'one'), FIVE);
    });

    it('takes five in a row for old that came with an earlier step, and fewer not', () => {
      const again = step('two', 1001 * DAY, [1, 2, 3, 4, 5, 6]);
      assert.deepEqual(newOf([past([first, again])], 'two', [1, 2, 3, 4, 5, 6]), [6]);
      assert.deepEqual(newOf([past([first, again])], 'two', [1, 2, 3, 4, 6]), [1, 2, 3, 4, 6]);
      assert.deepEqual(newOf([past([first, again])], 'one'), FIVE, 'what came later says nothing');
    });

    it('in whatever order steps are told, and in whichever repository', () => {
      const again = step('two', 1001 * DAY, FIVE);
      assert.deepEqual(newOf([past([again, first])], 'two'), []);
      assert.deepEqual(newOf([past([again]), past([first])], 'two'), []);
      assert.deepEqual(newOf([past([again]), past([first])], 'one'), FIVE);
    });

    it('takes the same commit in two clones for one step', () => {
      assert.deepEqual(newOf([past([first]), past([first])], 'one'), FIVE);
      const later = { ...first, at: 1002 * DAY };
      assert.deepEqual(newOf([past([first]), past([later])], 'one'), FIVE);
    });

    it('lets the one that is told first be the first of two at one time', () => {
      const other = step('two', first.at, FIVE);
      assert.deepEqual(newOf([past([first, other])], 'one'), FIVE);
      assert.deepEqual(newOf([past([first, other])], 'two'), []);
    });

    it('remembers for 120 days', () => {
      const again = (at: number) => newOf([past([first, step('two', at, FIVE)])], 'two');
      assert.deepEqual(again(first.at + 120 * DAY), []);
      assert.deepEqual(again(first.at + 120 * DAY + 1), FIVE);
    });

    it('finds the earlier ones of many sightings', () => {
      const steps = [first, step('two', 1100 * DAY, [1, 2]), step('three', 1110 * DAY, FIVE)];
      assert.deepEqual(newOf([past(steps)], 'three'), []);
      const long = [step('zero', 0, [3, 4, 5]), ...steps.slice(1)];
      assert.deepEqual(newOf([past(long)], 'three'), FIVE, 'three of the five were too long ago');
    });

    it('knows what stood there before the first step', () => {
      assert.deepEqual(newOf([past([first], FIVE)], 'one'), []);
      assert.deepEqual(newOf([past([first]), past([], FIVE)], 'one'), [], 'in another repository');
      assert.deepEqual(newOf([past([first], [1, 2, 3, 4])], 'one'), FIVE);
    });

    it('takes for undone what is taken out within 14 days', () => {
      const out = (at: number) => newOf([past([first, step('two', at, [], FIVE)])], 'two', FIVE, 'removed');
      assert.deepEqual(out(first.at + 14 * DAY), []);
      assert.deepEqual(out(first.at + 14 * DAY + 1), FIVE);
      const stood = [past([first, step('two', first.at + 15 * DAY, [], FIVE)], FIVE)];
      assert.deepEqual(newOf(stood, 'two', FIVE, 'removed'), FIVE, 'old lines may be taken out');
    });

    it('takes for new what a step that nobody knows brought, and what is not followed', () => {
      assert.deepEqual(newOf([past([first], FIVE)], 'gone'), FIVE);
      const again = step('two', 1001 * DAY, FIVE);
      assert.deepEqual(newOf([past([first, again])], 'two', FIVE, 'added', [1, 2, 3, 4]), FIVE);
    });
  });
});
