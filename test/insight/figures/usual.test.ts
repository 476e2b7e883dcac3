import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FigureFacts, FigurePiece, FigureSession } from '../../../src/insight/figures/facts.ts';
import { Timeline } from '../../../src/insight/figures/timeline.ts';
import {
  countedParts,
  isNamed,
  SAMPLE_FLOOR,
  type Usual,
  usualOf as usualOfTimeline,
  usualSoFar,
} from '../../../src/insight/figures/usual.ts';
import { DAY, DOLLAR, finished, NOW, near, singles } from './world.ts';

const usualOf = (world: FigureFacts) => usualOfTimeline(world, new Timeline(world, null));

type Part = { readonly session?: Partial<FigureSession>; readonly piece?: Partial<FigurePiece> };

const CALM: Usual = { cap: 6 * DOLLAR, before: null, price: 1, since: 0, because: 'no earlier' };

/** By so much changes, and their upper quartile, may take more than before. */
const MORE = 1.05;
const HIGHER = 1.15;

/** Changes whose last edit was so many days before now. */
function changes(
  count: number,
  daysAgo: number,
  { session = {}, piece = {} }: Part = {},
  micros: (n: number) => number = () => DOLLAR,
): Part[] {
  const at = NOW - daysAgo * DAY;
  return Array.from({ length: count }, (_, n) => ({
    session: { startedAt: at, lastAt: at, micros: micros(n), ...session },
    piece: { shippedAt: at, ...piece },
  }));
}

