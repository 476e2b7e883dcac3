import assert from 'node:assert/strict';
import fc from 'fast-check';
import { badgeText } from '../../src/badge/badgeText.ts';
import { OPEN, OUTCOMES, SHIPPED } from '../../src/model/outcome.ts';
import type { PieceReport, UseCounts } from '../../src/model/report.ts';
import { waits } from '../../src/model/waiting.ts';
import { shareOf } from '../../src/panel/view/ledger.ts';
import { type Page, pageOf } from '../../src/panel/view/page.ts';
import { badgeVoice, SUMMARY } from '../badge/summary.ts';
import { NOW, pieceOf, READY, reportOf, use } from './sample.ts';
import { VOICE } from './voice.ts';

const spent: fc.Arbitrary<UseCounts> = fc
  .tuple(
    fc.option(fc.integer({ min: 0, max: 5_000_000 })),
    fc.option(fc.double({ min: 0, max: 50, noNaN: true })),
  )
  .map(([tokens, cost]) => use(tokens, tokens === null ? null : cost));

const pieces: fc.Arbitrary<PieceReport[]> = fc
  .array(fc.tuple(fc.constantFrom(...OUTCOMES), fc.integer({ min: 0, max: 40 }), spent, fc.boolean()), {
    maxLength: 40,
  })
  .map(drafts =>
    drafts.map(([outcome, age, of, gone], i) =>
      pieceOf(`p${i}`, age, of, { outcome, letGo: gone && OPEN.includes(outcome) }),
    ),
  );

/** The number that a sentence gives before these words; 0 where it says none or nothing of it. */
function numberBefore(page: Page, pattern: RegExp): number {
  const word = pattern.exec(page.spoken)?.[1]?.toLowerCase();
  if (word === undefined || word === 'nothing') return 0;
  const index = VOICE.strings.words.indexOf(word);
  return index >= 0 ? index : Number(word.replace(/,/g, ''));
}

function listed(page: Page, ids: readonly string[]): number {
  return page.lists.filter(list => ids.includes(list.id)).reduce((sum, list) => sum + list.pieces.length, 0);
}

describe('panel: sentence, ledger, lists and badge', () => {
  it('agree in every count and share, over any report', () => {
    fc.assert(
      fc.property(pieces, given => {
        const report = reportOf(given);
        const page = pageOf({ ...READY, report }, VOICE);
        const ledger = page.ledger!;

        const rows = page.lists.flatMap(list => list.rows(Infinity).map(row => row.piece.id));
        assert.deepEqual([...rows].sort(), given.map(piece => piece.id).sort(), 'each piece is in one list');

        const onlyExplored = given.length > 0 && given.every(piece => piece.outcome === 'explored');
        const shipped = numberBefore(page, /(\S+) changes? shipped/);
        const open = numberBefore(page, /(\S+) (?:changes? )?(?:is|are) (?:waiting|open)/);
        const some = /(\S+) of them waiting/.test(page.spoken);
        const waiting = some
          ? numberBefore(page, /(\S+) of them waiting/)
          : numberBefore(page, /(\S+) (?:changes? )?(?:is|are) waiting/);
        assert.equal(shipped, listed(page, ['shipped']));
        assert.equal(open, listed(page, ['open']));
        if (!onlyExplored) assert.equal(waiting, given.filter(piece => waits(piece, NOW)).length);
        if (onlyExplored) {
          assert.equal(numberBefore(page, /(\S+) conversations?/), listed(page, ['explored']));
        }

        const badge = badgeText(
          {
            summary: {
              ...SUMMARY,
              openPieces: given.filter(piece => OPEN.includes(piece.outcome) && !piece.letGo).length,
            },
            enabled: true,
            trusted: true,
            roots: [],
            problem: null,
          },
          'state',
          badgeVoice(NOW),
        );
        assert.equal(badge?.text, open === 0 ? '' : `${open} open`);

        const percents = ledger.lines.map(line => line.percent ?? 0);
        const total = percents.reduce((a, b) => a + b, 0);
        assert.equal(total, ledger.basis === 'none' ? 0 : 100);

        if (onlyExplored || given.length === 0) return;
        for (const [of, words] of [
          [SHIPPED, /(about )?(\d+)\u00a0% (?:is )?in shipped code/],
          [OPEN, /(about )?(\d+)\u00a0% (?:is )?in open work/],
          [['explored'], /(about )?(\d+)\u00a0% went into questions/],
        ] as const) {
          const share = shareOf(ledger, of);
          const [, about, said] = words.exec(page.spoken) ?? [];
          assert.equal(said, share === null ? undefined : String(share === 0 ? 1 : share), page.spoken);
          if (share !== null && share > 0) assert.equal(about !== undefined, !ledger.exact, page.spoken);
        }
      }),
      { numRuns: 400 },
    );
  });
});
