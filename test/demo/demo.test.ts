import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Demo, makeDemo } from '../../scripts/demo/makeDemo.ts';
import { makeReport } from '../../src/engine/reportCommand.ts';
import { OPEN, SHIPPED } from '../../src/model/outcome.ts';
import type { Report, UseCounts } from '../../src/model/report.ts';

const NOW = new Date('2026-11-23T15:40:00Z');
const LONG = 60_000;

describe('demo: six weeks of one developer', function () {
  this.timeout(LONG);
  let root: string;
  let demo: Demo;
  let report: Report;

  before(async () => {
    root = mkdtempSync(join(tmpdir(), 'ai-impact-demo-'));
    demo = await makeDemo(join(root, 'one'), { now: NOW });
    report = await reportOf(demo);
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it('becomes what it was meant to, session by session', () => {
    const found = new Map(report.sessions.map(({ agent, id, outcome }) => [`${agent} ${id}`, outcome]));
    assert.deepEqual(
      demo.truth.sessions.map(({ agent, id, title }) => `${title}: ${found.get(`${agent} ${id}`)}`),
      demo.truth.sessions.map(({ title, meant }) => `${title}: ${meant}`),
    );
    assert.equal(report.sessions.length, demo.truth.sessions.length);
  });

  it('worked where it was meant to, also in a worktree that is gone', () => {
    const placed = demo.truth.sessions.filter(({ meant }) => meant !== 'outside git');
    const found = new Map(report.sessions.map(({ id, repo }) => [id, repo]));
    assert.deepEqual(
      placed.map(({ id, title }) => `${title}: ${found.get(id)}`),
      placed.map(({ repository, title }) => `${title}: ${join(demo.home, 'harbour', repository)}`),
    );
  });

  it('counts every token once', () => {
    const { calls, input, cacheRead, cacheWrite, output, unpricedCalls } = report.usage.total;
    assert.deepEqual({ input, cacheRead, cacheWrite, output }, demo.truth.tokens);
    assert.equal(calls, demo.truth.calls);
    assert.equal(unpricedCalls, 0);
  });

  it('is read whole, with sums that agree', () => {
    assert.deepEqual(
      report.sources
        .filter(({ files }) => files > 0)
        .map(({ agent, status, skipped }) => [agent, status, skipped]),
      [
        ['claude-code', 'read', 0],
        ['codex', 'read', 0],
      ],
    );
    const total = report.usage.total;
    assert.equal(sum(report.sessions, 'cacheRead'), total.cacheRead);
    assert.equal(sum(Object.values(report.outcomes), 'output'), total.output);
    assert.equal(sum(Object.values(report.usage.byDay), 'calls'), total.calls);
    assert.equal(
      sum(
        report.pieces.map(({ use }) => use),
        'calls',
      ),
      total.calls,
    );
    const shares = report.pieces.reduce((all, { share }) => all + (share ?? 0), 0);
    assert.ok(Math.abs(shares - 1) < 1e-9);
  });

  it('ships each change once', () => {
    const shipped = report.pieces.filter(({ outcome }) => SHIPPED.includes(outcome));
    assert.equal(shipped.length, demo.truth.shipped.length);
    assert.ok(shipped.every(({ shippedAt, commits }) => shippedAt !== null && commits.length > 0));
    const week = NOW.getTime() - 7 * 86_400_000;
    assert.equal(
      report.badge.shipped,
      shipped.filter(({ shippedAt }) => Date.parse(shippedAt!) > week).length,
    );
    assert.equal(report.badge.open, report.pieces.filter(({ outcome }) => OPEN.includes(outcome)).length);
    assert.equal(report.badge.toPush, 3);
  });

  it('knows lines that a person changed, and not those that a formatter moved', () => {
    const shareOf = (title: string) => {
      const made = demo.truth.sessions.find(session => session.title === title);
      return report.sessions.find(({ id }) => id === made?.id)!.shipped;
    };
    // What was edited lightly is still the agent's, and not word for word.
    const edited = shareOf('Expire sessions that were never used');
    assert.ok(edited.mid > 0.7 && edited.low < 1, JSON.stringify(edited));
    assert.equal(shareOf('Upload four chunks at a time').mid, 1);
  });

  it('tells the same for the same moment, and leaves nothing beside its folder', async () => {
    const other = await makeDemo(join(root, 'two'), { now: NOW });
    assert.deepEqual(readdirSync(root).sort(), ['one', 'two']);
    assert.deepEqual(other.truth, demo.truth);
    assert.deepEqual(inside(other, await reportOf(other)), inside(demo, report));
  });

  it('holds at another moment: a Sunday just after midnight', async () => {
    const sunday = await makeDemo(join(root, 'three'), { now: new Date('2027-02-28T00:10:00Z') });
    const told = await reportOf(sunday, new Date('2027-02-28T00:10:00Z'));
    const found = new Map(told.sessions.map(({ id, outcome }) => [id, outcome]));
    assert.deepEqual(
      sunday.truth.sessions.map(({ id, title }) => `${title}: ${found.get(id)}`),
      sunday.truth.sessions.map(({ title, meant }) => `${title}: ${meant}`),
    );
    const shipped = told.pieces.filter(({ outcome }) => SHIPPED.includes(outcome));
    assert.equal(shipped.length, sunday.truth.shipped.length);
  });
});

function reportOf({ home }: Demo, now = NOW): Promise<Report> {
  return makeReport(
    {
      home,
      otherHome: true,
      repositories: [],
      ledger: null,
      now: now.getTime(),
      since: null,
      until: null,
      json: true,
      help: false,
    },
    line => assert.fail(line),
  );
}

function sum(parts: readonly UseCounts[], key: 'calls' | 'output' | 'cacheRead'): number {
  return parts.reduce((all, part) => all + (part[key] ?? 0), 0);
}

/** The report without the place in which the demo lies. */
function inside({ home }: Demo, report: Report): unknown {
  return JSON.parse(JSON.stringify(report).replaceAll(join(home, '..'), '~'));
}
