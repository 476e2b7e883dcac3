// Makes src/panel/sampleReport.json of the demo: npm run sample. The engine itself draws the report up.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { makeReport } from '../src/engine/reportCommand.ts';
import { report as reportSchema } from '../src/panel/reportSchema.ts';
import { makeDemo } from './demo/makeDemo.ts';

/** A Monday, so that there is a whole week to look back on. */
const NOW = new Date('2026-11-23T15:40:00Z');
const DAYS = 28;
const HOME = '/home/sample';
export const SAMPLE = join(import.meta.dirname, '../src/panel/sampleReport.json');

/** Text of the file, the same wherever it is made. @param folder for the demo */
export async function sampleText(folder: string): Promise<string> {
  const zone = process.env.TZ;
  process.env.TZ = 'UTC';
  try {
    return await drawn(folder);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
}

async function drawn(folder: string): Promise<string> {
  const demo = await makeDemo(folder, { now: NOW });
  const whole = await makeReport(
    {
      home: demo.home,
      otherHome: true,
      repositories: [],
      ledger: null,
      now: NOW.getTime(),
      since: NOW.getTime() - DAYS * 86_400_000,
      until: null,
      json: true,
      help: false,
    },
    console.error,
  );
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
  // As the page takes it, without what newer parts of a report say beside.
  const page = v.parse(reportSchema, whole);
  const report = {
    ...page,
    sources: page.sources.filter(({ status }) => status === 'read'),
    nudges: [],
    quietNudges: [],
  };
  const shown = new Set(whole.sessions.map(({ id }) => id));
  const sessions = demo.truth.sessions
    .filter(({ id }) => shown.has(id))
    .map(({ agent, id, title }) => ({ agent, id, title }));
  const sample = { report, titles: { sessions, commits } };
  return `${JSON.stringify(sample).replaceAll(demo.home, HOME)}\n`;
}

if (import.meta.main) {
  const folder = mkdtempSync(join(tmpdir(), 'ai-impact-sample-'));
  try {
    writeFileSync(SAMPLE, await sampleText(join(folder, 'demo')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
