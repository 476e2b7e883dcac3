import assert from 'node:assert/strict';
import type { Outcome } from '../../src/model/outcome.ts';
import type { PanelState } from '../../src/panel/protocol.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { pieceOf, READY, reportOf, STATES, use } from './sample.ts';
import { VOICE } from './voice.ts';

const NBSP = /\u00a0/g;

function said(state: Partial<PanelState>): string {
  return pageOf({ ...READY, ...state }, VOICE).spoken.replace(NBSP, ' ');
}

function over(
  counts: Partial<Record<Outcome, number>>,
  spent = use(1000, 1),
  days: number | null = 28,
): NonNullable<PanelState['report']> {
  const pieces = Object.entries(counts).flatMap(([outcome, count]) =>
    Array.from({ length: count }, (_, i) =>
      pieceOf(`${outcome}-${i}`, 2, spent, { outcome: outcome as Outcome }),
    ),
  );
  return reportOf(pieces, days);
}

describe('panel/sentence', () => {
  it('says what shipped first, then what waits, then where the use went', () => {
    assert.equal(
      said({ report: over({ shipped: 11, committed: 3, explored: 1 }) }),
      '11 changes shipped in the last 28 days and three are waiting for you. ' +
        'Of the AI use behind your work, 73 % is in shipped code, 20 % in open work and 7 % went into questions and reviews.',
    );
  });

  it('speaks of one as one', () => {
    assert.match(
      said({ report: over({ shipped: 1, 'in review': 1 }, undefined, 7) }),
      /^One change shipped in the last 7 days and one is open\. .* 50 % is in shipped code and 50 % in open work\.$/,
    );
    assert.match(
      said({ report: over({ 'in production': 1 }) }),
      /^One change shipped in the last 28 days\. /,
    );
  });

  it('says plainly where nothing has shipped', () => {
    assert.match(
      said({ report: over({ pushed: 3 }) }),
      /^Three changes are waiting for you; none has shipped in the last 28 days\. .* 100 % is in open work\.$/,
    );
    assert.match(
      said({ report: over({ committed: 1 }) }),
      /^One change is waiting for you; none has shipped/,
    );
    assert.equal(
      said({ report: over({ 'set aside': 2 }, undefined, null) }),
      'Nothing has shipped so far and nothing is waiting for you.',
    );
  });

  it('says what waits for the person apart from what waits for others', () => {
    const first = (counts: Parameters<typeof over>[0]) => said({ report: over(counts) }).split('. ')[0];
    const when = 'in the last 28 days';
    assert.equal(
      first({ shipped: 2, 'in review': 2, pushed: 1, 'in progress': 1 }),
      `2 changes shipped ${when} and four are open, two of them waiting for you`,
    );
    assert.equal(first({ shipped: 2, 'in review': 2 }), `2 changes shipped ${when} and two are open`);
    assert.equal(first({ 'in review': 1 }), `One change is open; none has shipped ${when}`);
    assert.equal(first({ 'in review': 2 }), `Two changes are open; none has shipped ${when}`);
    assert.equal(
      first({ 'in review': 2, committed: 1 }),
      `Three changes are open, one of them waiting for you; none has shipped ${when}`,
    );
    const justPushed = reportOf([pieceOf('x', 0.9, use(1, 1), { outcome: 'pushed' })]);
    assert.match(said({ report: justPushed }), /^One change is open;/);
  });

  it('honours a time of questions only', () => {
    assert.equal(
      said({ report: over({ explored: 4 }) }),
      'Four conversations in the last 28 days were questions, reviews or plans.',
    );
    assert.match(said({ report: over({ explored: 1 }) }), /^One conversation in the last 28 days was/);
  });

  it('says that use is unknown, and never shows it as nothing', () => {
    const report = over({ shipped: 2 }, use(null, null));
    assert.equal(
      said({ report }),
      '2 changes shipped in the last 28 days. How much AI use went into this is unknown.',
    );
    assert.match(
      said({ report: over({ shipped: 2 }, use(1000, null)) }),
      /Of the tokens behind your work, 100 % is/,
    );
  });

  it('puts "about" before every share that is an estimate', () => {
    const report = over({ shipped: 2, committed: 2 });
    const estimated = {
      ...report,
      usage: { ...report.usage, total: { ...report.usage.total, quality: 'estimated' as const } },
    };
    assert.match(said({ report: estimated }), /about 50 % is in shipped code and about 50 % in open work/);
    assert.doesNotMatch(said({ report }), /about/);
  });

  it('tells what is not matched yet, as a share or as a count', () => {
    assert.match(
      said({ report: over({ shipped: 1, unclear: 1 }) }),
      /What became of 50 % is not known yet\.$/,
    );
    assert.doesNotMatch(said({ report: over({ shipped: 24, unclear: 1 }) }), /not known/);
    assert.match(said({ report: over({ shipped: 19, unclear: 1 }) }), /What became of 5 % is not known yet/);
    const report = reportOf([
      pieceOf('a', 2, use(1000, 1), { outcome: 'shipped' }),
      pieceOf('b', 2, use(null, null), { outcome: 'unclear' }),
      pieceOf('c', 2, use(null, null), { outcome: 'unclear' }),
    ]);
    assert.match(said({ report }), /Two pieces are not matched to code yet\.$/);
  });

  it('tells the window of the report, whichever period is chosen meanwhile', () => {
    assert.match(said({ period: { days: 7, dates: null } }), /in the last 28 days/);
    for (const [days, words] of [
      [27.4, 'the last 28 days'],
      [45.2, 'the last 45 days'],
      [null, 'so far'],
    ] as const) {
      assert.ok(said({ report: over({ shipped: 2 }, undefined, days) }).includes(words), words);
    }
  });

  it('names the days of a window that has ended', () => {
    const told = (since: string, until: string) =>
      said({ report: { ...READY.report!, window: { since, until } } });
    assert.match(
      told('2025-10-01T00:00:00.000Z', '2025-10-15T00:00:00.000Z'),
      /^3 changes shipped from 1 Oct to 14 Oct and /,
    );
    assert.match(told('2025-10-01T00:00:00.000Z', '2025-10-02T00:00:00.000Z'), /shipped on 1 Oct and/);
  });

  it('says so where a window is not trusted, whatever the state of reading', () => {
    assert.match(said({ trusted: false }), /^This window is in Restricted Mode, .* 3 changes shipped/);
  });

  it('begins with what keeps it from reading, and still tells what is known', () => {
    const begins: Record<string, RegExp> = {
      importing: /^The logs of your agents are being read: 120 of 900 files\.$/,
      nothing: /^No AI work was found in the last 28 days\.$/,
      paused: /^Reading is paused\. .* 3 changes shipped/,
      restricted: /^This window is in Restricted Mode, so no repository is read\.$/,
      unreadable: /^What was kept could not be read\./,
      off: /^AI Impact is switched off\. Nothing is read\.$/,
    };
    for (const [name, pattern] of Object.entries(begins)) assert.match(said(STATES[name]!), pattern, name);
    assert.match(
      said({ phase: 'paused', report: null }),
      /^Reading is paused, and there is nothing to show\./,
    );
    assert.equal(said({ phase: 'starting', report: null }), 'AI Impact is starting.');
    assert.equal(said({ phase: 'importing', report: null }), 'The logs of your agents are being read.');
    assert.doesNotMatch(said({ phase: 'off' }), /shipped/);
  });

  it('never makes tokens, shares or money strong', () => {
    for (const state of Object.values(STATES)) {
      for (const part of pageOf(state, VOICE).sentence.filter(each => each.strong)) {
        assert.doesNotMatch(part.text, /%|\$|token|\*/);
      }
    }
  });
});
