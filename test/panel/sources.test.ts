import assert from 'node:assert/strict';
import type { Coverage, ReportFilter } from '../../src/model/report.ts';
import { coverageSaid } from '../../src/panel/view/coverage.ts';
import { preface } from '../../src/panel/view/preface.ts';
import { counted, sourcesOf } from '../../src/panel/view/sources.ts';
import { READY, reportOf, STATES, use } from './sample.ts';
import { VOICE } from './voice.ts';

const report = READY.report!;
const spaced = (text: string) => text.replace(/\u00a0/g, ' ');

describe('panel/sources', () => {
  it('says of each source how far its counts can be trusted', () => {
    assert.deepEqual(
      sourcesOf(report, VOICE).lines.map(line => [line.agent, line.counts, spaced(line.tokens)]),
      [
        ['Claude Code', 'complete', '14.1 M'],
        ['Codex', 'at least', 'at least 4.3 M'],
        ['Kiro', 'credits', '31.4 credits'],
        ['Cursor', 'not recorded', 'unknown'],
      ],
    );
  });

  it('names what was not found, and what was found and not read', () => {
    const unreadable = { ...report.sources[0]!, status: 'unreadable' as const };
    const shown = sourcesOf({ ...report, sources: [unreadable, ...report.sources.slice(4)] }, VOICE);
    assert.deepEqual(shown.lines, [
      { agent: 'Claude Code', read: "found, can't be read", counts: 'unknown', tokens: 'unknown' },
    ]);
    assert.equal(shown.notFound, 'Not found on this machine: Gemini CLI and OpenCode.');
  });

  it('never shows unknown as nothing', () => {
    const usage = { ...use(null, null), reasoning: null, unpricedCalls: 0 };
    for (const quality of ['exact', 'lower bound', 'estimated', 'credits', 'none'] as const) {
      assert.equal(counted({ ...usage, quality }, VOICE), 'unknown', quality);
    }
    assert.equal(counted(null, VOICE), 'unknown');
    assert.equal(spaced(counted({ ...usage, ...use(1000, null), quality: 'estimated' }, VOICE)), 'about 1 K');
  });

  it('counts sessions and lines that were not understood', () => {
    const [claude, , , cursor] = sourcesOf(report, VOICE).lines;
    assert.match(claude!.read, /^\d+ sessions, latest now · 2 lines were not understood$/);
    assert.equal(cursor!.read, 'found, nothing in this period');
  });

  it('words what could be read for this reader, and repeats the text of what it does not know', () => {
    const { coverage } = sourcesOf(report, VOICE);
    assert.deepEqual(
      coverage.flatMap(({ fetch }) => fetch?.name ?? []),
      coverage.filter(({ text }) => /last heard from/.test(text)).map(({ text }) => text.split(' ')[0]),
    );
    assert.deepEqual(
      coverage.map(({ text }) => text),
      [
        'api last heard from its remote 25 minutes ago.',
        'What became of one session is unclear.',
        'List prices are those of 23 Sept.',
        'Something that this page has no words for.',
      ],
    );
    const said = (coverage: Coverage) => coverageSaid(coverage, VOICE);
    const repo = '/home/ada/code/api';
    const text = 'The text.';
    assert.deepEqual(
      [
        { code: 'no-git', text },
        { code: 'no-remote', text, repo },
        { code: 'no-shipping-ref', text, repo },
        { code: 'repository-unreadable', text, repo, reason: 'time limit' },
        { code: 'unpriced-model', text, model: 'gpt-5' },
        { code: 'untold-model', text },
        { code: 'unclear', text, count: 1200 },
        { code: 'lines-skipped', text, agent: 'claude-code', count: 1 },
        { code: 'lines-skipped', text, agent: 'codex', count: 2 },
        { code: 'source-unreadable', text, agent: 'kiro', reason: 'locked' },
        {
          code: 'source-partly-unreadable',
          text,
          agent: 'codex',
          reason: 'newer format',
          versions: ['9', '10'],
          paths: ['/a', '/b', '/c'],
          count: 5,
        },
        { code: 'source-newer', text, agent: 'goose', versions: ['7'] },
        { code: 'ledger-damaged', text, paths: ['/data/ledger.db.bad'], at: '2026-11-23T08:05:00Z' },
      ].map(said),
      [
        'Git was not found: what became of the work is unknown until it is installed.',
        'api has no remote, so nothing there counts as shipped.',
        'Which branch of api ships is unknown.',
        'api: Git took too long to answer. What was known of it before stays.',
        'No list price is known for gpt-5, so what it used is not weighed.',
        'Some logs do not say which model was used, so that use is not weighed.',
        'What became of 1,200 sessions is unclear.',
        '1 line of the logs of Claude Code was not understood.',
        '2 lines of the logs of Codex were not understood.',
        'Kiro: found, cannot be read: their agent is writing to them; they are read again soon.',
        'Codex: some of its logs cannot be read: they are in a format that is not known here. Version: 9, 10. Where: /a, /b, /c and 2 more.',
        'Goose: some of its logs are in a format that is not known here. Version: 7.',
        'A ledger was damaged and lies in /data/ledger.db.bad; it was last written Mon 23 Nov 2026 08:05. What the logs of agents still had was read again; what only it had is missing here. Delete it when you do not need it any more.',
      ],
    );
    for (const code of [
      'source-unreadable',
      'ledger-damaged',
      'last-heard',
      'no-remote',
      'unclear',
      'prices',
      'lines-skipped',
      'unpriced-model',
    ]) {
      assert.equal(said({ code, text }), text, 'an older report names nothing');
    }
  });

  it('tells a period by as many dates as it has days', () => {
    const told = (days: number) =>
      preface({ ...READY, report: { ...reportOf([], days), sources: report.sources } }, VOICE)[0];
    assert.match(told(7)!, /, 17 Nov to 23 Nov\.$/);
    assert.match(told(28)!, /, 27 Oct to 23 Nov\.$/);
  });

  it('says that a part is shown, what is of all work nevertheless, and nothing of other agents', () => {
    const told = (filter: ReportFilter) => {
      const parted = { ...READY.report!, filter };
      return [preface({ ...READY, report: parted }, VOICE), sourcesOf(parted, VOICE).lines] as const;
    };
    const [lines, table] = told({ repository: '/home/ada/code/api', agent: 'codex' });
    assert.deepEqual(lines.slice(0, 2), [
      'Only work of Codex in api is shown; badge, nudges and figures of 90 days are of all work.',
      'Read from Codex, 27 Oct to 23 Nov.',
    ]);
    assert.equal(
      lines.some(line => /Kiro|Cursor/.test(line)),
      false,
    );
    assert.deepEqual(
      table.map(({ agent }) => agent),
      ['Codex'],
    );
    const [of, all] = told({ repository: '/home/ada/code/api', agent: null });
    assert.equal(of[0], 'Only work in api is shown; badge, nudges and figures of 90 days are of all work.');
    assert.equal(all.at(-1)!.read, 'found, nothing in what is shown');
  });

  it('puts gaps and freshness under the sentence', () => {
    const lines = preface(READY, VOICE);
    assert.deepEqual(lines, [
      'Read from Claude Code, Codex, Kiro and Cursor, 27 Oct to 23 Nov.',
      'Kiro counts credits, not tokens.',
      'Cursor keeps no token counts on disk.',
      'api last heard from its remote 20 minutes ago.',
    ]);
    const [repo] = report.repos;
    const unheard = { ...report, repos: [{ ...repo!, lastHeard: null }, repo!] };
    assert.equal(
      preface({ ...READY, report: unheard }, VOICE).at(-1),
      'When api last heard from its remote is unknown.',
    );
    assert.match(
      preface(
        {
          ...READY,
          phase: 'importing',
          progress: { filesDone: 1200, filesTotal: 9000, oldestDay: '2025-10-03' },
        },
        VOICE,
      )[0]!,
      /^Still reading: 1,200 of 9,000 log files, back to 3 Oct\.$/,
    );
    assert.match(preface(STATES.importing!, VOICE)[0]!, /^Read back to 3 Oct so far\./);
    assert.deepEqual(preface(STATES.off!, VOICE), []);
  });

  it('says how old an account is that stands in for a newer one, but not of a moment ago', () => {
    const said = preface(STATES.earlier!, VOICE);
    assert.equal(said[0], 'As it stood 2 hours ago.');
    assert.deepEqual(preface({ ...STATES.earlier!, earlier: false }, VOICE), said.slice(1));
    assert.deepEqual(preface({ ...READY, earlier: true }, VOICE), preface(READY, VOICE));
  });
});
