import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FigureFacts, FigurePiece, FigureSession } from '../../../src/insight/figures/facts.ts';
import { Timeline } from '../../../src/insight/figures/timeline.ts';
import type { Usual } from '../../../src/insight/figures/usual.ts';
import { windowUse as windowUseOf } from '../../../src/insight/figures/windowUse.ts';
import { OUTCOMES, type Outcome } from '../../../src/model/outcome.ts';
import { DAY, DOLLAR, facts, NOW, near, piece, session, singles } from './world.ts';

const windowUse = (world: FigureFacts, usual: Usual | null) =>
  windowUseOf(world, new Timeline(world, null), usual);

type Part = { readonly session?: Partial<FigureSession>; readonly piece?: Partial<FigurePiece> };

const CALM: Usual = { cap: 2 * DOLLAR, before: null, price: 1, since: 0, because: 'no earlier' };
const NOTHING = { low: 0, mid: 0, high: 0 };
const OLD = NOW - 20 * DAY;
const YOUNG = NOW - 2 * DAY;

const of = (counted: Outcome, more: Part = {}): Part => ({
  session: {
    counted,
    ...(counted === 'shipped' || counted === 'in production' ? {} : { living: NOTHING }),
    ...more.session,
  },
  piece: { counted, ...more.piece },
});

/** `reached/possible` of each stage, in hundredths, and the share in code. */
function told(world: FigureFacts, usual: Usual | null = CALM): string {
  const { inCode, stages } = windowUse(world, usual);
  const percent = (share: number) => Math.round(share * 100);
  const shares = stages.map(({ reached, possible }) => `${percent(reached)}/${percent(possible)}`);
  return [inCode === null ? '-' : percent(inCode), ...shares].join(' ');
}

