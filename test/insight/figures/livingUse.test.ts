import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FinishedPiece } from '../../../src/insight/figures/finished.ts';
import { livingUse as livingUseOf } from '../../../src/insight/figures/livingUse.ts';
import { FigureMemory } from '../../../src/insight/figures/memory.ts';
import type { Usual } from '../../../src/insight/figures/usual.ts';
import { DOLLAR, finished, near } from './world.ts';

const CALM: Usual = { cap: 2 * DOLLAR, before: null, price: 1, since: 0, because: 'no earlier' };

describe('insight/figures/livingUse', () => {
  const livingUse = (pieces: readonly FinishedPiece[], usual: Usual | null) =>
    livingUseOf(pieces, usual, new FigureMemory());
  const changes = (count: number, more: Partial<FinishedPiece> = {}) =>
    Array.from({ length: count }, (_, n) => finished(`p${n}`, more));
  const lost = (micros = DOLLAR): FinishedPiece =>
    finished('lost', {
      micros,
      shipped: false,
      isChange: false,
      living: { low: 0, mid: 0, high: 0 },
      sessions: 3,
    });

  it('says nothing below twelve changes, nor where nothing is usual', () => {
    assert.equal(livingUse([...changes(11), lost()], CALM), null);
    assert.equal(livingUse(changes(12), null), null);
    assert.ok(livingUse(changes(12), CALM));
    // Else who fills a cheap one up would have it shown.
    assert.ok(livingUse([...changes(11), finished('cheap', { micros: 0.3 * DOLLAR })], CALM));
    // But a line or two, shipped after a look at some files, tell nothing, however much they took.
    for (const micros of [0.1 * DOLLAR, DOLLAR, 40 * DOLLAR]) {
      const looked = finished('looked', { lines: 1, micros });
      assert.equal(livingUse([...changes(11), looked], CALM), null);
    }
    const trifle = finished('trifle', { isChange: false, isTrifle: true });
    assert.equal(livingUse([...changes(11), trifle], CALM), null);
  });

  it('is the share of what went into living code', () => {
    const found = livingUse([...changes(12), lost(3 * DOLLAR), lost()], CALM)!;
    near(found.value, 12 / 16);
    assert.deepEqual(
      { ...found, value: 0, low: 0, high: 0 },
      { value: 0, low: 0, high: 0, sessions: 18, pieces: 14, shippedPieces: 12 },
    );
  });

  it('counts what goes beyond the usual among what went into nothing', () => {
    // Twelve changes of 8 dollars, of which 2 are within the cap.
    near(livingUse(changes(12, { micros: 8 * DOLLAR }), CALM)!.value, 2 / 8);
  });

  it('is no larger where all changes take more than before', () => {
    const before = { micros: DOLLAR, lines: 10 };
    const share = (micros: number) =>
      livingUse([...changes(12, { micros }), lost(12 * DOLLAR)], { ...CALM, before })!.value;
    near(share(DOLLAR), 1 / 2);
    // Cut down to 1.05 dollars each.
    near(share(2 * DOLLAR), 1.05 / 3);
  });

  it('leaves cheap trifles out on both sides', () => {
    const trifles = changes(5, { micros: 0.1 * DOLLAR, isChange: false, isTrifle: true });
    near(livingUse([...changes(12), ...trifles], CALM)!.value, 1);
  });

  it('says where it lies in four of five draws', () => {
    const { value, low, high } = livingUse(
      [...changes(15), ...Array.from({ length: 15 }, () => lost())],
      CALM,
    )!;
    near(value, 0.5);
    // A share of one half over 30: 0.5 ± 1.28 · 0.5 / √30.
    assert.ok(Math.abs(low - 0.383) < 0.03, `${low}`);
    assert.ok(Math.abs(high - 0.617) < 0.03, `${high}`);
  });

  it('lies between the least and the most that may live', () => {
    const living = { low: 0.2 * DOLLAR, mid: 0.5 * DOLLAR, high: 0.9 * DOLLAR };
    const { value, low, high } = livingUse(changes(12, { living }), CALM)!;
    near(value, 0.5);
    near(low, 0.2);
    near(high, 0.9);
  });

  it('is within its own range where the draws are not', () => {
    const one = livingUse(changes(12), CALM)!;
    assert.deepEqual([one.low, one.value, one.high], [1, 1, 1]);
    // One dear change that lives: most draws with it lie above, but some have none of it.
    const dear = livingUse(
      [...changes(12, { living: { low: 0, mid: 0, high: 0 } }), finished('dear')],
      CALM,
    )!;
    assert.ok(dear.low <= dear.value && dear.value <= dear.high);
  });

  const world = fc.record({
    changes: fc.array(fc.integer({ min: 1.5 * DOLLAR, max: 9 * DOLLAR }), { minLength: 12, maxLength: 20 }),
    lost: fc.array(fc.integer({ min: 1, max: 9 * DOLLAR }), { maxLength: 8 }),
    before: fc.option(fc.integer({ min: DOLLAR, max: 9 * DOLLAR }).map(micros => ({ micros, lines: 10 }))),
  });
  const piecesOf = ({ changes: micros, lost: others }: { changes: number[]; lost: number[] }, factor = 1) => [
    ...micros.map((each, n) => finished(`p${n}`, { micros: each * factor, price: factor })),
    ...others.map(each => ({ ...lost(each * factor), price: factor })),
  ];

  it('lies between 0 and 1, and low, value and high in this order', () => {
    fc.assert(
      fc.property(world, each => {
        const { value, low, high } = livingUse(piecesOf(each), { ...CALM, before: each.before })!;
        assert.ok(0 <= low && low <= value && value <= high && high <= 1 + 1e-9, `${low} ${value} ${high}`);
      }),
      { numRuns: 30 },
    );
  });

  it('is the same where models are cheaper, and no higher where they are dearer', () => {
    fc.assert(
      fc.property(world, each => {
        const usual = { ...CALM, before: each.before };
        const plain = livingUse(piecesOf(each), usual)!;
        const cheaper = livingUse(piecesOf(each, 0.25), usual)!;
        for (const key of ['value', 'low', 'high'] as const) near(cheaper[key], plain[key]);
        assert.ok(livingUse(piecesOf(each, 2), usual)!.value <= plain.value + 1e-9);
      }),
      { numRuns: 20 },
    );
  });

  it('never rises where a change beyond the usual takes more', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 0, max: 9 * DOLLAR }), (each, more) => {
        const usual = { ...CALM, before: each.before };
        const [first, ...rest] = each.changes;
        const dear = Math.max(first!, usual.cap);
        const plain = livingUse(piecesOf({ ...each, changes: [dear, ...rest] }), usual)!;
        const dearer = livingUse(piecesOf({ ...each, changes: [dear + more, ...rest] }), usual)!;
        assert.ok(dearer.value <= plain.value + 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  it('never rises where something that went into nothing takes more', () => {
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 9 * DOLLAR }), (each, more) => {
        const usual = { ...CALM, before: each.before };
        const plain = livingUse(piecesOf(each), usual)!;
        assert.ok(livingUse([...piecesOf(each), lost(more)], usual)!.value <= plain.value);
      }),
      { numRuns: 20 },
    );
  });
});
