import assert from 'node:assert/strict';
import fc from 'fast-check';
import { OPEN, OUTCOMES } from '../../src/model/outcome.ts';
import { LIST_IDS } from '../../src/model/pieceLists.ts';
import type { PieceReport, Report } from '../../src/model/report.ts';
import { type PanelState, parseHostMessage } from '../../src/panel/protocol.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { cutOf } from '../engine/cutOf.ts';
import { NOW, pieceOf, READY, reportOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

/** The day after is a Monday, on which the page looks back. */
const MONDAY = new Date(NOW.getTime() + 86_400_000);
const LONG_AGO = 40;

const pieces: fc.Arbitrary<PieceReport[]> = fc
  .array(fc.tuple(fc.constantFrom(...OUTCOMES), fc.nat(80), fc.boolean(), fc.boolean()), { maxLength: 160 })
  .map(drafts =>
    drafts.map(([outcome, age, gone, counts], i) => {
      const piece = pieceOf(`p${i}`, age, use(1000, 1), { outcome, letGo: gone && OPEN.includes(outcome) });
      return { ...piece, countsAsShipped: piece.countsAsShipped && counts };
    }),
  );

/** As it is sent: of a report the page draws only parts. */
function sentOf(state: PanelState, now: Date): PanelState {
  return { ...state, report: cutOf(state.report as unknown as Report, state.shown, now) };
}

function stateOf(of: readonly PieceReport[], shown: PanelState['shown'] = {}): PanelState {
  return { ...READY, report: reportOf(of, null), shown };
}

describe('engine/cutReport, and the page of it', () => {
  it('sends so little of so much that the page says and shows the very same', () => {
    const shown = fc.dictionary(fc.constantFrom(...LIST_IDS), fc.integer({ min: 10, max: 60 }), {
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(pieces, shown, (of, more) => {
        const whole = stateOf(of, more);
        const sent = sentOf(whole, MONDAY);
        const [a, b] = [whole, sent].map(state => pageOf(state, { ...VOICE, now: MONDAY }));
        assert.equal(b!.spoken, a!.spoken);
        assert.deepEqual(b!.ledger, a!.ledger);
        assert.deepEqual(b!.sources, a!.sources);
        assert.deepEqual(b!.recap, a!.recap);
        assert.equal(b!.firstStep, a!.firstStep);
        const rows = (page: typeof a) =>
          page!.lists.map(({ id, total, counted, rows }) => [
            id,
            total,
            id === 'shipped' ? counted : null,
            rows(more[id] ?? 10),
          ]);
        assert.deepEqual(rows(b), rows(a));
        const message = { type: 'state', state: sent };
        assert.deepEqual(parseHostMessage(message), message);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves thousands of pieces where they are, until they are asked for', () => {
    const many = Array.from({ length: 3000 }, (_, n) =>
      pieceOf(`p${n}`, LONG_AGO + n / 10, use(1000, 1), { outcome: 'pushed' }),
    );
    const first = sentOf(stateOf(many), NOW).report!;
    assert.equal(first.pieces.length, 10);
    assert.deepEqual(first.rest.lists, { open: 2990 });
    assert.equal(first.sessions.length, 10);
    assert.equal(sentOf(stateOf(many, { open: 60 }), NOW).report!.pieces.length, 60);
  });

  it('sends what a nudge is about, however old', () => {
    const many = Array.from({ length: 30 }, (_, n) =>
      pieceOf(`p${n}`, LONG_AGO + n, use(1000, 1), { outcome: 'shipped' }),
    );
    const state = stateOf(many);
    const nudges = [{ about: { piece: 'p29' } }] as unknown as NonNullable<PanelState['report']>['nudges'];
    const { pieces: sent } = sentOf({ ...state, report: { ...state.report!, nudges } }, NOW).report!;
    assert.ok(sent.some(({ id }) => id === 'p29'));
    assert.equal(sent.length, 11);
  });
});
