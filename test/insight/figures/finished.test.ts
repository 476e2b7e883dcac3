import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FigureFacts, FigurePiece, FigureSession } from '../../../src/insight/figures/facts.ts';
import { saturated } from '../../../src/insight/figures/finished.ts';
import { BASE, Timeline } from '../../../src/insight/figures/timeline.ts';
import { OUTCOMES } from '../../../src/model/outcome.ts';
import { DAY, DOLLAR, facts, NOW, near, piece, session, singles, TOLD } from './world.ts';

describe('insight/figures/finished', () => {
  const finishedPieces = (world: FigureFacts, now: number) => new Timeline(world, null).finishedPieces(now);
  const piecesBetween = (world: FigureFacts, from: number, to: number) =>
    new Timeline(world, null).piecesBetween(from, to);
  const only = (sessions: readonly Partial<FigureSession>[], more: Partial<FigurePiece> = {}) => {
    const members = sessions.map((each, id) => session(id, each));
    const found = finishedPieces(facts(members, [piece('p', [...members.keys()], more)]), NOW);
    assert.ok(found.length <= 1);
    return found[0];
  };

  describe('takes pieces whose last edit lies in the 90 days that ended 14 days ago', () => {
    const END = NOW - 14 * DAY;
    const table: [string, number, boolean][] = [
      ['at the end', END, true],
      ['after the end', END + 1, false],
      ['at the beginning', END - 90 * DAY, false],
      ['after the beginning', END - 90 * DAY + 1, true],
    ];
    for (const [title, at, isIn] of table) {
      it(`${title}: ${isIn ? 'in' : 'out'}`, () => {
        assert.equal(only([{ startedAt: at, lastAt: at }]) !== undefined, isIn);
        assert.equal(only([{ startedAt: null, lastAt: at }]) !== undefined, isIn, 'start unknown');
        assert.equal(only([{ startedAt: at, lastAt: null }]) !== undefined, isIn, 'end unknown');
      });
    }

    it('by the last of its sessions with code', () => {
      const late = { startedAt: END + 1, lastAt: END + 1 };
      assert.equal(only([{}, late]), undefined);
      assert.ok(only([{}, { ...late, counted: 'explored' }]));
    });

    it('and lets nobody hold one open for more than five days', () => {
      assert.ok(only([{ startedAt: END - 5 * DAY, lastAt: NOW }]));
      assert.equal(only([{ startedAt: END - 5 * DAY + 1, lastAt: NOW }]), undefined);
      assert.ok(only([{ startedAt: END - DAY, lastAt: END }]));
    });

    it('and none of which no time is known', () => {
      assert.equal(only([{ startedAt: null, lastAt: null }]), undefined);
      const all = piecesBetween(singles([{ session: { startedAt: null, lastAt: null } }]), -1, 1);
      assert.equal(all.length, 1, 'they lie at the beginning of time');
    });

    it('and one that begins with time itself', () => {
      const [first] = piecesBetween(singles([{ session: { startedAt: 0, lastAt: 0 } }]), -1, 0);
      assert.ok(first);
      assert.equal(piecesBetween(singles([{ session: { startedAt: null, lastAt: null } }]), 0, 1).length, 0);
    });

    it('and keeps to 90 days', () => assert.equal(BASE, 90 * DAY));
  });

  it('leaves out pieces without code, and pieces without a price', () => {
    assert.equal(only([{ counted: 'explored' }]), undefined);
    assert.equal(only([{ counted: 'outside git' }]), undefined);
    assert.equal(only([{ micros: null }]), undefined);
    assert.equal(only([{ micros: 0 }]), undefined);
    assert.equal(only([{ micros: null }, { counted: 'explored' }]), undefined, 'price of the planning alone');
    assert.equal(finishedPieces(facts([], [piece('p', [9])]), NOW).length, 0, 'no session is known');
  });

  it('tells the piece and what it took', () => {
    const found = only(
      [
        { micros: 2 * DOLLAR, tokens: 100, price: 3, startedAt: TOLD },
        { micros: 6 * DOLLAR, tokens: 11, price: 1, startedAt: TOLD + DAY },
        { micros: null, tokens: 5, price: 50, startedAt: TOLD + DAY },
        { micros: 2 * DOLLAR, tokens: 7, price: 1, counted: 'explored', startedAt: TOLD + 2 * DAY },
      ],
      { repository: 1, fresh: 30 },
    )!;
    assert.deepEqual(
      { ...found, living: undefined, price: undefined },
      {
        id: 'p',
        repository: 1,
        sessions: 3,
        shipped: true,
        everShipped: true,
        isChange: true,
        isTrifle: false,
        lines: 30,
        micros: 10 * DOLLAR,
        tokens: 123,
        price: undefined,
        days: 2,
        living: undefined,
      },
    );
    // By use: two tenths at 3, eight tenths at 1.
    near(found.price, 0.2 * 3 + 0.8);
    // Every line of its code lives: so does what went into planning it.
    near(found.living.low, 10 * DOLLAR);
    near(found.living.high, 10 * DOLLAR);
  });

  it('does not tell tokens where one session does not', () => {
    assert.equal(only([{}, { tokens: null }])!.tokens, null);
    assert.equal(only([{ tokens: 0 }])!.tokens, 0);
  });

  it('spreads planning over where the rest went', () => {
    const found = only([
      { micros: 3 * DOLLAR, living: { low: 0.3, mid: 0.45, high: 0.6 } },
      { micros: DOLLAR, counted: 'set aside', living: { low: 0, mid: 0, high: 0 } },
      { micros: 2 * DOLLAR, counted: 'explored' },
    ])!;
    // 4 dollars in code, 6 in all; 0.6 of its lines are as good as all of them.
    near(found.living.low, (6 / 4) * 3 * DOLLAR * (0.3 / 0.6));
    near(found.living.mid, (6 / 4) * 3 * DOLLAR * (0.45 / 0.6));
    near(found.living.high, (6 / 4) * 3 * DOLLAR);
  });

  it('leaves open whether what nobody can tell shipped', () => {
    const living = { low: 0, mid: 0, high: 0 };
    const found = only([
      { micros: 3 * DOLLAR, living },
      { micros: DOLLAR, counted: 'unclear', living },
      { micros: null, counted: 'unclear', living },
      { micros: 4 * DOLLAR, counted: 'explored' },
    ])!;
    assert.deepEqual([found.living.low, found.living.mid], [0, 0]);
    near(found.living.high, (8 / 4) * DOLLAR);
  });

  it('takes six tenths of the lines for the whole', () => {
    assert.deepEqual([0, 0.3, 0.6, 0.61, 1].map(saturated), [0, 0.5, 1, 1, 1]);
  });

  describe('counts days of work from the first start on', () => {
    const days = (...starts: (number | null)[]) =>
      only(starts.map(start => ({ startedAt: start === null ? null : TOLD + start * DAY, lastAt: TOLD })))!
        .days;
    const table: [(number | null)[], number][] = [
      [[0], 1],
      [[0, 0.99], 1],
      [[0, 1], 2],
      [[0, 0.5, 1.2, 1.9, 3], 3],
      [[1.2, 0], 2],
      [[null], 1],
      [[null, 0, 1], 2],
    ];
    for (const [starts, expected] of table) {
      it(`${expected} of ${JSON.stringify(starts)}`, () => assert.equal(days(...starts), expected));
    }

    it('without those of sessions that only looked', () => {
      const looked = { counted: 'explored', startedAt: TOLD + DAY } as const;
      assert.equal(only([{}, looked])!.days, 1);
    });
  });

  describe('names a change', () => {
    const table: [string, Partial<FigurePiece>, boolean, boolean, boolean][] = [
      ['that shipped five new lines', { fresh: 5 }, true, true, false],
      ['not of fewer', { fresh: 4 }, true, false, true],
      ['of fewer that took looking for', { fresh: 4, diagnosed: true }, true, true, false],
      ['not where none of it lives', { living: 0 }, true, false, false],
      ['where one line lives', { living: 1 }, true, true, false],
      ['not in a repository that is a beginning', { repository: 2 }, true, false, true],
      ['not outside any repository', { repository: null }, true, false, true],
      ['in production', { counted: 'in production' }, true, true, false],
      ['not before it shipped', { counted: 'pushed' }, false, false, false],
      ['not after it was rolled back', { counted: 'rolled back' }, false, false, false],
    ];
    for (const [title, more, shipped, isChange, isTrifle] of table) {
      it(title, () => {
        const found = only([{}], more)!;
        assert.deepEqual([found.shipped, found.isChange, found.isTrifle], [shipped, isChange, isTrifle]);
      });
    }
  });

  it('tells its lines within what makes a difference', () => {
    const lines = [0, 1, 2, 999, 1000, 1001].map(fresh => only([{}], { fresh })!.lines);
    assert.deepEqual(lines, [1, 1, 2, 999, 1000, 1000]);
  });

  const part = fc.record({
    counted: fc.constantFrom(...OUTCOMES),
    micros: fc.option(fc.integer({ min: 0, max: 9 * DOLLAR })),
    low: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  const sessionOf = ({
    counted,
    micros,
    low,
  }: {
    counted: FigureSession['counted'];
    micros: number | null;
    low: number;
  }) => ({
    counted,
    micros,
    living: { low, mid: Math.min(1, low * 1.5), high: Math.min(1, low * 2) },
  });

  it('lets no more live than it took, the least no more than the most', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), parts => {
        const found = only(parts.map(sessionOf));
        if (found === undefined) return;
        const { low, mid, high } = found.living;
        assert.ok(0 <= low && low <= mid && mid <= high);
        assert.ok(mid <= found.micros * (1 + 1e-9));
      }),
    );
  });

  it('is the same however a piece is cut into sessions', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 2, max: 5 }),
        (parts, cuts) => {
          const sessions = parts.map(sessionOf);
          const whole = only(sessions);
          const cut = only(
            sessions.flatMap(each =>
              Array.from({ length: cuts }, () => ({
                ...each,
                micros: each.micros === null ? null : each.micros / cuts,
                tokens: 1000 / cuts,
              })),
            ),
          );
          assert.equal(whole === undefined, cut === undefined);
          if (whole === undefined || cut === undefined) return;
          for (const key of ['micros', 'price', 'days', 'lines'] as const) near(cut[key], whole[key]);
          near(cut.tokens, whole.tokens!);
          for (const end of ['low', 'mid', 'high'] as const) near(cut.living[end], whole.living[end]);
          assert.equal(cut.isChange, whole.isChange);
        },
      ),
    );
  });
});
