import assert from 'node:assert/strict';
import { forPage } from '../../src/panel/forPage.ts';
import { panelDocument } from '../../src/panel/html.ts';
import {
  type PanelReport,
  type PanelState,
  parseHostMessage,
  parsePageMemory,
  parsePageMessage,
} from '../../src/panel/protocol.ts';
import { panelStrings } from '../../src/panel/strings.ts';
import { READY, RESUMPTIONS, STATES, TITLES } from './sample.ts';

describe('panel/protocol', () => {
  it('takes what the page may say', () => {
    const commit = '4c1d9e2';
    for (const message of [
      { type: 'ready' },
      { type: 'setPeriod', days: 90 },
      { type: 'setPeriod', days: null },
      { type: 'showMore', list: 'let go', rows: 60 },
      { type: 'takeStep', piece: 'a', step: 'push' },
      { type: 'setDates', dates: { from: '2025-10-01', to: '2025-10-01' } },
      { type: 'setFilter', filter: { repository: '/home/ada/code/api', agent: null } },
      { type: 'setPlan', plan: 'per use' },
      { type: 'showSample', shown: true },
      { type: 'putOffRecap', monday: '2025-11-24' },
      { type: 'copyText', text: '# Last week' },
      { type: 'openCommit', repo: '/r', commit },
      { type: 'openFile', repo: null, path: '/a' },
      { type: 'requestTitles', sessions: [{ agent: 'codex', id: '1' }], commits: [{ repo: '/r', commit }] },
      { type: 'requestResumptions', sessions: [{ agent: 'codex', id: '1' }] },
      { type: 'resumeSession', session: { agent: 'codex', id: '1' } },
      { type: 'sayProduction', repo: '/r', kind: 'release tags', branch: null, said: 'production' },
      { type: 'sayProduction', repo: '/r', kind: 'deploy branch', branch: 'live', said: 'not production' },
      { type: 'takeBackProduction', word: 7 },
    ]) {
      assert.deepEqual(parsePageMessage(message), message);
    }
  });

  it('refuses everything else', () => {
    for (const message of [
      null,
      'ready',
      {},
      { type: 'unheard of' },
      { type: 'setPeriod', days: 8 },
      { type: 'takeStep', piece: 'a', step: 'force push' },
      { type: 'takeStep', step: 'push' },
      { type: 'setDates', dates: { from: '2025-10-02', to: '2025-10-01' } },
      { type: 'setDates', dates: { from: 'yesterday', to: 'zoo' } },
      { type: 'setFilter', filter: { repository: 7, agent: null } },
      { type: 'setPeriod' },
      { type: 'setPlan', plan: 'free' },
      { type: 'putOffRecap', monday: 'next' },
      { type: 'copyText', text: 'a'.repeat(50_001) },
      { type: 'openCommit', repo: '/r', commit: '--output=/tmp/x' },
      { type: 'openCommit', repo: null, commit: '4c1d9e2' },
      { type: 'openFile', repo: '/r', path: '' },
      { type: 'openFile', repo: '/r', path: 1 },
      { type: 'requestTitles', sessions: [{ agent: 'codex' }], commits: [] },
      { type: 'resumeSession', session: { agent: 'codex' } },
      { type: 'resumeSession', session: { agent: 'codex', id: ['--yolo'] } },
      { type: 'resumeSession', command: 'claude' },
      { type: 'sayProduction', repo: '/r', kind: 'release tags', branch: null, said: 'staging' },
      { type: 'sayProduction', repo: '/r', kind: 'any branch', branch: 'main', said: 'production' },
      { type: 'sayProduction', kind: 'release tags', branch: null, said: 'production' },
      { type: 'takeBackProduction', word: '7' },
    ]) {
      assert.equal(parsePageMessage(message), null, JSON.stringify(message));
    }
  });

  it('brings every state and all words over unchanged', () => {
    for (const [name, state] of Object.entries(STATES)) {
      const message = { type: 'state', state: forPage(state) };
      assert.deepEqual(parseHostMessage(JSON.parse(JSON.stringify(message))), message, name);
    }
    const words = { type: 'strings', strings: panelStrings(message => `[${message}]`), locale: 'en' };
    assert.deepEqual(parseHostMessage(words), words);
    assert.deepEqual(parseHostMessage({ type: 'titles', titles: TITLES }), {
      type: 'titles',
      titles: TITLES,
    });
  });

  it('brings the way back to sessions over unchanged, and no other word for it', () => {
    const message = { type: 'resumptions', resumptions: RESUMPTIONS };
    assert.deepEqual(parseHostMessage(message), message);
    const wrong = { agent: 'codex', id: '1', state: 'running', by: null };
    assert.equal(parseHostMessage({ type: 'resumptions', resumptions: [wrong] }), null);
  });

  it('refuses a state that is not one', () => {
    const report = READY.report!;
    const broken = (change: object) => ({ type: 'state', state: { ...READY, ...change } });
    assert.equal(parseHostMessage(broken({ phase: 'resting' })), null);
    assert.equal(parseHostMessage(broken({ report: { ...report, pieces: [{}] } })), null);
    assert.equal(parseHostMessage(broken({ report: { ...report, outcomes: { wasted: {} } } })), null);
    assert.equal(parseHostMessage({ type: 'strings', strings: { a: 1 }, locale: 'en' }), null);
  });

  it('leaves out of a report what the page does not draw', () => {
    const session = { ...READY.report!.sessions[0]!, files: ['secret.ts'], models: ['m'] };
    const whole = { ...READY.report!, sessions: [session], nudges: [] } as PanelReport;
    const state: PanelState = { ...READY, report: whole };
    const { report } = forPage(state);
    assert.deepEqual(Object.keys(report!).sort(), Object.keys(READY.report!).sort());
    assert.equal('files' in report!.sessions[0]!, false);
  });

  it('remembers period, filter and place, and nothing else', () => {
    const filter = { repository: '/home/ada/code/api', agent: 'codex' };
    const dates = { from: '2025-10-01', to: '2025-10-14' };
    assert.deepEqual(parsePageMemory({ days: 7, dates, filter, scroll: 120, more: 1 }), {
      days: 7,
      dates,
      filter,
      scroll: 120,
    });
    assert.deepEqual(parsePageMemory({ days: 7, scroll: 120 }), {
      days: 7,
      dates: null,
      filter: { repository: null, agent: null },
      scroll: 120,
    });
    assert.equal(
      parsePageMemory({ days: 7, dates: { from: '2025-10-14', to: '2025-10-01' }, scroll: 1 }),
      null,
    );
    assert.equal(parsePageMemory({ days: 5, scroll: 1 }), null);
    assert.equal(parsePageMemory(undefined), null);
  });
});

describe('panel/html', () => {
  it('lets the page run one script and reach nothing else', () => {
    const document = panelDocument({
      cspSource: 'https://*.example',
      script: 'https://a.example/page.js?a=1&b="2"',
      nonce: 'abc',
      title: 'A <b>',
      language: 'en-GB',
    });
    assert.ok(
      document.includes(
        `content="default-src 'none'; script-src 'nonce-abc'; style-src https://*.example; img-src https://*.example data:; font-src https://*.example"`,
      ),
    );
    assert.ok(document.includes('<title>A &lt;b></title>'));
    assert.ok(document.includes('src="https://a.example/page.js?a=1&amp;b=&quot;2&quot;"'));
    assert.doesNotMatch(document, /style=|<style|unsafe/);
  });
});

describe('panel/strings', () => {
  it('speaks plainly in every text', () => {
    const texts: string[] = [];
    panelStrings(message => {
      texts.push(message);
      return message;
    });
    assert.ok(texts.length > 100);
    for (const text of texts) {
      assert.doesNotMatch(text, /!|wasted|abandoned|score|productiv|streak|rank|great|well done/i, text);
    }
  });
});
