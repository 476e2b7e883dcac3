import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FigurePiece } from '../../../src/insight/figures/facts.ts';
import { FigureMemory } from '../../../src/insight/figures/memory.ts';
import * as figures from '../../../src/insight/figures/stillThere.ts';
import { DAY, NOW, near, piece } from './world.ts';

describe('insight/figures/stillThere', () => {
  const { oldEnough } = figures;
  const stillThere = (pieces: readonly FigurePiece[], now: number) =>
    figures.stillThere(oldEnough(pieces, new Set([1]), now));
  const stillThereWeeks = (pieces: readonly FigurePiece[], now: number) =>
    figures.stillThereWeeks(oldEnough(pieces, new Set([1]), now), now);
  const rework = (pieces: readonly FigurePiece[], now: number) =>
    figures.rework(oldEnough(pieces, new Set([1]), now), new FigureMemory());
  const some = (count: number, more: Partial<FigurePiece> = {}) =>
    Array.from({ length: count }, (_, n) => piece(`p${n}`, [n], more));
  const kept = (lines: number, of = 10): Partial<FigurePiece> => ({ still: { oldEnough: of, kept: lines } });

  describe('is old enough', () => {
    const table: [string, Partial<FigurePiece>, boolean][] = [
      ['after 14 days', { shippedAt: NOW - 14 * DAY }, true],
      ['not before', { shippedAt: NOW - 14 * DAY + 1 }, false],
      ['not 90 days later', { shippedAt: NOW - 104 * DAY }, false],
      ['until then', { shippedAt: NOW - 104 * DAY + 1 }, true],
      ['not where nobody knows when', { shippedAt: null }, false],
      ['not where none of its lines is', { still: { oldEnough: 0, kept: 0 } }, false],
      ['not where nothing was new', { fresh: 0 }, false],
      ['with one new line', { fresh: 1, still: { oldEnough: 1, kept: 1 } }, true],
    ];
    for (const [title, more, isOld] of table) {
      it(title, () => {
        assert.deepEqual(stillThere([piece('p', [1], more)], NOW), isOld ? { kept: 1, oldEnough: 1 } : null);
        assert.equal(rework(some(5, more), NOW) !== null, isOld);
      });
    }
  });

  it('counts pieces with half of their lines', () => {
    assert.deepEqual(stillThere(some(1, kept(9, 20)), NOW), { kept: 0, oldEnough: 1 });
    assert.deepEqual(stillThere(some(1, kept(10, 20)), NOW), { kept: 1, oldEnough: 1 });
    const pieces = [
      ...some(1, kept(5)),
      ...some(1, kept(4)),
      ...some(1, kept(10)),
      ...some(1, { counted: 'rolled back' }),
      ...some(1, { counted: 'in production' }),
    ];
    assert.deepEqual(stillThere(pieces, NOW), { kept: 3, oldEnough: 5 });
  });

  it('parts the same pieces by when they shipped, and tells how much of their lines stayed', () => {
    const at = (days: number, lines: number) => some(1, { ...kept(lines), shippedAt: NOW - days * DAY });
    const pieces = [...at(14, 10), ...at(20, 4), ...at(21, 6), ...at(40, 0), ...at(13, 10), ...at(104, 10)];
    assert.deepEqual(stillThereWeeks(pieces, NOW), [
      { weeksAgo: 5, kept: 0, oldEnough: 1, lines: 0 },
      { weeksAgo: 3, kept: 1, oldEnough: 1, lines: 0.6 },
      { weeksAgo: 2, kept: 1, oldEnough: 2, lines: 0.7 },
    ]);
    assert.deepEqual(stillThere(pieces, NOW), { kept: 2, oldEnough: 4 });
    assert.deepEqual(stillThereWeeks([], NOW), []);
  });

  it('is of no repository that only begins, and hides nothing behind bulk', () => {
    const begun = some(3, { repository: 7 });
    assert.equal(stillThere(begun, NOW), null);
    assert.deepEqual(stillThere([...begun, ...some(1, kept(4))], NOW), { kept: 0, oldEnough: 1 });
    const [week] = stillThereWeeks([...some(8, kept(8)), ...some(1, kept(5000, 5000))], NOW);
    near(week!.lines, 74 / 90);
  });

  it('asks for five pieces before it tells how much was worked over', () => {
    assert.equal(rework(some(4), NOW), null);
    assert.deepEqual(rework(some(5), NOW), { value: 0, low: 0, high: 0 });
    assert.deepEqual(rework(some(5, kept(0)), NOW), { value: 1, low: 1, high: 1 });
  });

  it('is the share of lines that did not stay', () => {
    // 2 of 10, three times, and 15 of 30, twice: 36 of 90.
    const found = rework([...some(3, kept(8)), ...some(2, kept(15, 30))], NOW)!;
    near(found.value, 0.4);
    assert.ok(found.low >= 0.2 && found.low < 0.4 && found.high > 0.4 && found.high <= 0.5);
  });

  it('is hidden by no bulk that nobody touches, by no trifles and by no beginnings', () => {
    const usual = some(8, kept(8));
    near(rework([...usual, ...some(1, kept(5000, 5000))], NOW)!.value, 16 / 90);
    const trifles = some(30, kept(1, 1));
    near(rework([...usual, ...trifles], NOW)!.value, 16 / 110);
    const fresh = some(9, { ...kept(800, 800), repository: 7 });
    near(rework([...usual, ...fresh], NOW)!.value, 0.2);
    assert.equal(rework(fresh, NOW), null);
  });

  it('says where it lies in four of five draws', () => {
    const { value, low, high } = rework([...some(15, kept(0)), ...some(15, kept(10))], NOW)!;
    near(value, 0.5);
    assert.ok(Math.abs(low - 0.383) < 0.03, `${low}`);
    assert.ok(Math.abs(high - 0.617) < 0.03, `${high}`);
  });

  it('lies within 0 and 1, in order', () => {
    const lines = fc
      .integer({ min: 1, max: 50 })
      .chain(oldEnough =>
        fc.record({ oldEnough: fc.constant(oldEnough), kept: fc.integer({ min: 0, max: oldEnough }) }),
      );
    fc.assert(
      fc.property(fc.array(lines, { minLength: 5, maxLength: 20 }), stills => {
        const { value, low, high } = rework(
          stills.map((still, n) => piece(`p${n}`, [n], { still })),
          NOW,
        )!;
        assert.ok(0 <= low && low <= value && value <= high && high <= 1);
      }),
      { numRuns: 40 },
    );
  });
});
