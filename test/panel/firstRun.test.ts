import assert from 'node:assert/strict';
import { Asides } from '../../src/panel/asides.ts';
import { parseHostMessage } from '../../src/panel/protocol.ts';
import { sampleAt, sampleState } from '../../src/panel/sample.ts';
import { pageOf } from '../../src/panel/view/page.ts';
import { logsAreYoung } from '../../src/panel/youngLogs.ts';
import { keptMemory } from '../engine/editorStub.ts';
import { NOW, STATES } from './sample.ts';
import { VOICE } from './voice.ts';

type Whole = Parameters<typeof logsAreYoung>[0];

const DAY = 86_400_000;

/** A report over all time whose oldest session of this agent began so many days ago. */
function begunAgo(days: number | null, agent = 'claude-code', status: 'read' | 'not found' = 'read'): Whole {
  const startedAt = days === null ? null : new Date(NOW.getTime() - days * DAY).toISOString();
  return { sources: [{ agent, status }], sessions: [{ agent, startedAt }] } as unknown as Whole;
}

describe('panel/first run', () => {
  it('says that no log was found, where it was looked, and how Claude Code keeps its own', () => {
    const page = pageOf(STATES['no logs']!, VOICE);
    assert.equal(page.spoken, 'No log of an AI agent was found on this machine.');
    assert.match(
      page.preface[0]!,
      /^The logs of 6 agents were looked for; .* “Where it was looked”, below\.$/,
    );
    assert.match(page.preface[1]!, /after 30 days; cleanupPeriodDays in ~\/\.claude\/settings\.json/);
    assert.equal(page.nothingFound, true);
  });

  it('offers its sample only where everything was read and nothing is there', () => {
    for (const [name, state] of Object.entries(STATES)) {
      assert.equal(pageOf(state, VOICE).nothingFound, name === 'no logs', name);
    }
    const empty = STATES['no logs']!;
    for (const change of [{ phase: 'importing' }, { trusted: false }, { problem: 'disk full' }] as const) {
      assert.equal(pageOf({ ...empty, ...change }, VOICE).nothingFound, false);
    }
    assert.match(pageOf(STATES.nothing!, VOICE).spoken, /^No AI work was found in the last 28 days\.$/);
  });

  it('has a sample that the page takes as it is, of the last four weeks, whatever the day', async () => {
    for (const now of [NOW, new Date('2031-02-03T04:05:06Z')]) {
      const sample = await sampleAt(now);
      const state = sampleState(sample, 'flat');
      const message = JSON.parse(JSON.stringify({ type: 'state', state }));
      assert.deepEqual(parseHostMessage(message), message);
      const titles = { type: 'titles', titles: sample.titles };
      assert.deepEqual(parseHostMessage(titles), titles);
      const age = now.getTime() - Date.parse(sample.report.generatedAt);
      assert.ok(age >= 0 && age < DAY);
      for (const { lastAt } of sample.report.pieces) {
        const days = (now.getTime() - Date.parse(lastAt!)) / DAY;
        assert.ok(days > 0 && days < 40, String(days));
      }
      const page = pageOf(state, { ...VOICE, now });
      assert.match(page.spoken, /^\d+ changes shipped in the last 28 days and \w+ are /);
      assert.ok(page.lists.length >= 4);
      assert.equal(page.recap, null);
    }
  });

  it('names nothing of the machine on which its sample was made', async () => {
    const text = JSON.stringify(await sampleAt(NOW));
    for (const path of text.matchAll(/"(\/[^"]*)"/g)) assert.match(path[1]!, /^\/home\/sample\//);
  });

  it('takes logs for young while nothing of Claude Code is as old as 30 days', () => {
    assert.equal(logsAreYoung(begunAgo(29), NOW), true);
    assert.equal(logsAreYoung(begunAgo(31), NOW), false);
    assert.equal(logsAreYoung(begunAgo(null), NOW), null);
    assert.equal(logsAreYoung(begunAgo(2, 'codex'), NOW), null);
    assert.equal(logsAreYoung(begunAgo(2, 'claude-code', 'not found'), NOW), null);
  });

  it('says it once, for as long as the page is looked at, and asks no more', async () => {
    const memory = keptMemory();
    const first = new Asides(memory);
    await first.look(async () => begunAgo(3) as never, NOW);
    assert.equal(first.keepLogs, true);
    first.lookAway();
    assert.equal(first.keepLogs, false);
    const later = new Asides(memory);
    await later.look(() => assert.fail('it was told before'), NOW);
    assert.equal(later.keepLogs, false);
    for (const days of [300, null]) {
      const other = new Asides(keptMemory());
      await other.look(async () => null, NOW);
      await other.look(async () => begunAgo(days) as never, NOW);
      assert.equal(other.keepLogs, false);
      await other.look(() => assert.fail('it was asked before'), NOW);
    }
  });
});