describe('insight/figures/windowUse', () => {
  describe('tells how far one piece got', () => {
    const deploying = { deploying: new Set([1]) };
    const young = { piece: { shippedAt: YOUNG, still: { oldEnough: 0, kept: 0 } } };
    const old = (kept: number, oldEnough = 10) => ({ piece: { shippedAt: OLD, still: { oldEnough, kept } } });
    //                   in code | edited, committed, pushed, shipped, in production, still there
    const table: [string, FigureFacts, string][] = [
      ['in progress', singles([of('in progress')]), '0 100/0 0/100 0/100 0/100 0/0 0/100'],
      [
        'in progress, may deploy',
        singles([of('in progress')], deploying),
        '0 100/0 0/100 0/100 0/100 0/100 0/100',
      ],
      ['committed', singles([of('committed')]), '0 100/0 100/0 0/100 0/100 0/0 0/100'],
      ['pushed', singles([of('pushed')]), '0 100/0 100/0 100/0 0/100 0/0 0/100'],
      ['in review', singles([of('in review')], deploying), '0 100/0 100/0 100/0 0/100 0/100 0/100'],
      ['rolled back', singles([of('rolled back')], deploying), '0 100/0 100/0 100/0 0/0 0/0 0/0'],
      ['set aside', singles([of('set aside')], deploying), '0 100/0 0/0 0/0 0/0 0/0 0/0'],
      ['unclear', singles([of('unclear')], deploying), '0 100/0 0/0 0/0 0/0 0/0 0/0'],
      ['shipped, young', singles([of('shipped', young)]), '100 100/0 100/0 100/0 100/0 0/0 0/100'],
      ['shipped, old and there', singles([of('shipped', old(5))]), '100 100/0 100/0 100/0 100/0 0/0 100/0'],
      ['shipped, old and gone', singles([of('shipped', old(9, 20))]), '100 100/0 100/0 100/0 100/0 0/0 0/0'],
      [
        'shipped, may deploy',
        singles([of('shipped', old(5))], deploying),
        '100 100/0 100/0 100/0 100/0 0/100 100/0',
      ],
      [
        'shipped elsewhere',
        singles([of('shipped', { piece: { ...old(5).piece, repository: 2 } })], deploying),
        '100 100/0 100/0 100/0 100/0 0/0 100/0',
      ],
      [
        'shipped nowhere',
        singles([of('shipped', { piece: { ...old(5).piece, repository: null } })], deploying),
        '100 100/0 100/0 100/0 100/0 0/0 100/0',
      ],
      [
        'in production, young',
        singles([of('in production', young)], deploying),
        '100 100/0 100/0 100/0 100/0 100/0 0/100',
      ],
      [
        'in production, old',
        singles([of('in production', old(9))], deploying),
        '100 100/0 100/0 100/0 100/0 100/0 100/0',
      ],
    ];
    for (const [title, world, expected] of table) it(title, () => assert.equal(told(world, null), expected));

    it('and is old after 14 days, where any line is', () => {
      const still = (shippedAt: number | null, oldEnough = 10) =>
        told(singles([of('shipped', { piece: { shippedAt, still: { oldEnough, kept: oldEnough } } })])).split(
          ' ',
        )[6];
      assert.equal(still(NOW - 14 * DAY), '100/0');
      assert.equal(still(NOW - 14 * DAY + 1), '0/100');
      assert.equal(still(NOW - 14 * DAY, 1), '100/0');
      assert.equal(still(NOW - 14 * DAY, 0), '0/100');
      assert.equal(still(null), '0/100');
    });
  });

  it('is nothing without priced use', () => {
    assert.deepEqual(windowUse(singles([]), CALM), { inCode: null, stages: [] });
    assert.deepEqual(windowUse(singles([{ session: { windowMicros: null } }]), CALM), {
      inCode: null,
      stages: [],
    });
    assert.deepEqual(windowUse(singles([{ session: { windowMicros: 0 } }]), CALM), {
      inCode: null,
      stages: [],
    });
  });

  it('has questions in the whole, and in no stage', () => {
    const world = singles([
      of('shipped'),
      of('explored'),
      of('outside git', { session: { windowMicros: 2 * DOLLAR } }),
    ]);
    assert.equal(told(world), '25 100/0 100/0 100/0 100/0 0/0 100/0');
    assert.deepEqual(windowUse(singles([of('explored')]), CALM), { inCode: 0, stages: [] });
  });

  it('weighs by the use in the window', () => {
    const world = singles([
      of('shipped', { session: { windowMicros: 3 * DOLLAR, micros: 3 * DOLLAR } }),
      of('committed', { session: { windowMicros: DOLLAR, micros: DOLLAR } }),
      of('shipped', { session: { windowMicros: 0, micros: 9 * DOLLAR } }),
    ]);
    assert.equal(told(world, null), '75 100/0 100/0 75/25 75/25 0/0 75/25');
  });

  it('counts a session in no piece in the whole alone', () => {
    const world = singles([of('shipped')]);
    const sessions = new Map([...world.sessions, [9, session(9, { windowMicros: 3 * DOLLAR })]]);
    assert.equal(told({ ...world, sessions }), '25 100/0 100/0 100/0 100/0 0/0 100/0');
  });

  it('passes over a session that is not known', () => {
    const world = facts([session(1)], [piece('p', [1, 99])]);
    assert.equal(told(world).split(' ')[0], '100');
  });

  it('counts of shipped code what lives', () => {
    const world = singles([of('shipped', { session: { living: { low: 0, mid: 0.15, high: 1 } } })]);
    // A quarter of the 0.6 that stand for all.
    assert.equal(told(world), '25 100/0 25/0 25/0 25/0 0/0 25/0');
  });

  it('counts nothing of a session that did not ship in a piece that did', () => {
    const world = facts([session(1), session(2, { counted: 'set aside' })], [piece('p', [1, 2])]);
    assert.equal(told(world).split(' ')[0], '50');
  });

  it('counts no more of a piece than is usual', () => {
    const dear = { session: { micros: 8 * DOLLAR, windowMicros: 4 * DOLLAR } };
    // 2 of 8 dollars are within the usual: a quarter of the four in the window.
    assert.equal(told(singles([of('shipped', dear)])), '25 100/0 25/0 25/0 25/0 0/0 25/0');
    assert.equal(told(singles([of('pushed', dear)])), '0 100/0 25/0 25/0 0/25 0/0 0/25');
  });

  it('takes what came last for usual while nothing else is', () => {
    const four = [1, 2, 3, 5].map(dollars =>
      of('shipped', { session: { micros: dollars * DOLLAR, windowMicros: 0 } }),
    );
    // The upper quartile is 3.5 dollars.
    const dear = of('shipped', {
      session: { micros: 7 * DOLLAR, windowMicros: 7 * DOLLAR, lastAt: YOUNG, startedAt: YOUNG },
    });
    // With the dear one there are five: (5 - 1) · 0.75 = 3, the fourth, 5 dollars.
    assert.equal(told(singles([...four, dear]), null).split(' ')[0], `${Math.round((5 / 7) * 100)}`);
    assert.equal(told(singles([...four.slice(2), dear]), null).split(' ')[0], '100');
  });

  it('holds old work that was taken up again, and work of a clock that runs ahead, to the usual too', () => {
    const at = (time: number) => ({
      session: { micros: 8 * DOLLAR, windowMicros: 8 * DOLLAR, startedAt: time, lastAt: time },
    });
    const inCode = (time: number) => told(singles([of('shipped', at(time))])).split(' ')[0];
    assert.equal(inCode(NOW), '25');
    assert.equal(inCode(NOW + DAY), '25');
    assert.equal(inCode(NOW - 104 * DAY), '25');
    assert.equal(inCode(NOW - 400 * DAY), '25');
  });

  it('cuts by the pieces in the window and by those of the quarter, whichever took more', () => {
    const usual = { ...CALM, before: { micros: DOLLAR, lines: 10 } };
    const two = { session: { micros: 2 * DOLLAR, windowMicros: 2 * DOLLAR } };
    const outside = { session: { micros: 2 * DOLLAR, windowMicros: 0 } };
    // Half, and a twentieth of it that chance may have done.
    assert.equal(told(singles(Array(4).fill(of('shipped', two))), usual).split(' ')[0], '53');
    const three = [...Array(3).fill(of('shipped', two)), of('shipped', outside)];
    assert.equal(told(singles(three), usual).split(' ')[0], '53');
    const thrifty = { session: { micros: DOLLAR / 2, windowMicros: DOLLAR / 2 } };
    const burnt = { session: { micros: 2 * DOLLAR, windowMicros: 0 } };
    const after = [...Array(4).fill(of('shipped', thrifty)), ...Array(12).fill(of('shipped', burnt))];
    // What was burnt before the window makes nothing in it look better.
    assert.equal(told(singles(after), usual).split(' ')[0], '65');
    // Nothing weighs more, where it took less than before.
    const dearBefore = { ...usual, before: { ...usual.before, micros: 4 * DOLLAR } };
    assert.equal(told(singles(Array(4).fill(of('shipped', two))), dearBefore).split(' ')[0], '100');
  });

  const parts = fc.array(
    fc.record({
      counted: fc.constantFrom(...OUTCOMES),
      micros: fc.integer({ min: 0, max: 9 * DOLLAR }),
      mid: fc.double({ min: 0, max: 1, noNaN: true }),
      shippedAt: fc.constantFrom(OLD, YOUNG, null),
    }),
    { minLength: 1, maxLength: 10 },
  );
  type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;
  const world = (list: Parts, factor = 1) =>
    singles(
      list.map(({ counted, micros, mid, shippedAt }) =>
        of(counted, {
          session: {
            micros: micros * factor,
            windowMicros: micros * factor,
            living: { low: 0, mid, high: 1 },
            price: factor,
          },
          piece: { shippedAt },
        }),
      ),
      { deploying: new Set([1]) },
    );

  it('is a share at every stage, none further with more than the one before', () => {
    fc.assert(
      fc.property(parts, list => {
        const { inCode, stages } = windowUse(world(list), CALM);
        assert.ok(inCode === null || (inCode >= 0 && inCode <= 1 + 1e-9));
        for (const { reached, possible } of stages) {
          assert.ok(reached >= 0 && possible >= 0 && reached + possible <= 1 + 1e-9);
        }
        const way = stages.slice(0, 5).map(({ reached }) => reached);
        for (const [at, share] of way.entries()) if (at > 0) assert.ok(share <= way[at - 1]! + 1e-9);
      }),
    );
  });

  it('is the same at any price', () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(2, 8), fc.constantFrom(CALM, null), (list, factor, usual) => {
        const plain = windowUse(world(list), usual);
        const dearer = windowUse(world(list, factor), usual);
        assert.equal(plain.inCode === null, dearer.inCode === null);
        if (plain.inCode !== null) near(dearer.inCode, plain.inCode);
        for (const [at, stage] of plain.stages.entries()) {
          near(dearer.stages[at]!.reached, stage.reached);
          near(dearer.stages[at]!.possible, stage.possible);
        }
      }),
    );
  });
});
