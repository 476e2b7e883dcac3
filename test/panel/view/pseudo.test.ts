import assert from 'node:assert/strict';
import type { BadgeState, Translate } from '../../../src/badge/badgeState.ts';
import { BADGE_FORMS, badgeText } from '../../../src/badge/badgeText.ts';
import { agentName } from '../../../src/model/agentNames.ts';
import { NUDGE_KINDS } from '../../../src/model/nudge.ts';
import { PROBLEMS } from '../../../src/model/problem.ts';
import { PHASES } from '../../../src/model/summary.ts';
import { SUMMARY } from '../../badge/summary.ts';
import { NOW, STATES, TITLES } from '../sample.ts';
import { PageHost } from './pageHost.ts';
import { judge, pseudo, textsOf } from './pseudo.ts';

/** Names, numbers, paths and ids, with what divides them: no word of ours. */
function isData(text: string): boolean {
  const names = [
    ...TITLES.sessions.map(({ title }) => title),
    ...['claude-code', 'codex', 'kiro', 'cursor', 'opencode', 'gemini-cli'].map(agentName),
    // Repositories, by the last part of their path.
    'api',
    'gateway',
    'made-up-model-1',
    // The report's own sentence, where a newer engine tells of what this page does not know.
    'Something that this page has no words for.',
  ];
  return text.split(/\s+·\s+|^·\s+/).every(
    part =>
      part === '' ||
      names.includes(part) ||
      /^\$?[\d.,]+(\u00a0[MK])?$/.test(part) ||
      /^[0-9a-f]{7,40}$/.test(part) ||
      // A day as this language writes it.
      /^(?:\w{3} )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?: \d\d:\d\d)?$/.test(
        part,
      ) ||
      // And how long ago.
      /^\d+ (?:wk|weeks) ago$/.test(part) ||
      /^[~/]?[\w.@-]*([/.][\w.*@-]+)+$/.test(part),
  );
}

describe('panel and badge in another language', function () {
  this.timeout(120_000);

  it('show no text of their own, seen or heard, that was not translated, and glue no messages', async () => {
    const host = await PageHost.start();
    try {
      for (const [name, state] of Object.entries(STATES)) {
        const shown = await host.show(state, 'dark', 900, pseudo);
        const { page } = shown;
        const check = async () => {
          const texts = await textsOf(page);
          assert.ok(texts.length >= 3, name);
          for (const text of texts) {
            const { outside, glued } = judge(text);
            assert.ok(isData(outside), `${name}: ${JSON.stringify(outside)} of ${text}`);
            assert.ok(!glued, `${name}: ${text}`);
          }
        };
        const closed = page.locator('button[aria-expanded="false"]');
        while ((await closed.count()) > 0) await closed.first().click();
        await check();
        const twins = page.getByRole('button', { name: pseudo('Show as table') });
        while ((await twins.count()) > 0) await twins.first().click();
        await check();
        await host.leave(shown);
      }
    } finally {
      await host.stop();
    }
  });

  it('have a badge and a tooltip of whole translated sentences', () => {
    const t: Translate = (message, ...values) =>
      pseudo(message).replace(/\{(\d+)\}/g, (_, index) => String(values[Number(index)]));
    const base: BadgeState = { summary: SUMMARY, enabled: true, trusted: true, roots: [], problem: null };
    const progress = { filesDone: 12, filesTotal: 90, oldestDay: null };
    const states: BadgeState[] = [
      { ...base, summary: null },
      { ...base, trusted: false },
      ...PROBLEMS.map(problem => ({ ...base, problem })),
      ...PHASES.map(phase => ({ ...base, summary: { ...SUMMARY, phase, progress } })),
      ...NUDGE_KINDS.map(kind => ({ ...base, summary: { ...SUMMARY, nudge: { id: 1, kind } } })),
      ...[{ toPush: 1 }, { toPush: 3 }, { pushed: true }, { openPieces: 1 }, { openPieces: 2 }].map(
        change => ({
          ...base,
          summary: { ...SUMMARY, ...change },
        }),
      ),
      { ...base, summary: { ...SUMMARY, shippedAt: NOW.toISOString(), tokensLast7Days: null } },
      { ...base, summary: { ...SUMMARY, unreadableSources: ['codex', 'kiro'], gitMissing: true } },
    ];
    for (const state of states) {
      for (const form of BADGE_FORMS) {
        const shown = badgeText(state, form, { t, locale: 'en-GB', now: NOW });
        for (const text of [shown?.text, shown?.spoken, ...(shown?.tooltip ?? [])]) {
          const { outside, glued } = judge(text ?? '');
          assert.equal(outside, '', text);
          assert.ok(!glued, text);
        }
      }
    }
  });

  it('would be found out where a text is plain or in pieces', () => {
    const one = pseudo('One change');
    assert.deepEqual(judge(`${one} is open.`), { outside: 'is open.', glued: false });
    assert.equal(judge(`${one} ${pseudo('is open.')}`).glued, true);
    assert.equal(judge(`${pseudo('Paused.')} ${one}`).glued, false);
    assert.equal(judge(pseudo('{0} is open.').replace('{0}', one)).outside, '');
    assert.ok(!isData('is open.'));
    assert.ok(!isData('Refresh'));
  });
});