describe('insight/figures/usual', () => {
  it('asks for twelve changes', () => {
    assert.equal(SAMPLE_FLOOR, 12);
    assert.equal(usualOf(singles(changes(11, 30))), null);
    assert.ok(usualOf(singles(changes(12, 30))));
    // Trifles, what did not ship and what is too young are none.
    const others = [
      ...changes(5, 30, { piece: { fresh: 4 } }),
      ...changes(5, 30, { session: { counted: 'pushed' }, piece: { counted: 'pushed' } }),
      ...changes(5, 13),
    ];
    assert.equal(usualOf(singles([...changes(11, 30), ...others])), null);
  });

  it('caps at the upper quartile', () => {
    // Of 1 to 13 dollars three quarters of the way lie at the tenth: (13 - 1) · 0.75 = 9.
    const usual = usualOf(singles(changes(13, 30, {}, n => (n + 1) * DOLLAR)))!;
    assert.deepEqual(usual, {
      cap: 10 * DOLLAR,
      before: null,
      price: 1,
      since: NOW - 104 * DAY,
      because: 'no earlier',
    });
  });

  it('is not of lines that took next to nothing, after a look at some files', () => {
    const looked = changes(60, 30, { piece: { fresh: 1, diagnosed: true } }, () => 0.1 * DOLLAR);
    assert.equal(usualOf(singles([...changes(12, 30), ...looked]))?.cap, DOLLAR);
    assert.equal(usualOf(singles([...changes(11, 30), ...looked])), null);
  });

  describe('looks at earlier quarters', () => {
    const two = (earlier: Part[], micros = 4) =>
      usualOf(singles([...changes(12, 30, {}, () => micros * DOLLAR), ...earlier]))!;

    it('and never caps higher than one of them did', () => {
      const usual = two(changes(12, 160));
      near(usual.cap, HIGHER * DOLLAR);
      assert.deepEqual(usual.before, { micros: DOLLAR, lines: 10 });
      assert.equal(usual.since, NOW - 194 * DAY);
      assert.equal(two(changes(12, 160, {}, () => 9 * DOLLAR)).cap, 4 * DOLLAR);
    });

    it('by what they took on average within their cap, and the lines of the middle one', () => {
      const earlier = changes(13, 160, {}, n => (n + 1) * DOLLAR).map((part, n) => ({
        ...part,
        piece: { ...part.piece, fresh: (n + 1) * 10 },
      }));
      const usual = two(earlier, 20);
      // Of 1 to 13 dollars the upper quartile is 10, and one dollar less than a sixth of it.
      const cap = 10 * HIGHER;
      near(usual.cap, cap * DOLLAR);
      near(usual.before?.micros, ((2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 2 * cap) / 12) * DOLLAR);
      near(usual.before?.lines, 75);
    });

    it('and lets a change of two days take twice the cap', () => {
      const at = NOW - 160 * DAY;
      const long = singles([...changes(12, 30), ...changes(12, 160)]);
      const days = [at, at - DAY].map((startedAt, n) => ({
        ...long.sessions.get(12)!,
        id: 100 + n,
        startedAt,
        lastAt: at,
        micros: 5 * DOLLAR,
      }));
      const sessions = new Map([...long.sessions, ...days.map(each => [each.id, each] as const)]);
      const pieces = long.pieces.map(piece =>
        piece.id === 'p23' ? { ...piece, sessions: [100, 101] } : piece,
      );
      const usual = usualOf({ ...long, sessions, pieces })!;
      // Eleven of 1 dollar, one of 10 of which 2 are within: the cap is 1.
      near(usual.before?.micros, (13 / 12) * DOLLAR);
    });

    it('at the price of the models that do the work now', () => {
      const usual = usualOf(
        singles([
          ...changes(12, 30, { session: { price: 3 } }, () => 9 * DOLLAR),
          ...changes(12, 160, { session: { price: 2 } }),
        ]),
      )!;
      assert.equal(usual.price, 3);
      near(usual.cap, 1.5 * HIGHER * DOLLAR);
      near(usual.before?.micros, 1.5 * DOLLAR);
      const cheaper = usualOf(
        singles([
          ...changes(12, 30, { session: { price: 1 } }, () => 9 * DOLLAR),
          ...changes(12, 160, { session: { price: 2 } }),
        ]),
      )!;
      near(cheaper.before?.micros, DOLLAR / 2);
    });

    it('by the cap at the price of then', () => {
      const usual = usualOf(
        singles([
          ...changes(12, 30, { session: { price: 2 } }, () => 9 * DOLLAR),
          ...changes(12, 160, {}, n => (n < 9 ? 1 : 4) * DOLLAR),
        ]),
      )!;
      const cap = 1.75 * HIGHER;
      near(usual.cap, 2 * cap * DOLLAR);
      near(usual.before?.micros, 2 * ((9 + 3 * cap) / 12) * DOLLAR);
    });

    it('all of them, by one cap', () => {
      const usual = usualOf(
        singles([
          ...changes(12, 30, {}, () => 4 * DOLLAR),
          ...changes(12, 160, {}, () => 2 * DOLLAR),
          ...changes(12, 250, { piece: { fresh: 30 } }, () => 3 * DOLLAR),
        ]),
      )!;
      near(usual.cap, 2 * HIGHER * DOLLAR);
      // Those of 3 dollars are within it up to 2.3.
      near(usual.before?.micros, ((2 + 2 * HIGHER) / 2) * DOLLAR);
      near(usual.before?.lines, 20);
      assert.equal(usual.since, NOW - 284 * DAY);
    });

    it('and passes over one that tells nothing', () => {
      const usual = usualOf(
        singles([...changes(12, 30, {}, () => 4 * DOLLAR), ...changes(3, 160), ...changes(12, 250)]),
      )!;
      near(usual.cap, HIGHER * DOLLAR);
      assert.equal(usual.since, NOW - 284 * DAY);
    });

    it('as long as half of one was seen', () => {
      // The quarter before ends 104 days ago and begins 194 days ago; its middle lies 149 days ago.
      const seen = (daysAgo: number) => {
        const first = changes(1, daysAgo);
        return two([...changes(11, 120), ...first]).before !== null;
      };
      assert.equal(seen(149), false);
      assert.equal(seen(149 + 1e-6), true);
    });

    it('until the person worked in other repositories', () => {
      const elsewhere: Part = { piece: { repository: 2 } };
      const usual = usualOf(
        singles([...changes(12, 30, {}, () => 4 * DOLLAR), ...changes(12, 160, elsewhere)], {
          mature: new Set([1, 2]),
        }),
      )!;
      assert.deepEqual(usual, {
        cap: 4 * DOLLAR,
        before: null,
        price: 1,
        since: NOW - 104 * DAY,
        because: 'repositories',
      });
    });

    it('not until the person worked in a new clone of one', () => {
      const elsewhere: Part = { piece: { repository: 2 } };
      const work = singles([...changes(12, 30, {}, () => 4 * DOLLAR), ...changes(12, 160, elsewhere)], {
        mature: new Set([1, 2]),
      });
      const usual = usualOf({ ...work, cloneOf: new Map([[2, 1]]) });
      assert.equal(usual?.because, 'no earlier');
      assert.ok(usual.cap < 2 * DOLLAR);
    });

    it('where a tenth of the use lies in a repository it is one of those', () => {
      const because = (micros: number) =>
        usualOf(
          singles(
            [
              ...changes(12, 30, {}, () => 3 * DOLLAR),
              ...changes(12, 160, { piece: { repository: 2 } }, () => 3 * DOLLAR),
              ...changes(1, 160, {}, () => micros),
            ],
            { mature: new Set([1, 2]) },
          ),
        )!.because;
      // 36 dollars there; 4 of 40 are a tenth.
      assert.equal(because(4 * DOLLAR), 'no earlier');
      assert.equal(because(4 * DOLLAR - 1), 'repositories');
    });

    it('whatever sessions there are of which no time is known', () => {
      const unknown = changes(1, 30, { session: { lastAt: null, startedAt: null } });
      assert.equal(two([...changes(12, 120), ...unknown]).before, null);
    });

    it('in whatever order changes come', () => {
      const turned = (n: number) => ((n * 5) % 13) + 1;
      const earlier = changes(13, 160, {}, n => turned(n) * DOLLAR).map((part, n) => ({
        ...part,
        piece: { ...part.piece, fresh: turned(n) * 10 },
      }));
      const usual = two(earlier, 20);
      near(
        usual.cap,
        two(
          changes(13, 160, {}, n => (n + 1) * DOLLAR),
          20,
        ).cap,
      );
      near(usual.before?.lines, 75);
    });

    it('with changes of a sixth of their cap', () => {
      // Twelve of 6 dollars are the cap; one of 1 dollar is the least that is one of them.
      const average = (least: number) =>
        two([...changes(12, 160, {}, () => 6 * DOLLAR), ...changes(1, 160, {}, () => least)], 9);
      near(average(DOLLAR).before?.micros, (73 / 13) * DOLLAR);
      near(average(DOLLAR - 1).before?.micros, 6 * DOLLAR);
    });

    it('and takes work outside repositories for a place of its own', () => {
      const usual = usualOf(
        singles([
          ...changes(12, 30),
          ...changes(
            3,
            30,
            { session: { counted: 'pushed' }, piece: { repository: null, counted: 'pushed' } },
            () => 9 * DOLLAR,
          ),
          ...changes(12, 160),
        ]),
      )!;
      assert.equal(usual.because, 'no earlier');
      assert.ok(usual.before);
    });
  });

  describe('reckons with the cheaper price of what shipped and what did not', () => {
    const priceOf = (shipped: number[], not: number[]) =>
      usualOf(
        singles([
          ...shipped.map(price => changes(1, 30, { session: { price } })[0]!),
          ...not.map(
            price =>
              changes(1, 30, { session: { price, counted: 'pushed' }, piece: { counted: 'pushed' } })[0]!,
          ),
        ]),
      )!.price;
    const twelve = Array(12).fill(3);
    it('where both are there', () => {
      assert.equal(priceOf(twelve, [1, 2]), 1);
      assert.equal(priceOf(twelve, [4, 8]), 3);
      assert.equal(priceOf([...twelve, 29], [6]), 3);
    });
    it('where one is there', () => assert.equal(priceOf(twelve, []), 3));
  });

  describe('for the time being', () => {
    const since = 7;
    it('asks for four changes', () => {
      const four = [1, 2, 3, 5].map(dollars => finished('p', { micros: dollars * DOLLAR, price: 2 }));
      const others = [finished('t', { isChange: false }), finished('n', { isChange: false, shipped: false })];
      assert.equal(usualSoFar([...four.slice(1), ...others], since), null);
      // (4 - 1) · 0.75 = 2.25: a quarter of the way from 3 to 5.
      assert.deepEqual(usualSoFar(four, since), {
        cap: 3.5 * DOLLAR,
        before: null,
        price: 2,
        since,
        because: 'no earlier',
      });
    });
    it('takes 1 for a price that nothing tells', () => {
      const none = Array.from({ length: 4 }, () => finished('p', { price: Number.POSITIVE_INFINITY }));
      assert.equal(usualSoFar(none, since)?.price, 1);
    });
  });

  it('names a change that took a sixth of the cap', () => {
    assert.equal(isNamed(finished('p', { micros: DOLLAR }), CALM), true);
    assert.equal(isNamed(finished('p', { micros: DOLLAR - 1 }), CALM), false);
    assert.equal(isNamed(finished('p', { isChange: false }), CALM), false);
  });

  describe('counts of a piece', () => {
    const part = (more: Parameters<typeof finished>[1], usual: Usual | null = CALM) =>
      countedParts([finished('p', more)], usual)[0]!;

    it('all where nothing is usual', () => {
      assert.deepEqual(part({ micros: 99 * DOLLAR, isTrifle: true }, null), { asCode: 1, asWhole: 1 });
    });
    it('what is within the cap, for each day', () => {
      assert.deepEqual(part({ micros: 6 * DOLLAR }), { asCode: 1, asWhole: 1 });
      assert.deepEqual(part({ micros: 12 * DOLLAR }), { asCode: 0.5, asWhole: 1 });
      assert.deepEqual(part({ micros: 24 * DOLLAR, days: 2 }), { asCode: 0.5, asWhole: 1 });
      assert.deepEqual(part({ micros: 24 * DOLLAR, isChange: false, shipped: false }), {
        asCode: 0.25,
        asWhole: 1,
      });
    });
    it('nothing of a cheap trifle, and what is dear of it in the whole', () => {
      const trifle = { isChange: false, isTrifle: true };
      assert.deepEqual(part({ ...trifle, micros: 0.5 * DOLLAR }), { asCode: 0, asWhole: 0 });
      assert.deepEqual(part({ ...trifle, micros: DOLLAR }), { asCode: 0, asWhole: 0 });
      assert.deepEqual(part({ ...trifle, micros: 4 * DOLLAR }), { asCode: 0, asWhole: 0.75 });
    });
    it('nothing of a change that took too little to be one', () => {
      assert.deepEqual(part({ micros: DOLLAR - 1 }), { asCode: 0, asWhole: 0 });
    });
    it('the same where the models are dearer', () => {
      assert.deepEqual(part({ micros: 24 * DOLLAR, price: 2 }), { asCode: 0.5, asWhole: 1 });
      assert.deepEqual(part({ micros: 2 * DOLLAR - 1, price: 2 }), { asCode: 0, asWhole: 0 });
    });
  });

  describe('cuts changes down to what they took before', () => {
    const before = { micros: 2 * DOLLAR, lines: 10 };
    const scaled = (count: number, micros: number, lines: number, more: Partial<Usual> = {}, price = 1) => {
      const pieces = Array.from({ length: count }, () =>
        finished('p', { micros: micros * DOLLAR, lines, price }),
      );
      return countedParts(pieces, { ...CALM, before, ...more })[0]!.asCode;
    };
    it('where they took more', () => near(scaled(4, 4, 10), 0.5 * MORE));
    it('and changes nothing where they took less', () => near(scaled(4, 1, 10), 1));
    it('only by what is more than chance does', () => {
      near(scaled(4, 2 * MORE, 10), 1);
      near(scaled(4, 2.2 * MORE, 10), 1 / 1.1);
    });
    it('but not by dearer models alone', () => near(scaled(4, 2, 10, {}, 2), 1));
    it('not where there are too few to tell', () => near(scaled(3, 4, 10), 1));
    it('as far as they took it within the cap', () => near(scaled(4, 12, 10), (2 / 12) * MORE));
    it('less where they have grown by more than half', () => {
      near(scaled(4, 4, 15), 0.5 * MORE);
      near(scaled(4, 4, 18), 0.5 * 1.2 * MORE);
      near(scaled(4, 4, 40), 1);
      near(scaled(4, 4, 5), 0.5 * MORE);
    });
    it('at the price of now', () => near(scaled(4, 4, 10, {}, 2), 1));
    it('and what is no change with them', () => {
      const pieces = [
        ...Array.from({ length: 4 }, () => finished('p', { micros: 4 * DOLLAR })),
        finished('n', { micros: 4 * DOLLAR, isChange: false, shipped: false }),
      ];
      assert.deepEqual(
        countedParts(pieces, { ...CALM, before }).map(({ asCode }) => asCode),
        Array(5).fill(0.5 * MORE),
      );
    });
    it('by what the middle one shipped', () => {
      const pieces = [10, 10, 10, 1000, 1000].map(lines => finished('p', { micros: 4 * DOLLAR, lines }));
      near(countedParts(pieces, { ...CALM, before })[0]!.asCode, 0.5 * MORE);
    });
  });

  const pieces = fc.array(
    fc.record({
      micros: fc.integer({ min: 1, max: 50 * DOLLAR }),
      kind: fc.constantFrom('change', 'trifle', 'not'),
      days: fc.integer({ min: 1, max: 3 }),
      lines: fc.integer({ min: 1, max: 1000 }),
    }),
    { minLength: 1, maxLength: 8 },
  );
  const made = (list: readonly { micros: number; kind: string; days: number; lines: number }[], factor = 1) =>
    list.map(({ micros, kind, ...more }) =>
      finished('p', {
        ...more,
        micros: micros * factor,
        price: factor,
        isChange: kind === 'change',
        isTrifle: kind === 'trifle',
        shipped: kind !== 'not',
      }),
    );
  const before = fc.option(
    fc.record({
      micros: fc.integer({ min: 1, max: 9 * DOLLAR }),
      lines: fc.integer({ min: 1, max: 99 }),
    }),
  );

  it('counts between nothing and all of a piece, in any world', () => {
    fc.assert(
      fc.property(pieces, before, (list, average) => {
        for (const { asCode, asWhole } of countedParts(made(list), { ...CALM, before: average }))
          assert.ok(asCode >= 0 && asWhole >= 0 && asCode <= asWhole + 1e-9 && asWhole <= 1);
      }),
    );
  });

  it('counts the same at any price', () => {
    fc.assert(
      fc.property(pieces, before, fc.constantFrom(2, 4, 0.5), (list, average, factor) => {
        const usual = { ...CALM, before: average };
        for (const [i, { asCode, asWhole }] of countedParts(made(list), usual).entries()) {
          const dearer = countedParts(made(list, factor), usual)[i]!;
          near(dearer.asCode, asCode);
          near(dearer.asWhole, asWhole);
        }
      }),
    );
  });
});
