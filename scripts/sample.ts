// Makes src/panel/sampleReport.json of the demo: npm run sample. The engine itself draws the report up.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeReport } from '../src/engine/reportCommand.ts';
import { forPage } from '../src/panel/forPage.ts';
import { parseHostMessage } from '../src/panel/protocol.ts';
import { makeDemo } from './demo/makeDemo.ts';

/** A Monday, so that there is a whole week to look back on. */
const NOW = new Date('2026-11-23T15:40:00Z');
const DAYS = 28;
const HOME = '/home/sample';
const FILE = join(import.meta.dirname, '../src/panel/sampleReport.json');

const folder = mkdtempSync(join(tmpdir(), 'ai-impact-sample-'));
try {
  const demo = await makeDemo(join(folder, 'demo'), { now: NOW });
  const whole = await makeReport({
    home: demo.home,
    otherHome: true,
    repositories: [],
    ledger: null,
    now: NOW.getTime(),
    since: NOW.getTime() - DAYS * 86_400_000,
    until: null,
    json: true,
    help: false,
  });
  const commits = whole.pieces.flatMap(({ repo, mainCommit: commit }) =>
    repo === null || commit === null
      ? []
      : [
          {
            repo,
            commit,
            title: execFileSync('git', ['-C', repo, 'show', '-s', '--format=%s', commit], {
              encoding: 'utf8',
            }).trim(),
          },
        ],
  );
  const state = forPage({
    phase: 'ready',
    progress: null,
    report: whole,
    earlier: false,
    period: { days: DAYS, dates: null },
    filter: { repository: null, agent: null },
    shown: {},
    plan: 'unknown',
    trusted: true,
    sample: true,
    keepLogs: false,
    recapPutOff: null,
    rules: [],
    problem: null,
  });
  // As the page takes it, without what newer parts of a report say beside.
  const message = parseHostMessage({ type: 'state', state });
  const drawn = message?.type === 'state' ? message.state.report : null;
  if (drawn === null) throw new Error('The page would not take this report.');
  const report = {
    ...drawn,
    sources: drawn.sources.filter(({ status }) => status === 'read'),
    nudges: [],
    quietNudges: [],
  };
  const shown = new Set(whole.sessions.map(({ id }) => id));
  const sessions = demo.truth.sessions
    .filter(({ id }) => shown.has(id))
    .map(({ agent, id, title }) => ({ agent, id, title }));
  const sample = { report, titles: { sessions, commits } };
  writeFileSync(FILE, `${JSON.stringify(sample).replaceAll(demo.home, HOME)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
