import assert from 'node:assert/strict';
import { Days } from '../../src/engine/days.ts';
import type { ReportQuery } from '../../src/engine/protocol.ts';
import type { Report } from '../../src/model/report.ts';
import { CodexRollout } from './codexRollout.ts';
import { Desk, feature } from './desk.ts';

const DAY = 86_400;

describe('engine: a report of one repository, one agent, or some days', () => {
  let desk: Desk;
  let shop: string;
  let barn: string;
  before(async () => {
    desk = new Desk();
    const { workshop } = desk;
    const [a, b] = [workshop.published('shop'), workshop.published('barn')];
    shop = a.root;
    barn = b.root;
    for (const [repository, name] of [
      [a, 'one'],
      [b, 'two'],
    ] as const) {
      desk.session(repository.root, name).prompt().write(`src/${name}.ts`, feature(name));
      repository.commit(name);
      repository.run('push', '-q');
      desk.session(repository.root, `${name} asked`).prompt().reply();
      workshop.second += 3 * DAY;
    }
    desk.session(shop, 'open').prompt().write('src/open.ts', feature('open'));
    new CodexRollout(workshop.home, barn, desk.now(), '0199a3c2-1111-7000-8000-000000000001')
      .prompt('Look at this.')
      .reply();
    await desk.collect();
  });
  after(() => desk.remove());

  const report = async (query: Partial<ReportQuery>): Promise<Report> => {
    const reader = desk.reader();
    try {
      const answer = await reader.report({ days: null, ...query });
      return answer.ok ? answer.report : assert.fail(`no report: ${answer.problem}`);
    } finally {
      reader.close();
    }
  };
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  /** Calls by everything that they are told by. */
  const calls = ({ usage, sessions, outcomes, weeks }: Report) => [
    usage.total.calls,
    sum(Object.values(usage.byAgent).map(use => use.calls)),
    sum(Object.values(usage.byDay).map(use => use.calls)),
    sum(sessions.map(session => session.calls)),
    sum(Object.values(outcomes).map(use => use.calls)),
    sum(weeks.flatMap(week => Object.values(week.outcomes).map(use => use.calls))),
  ];

  it('agrees with itself in use, outcomes, weeks, lists and what shipped, and parts the whole', async () => {
    const whole = await report({});
    assert.deepEqual(whole.choices.repositories, [barn, shop].sort());
    assert.deepEqual(whole.choices.agents, ['claude-code', 'codex']);
    const parts = await Promise.all(
      [shop, barn].map(repository => report({ filter: { repository, agent: null } })),
    );
    for (const part of parts) {
      const told = calls(part);
      assert.deepEqual(new Set(told).size, 1, told.join());
      assert.equal(part.pieces.filter(({ repo }) => repo !== part.filter.repository).length, 0);
      assert.equal(part.figures.shipped.window, part.pieces.filter(piece => piece.countsAsShipped).length);
      assert.deepEqual(part.badge, whole.badge, 'the badge is of all work');
      assert.deepEqual(part.figures.finished, whole.figures.finished);
      assert.deepEqual(part.choices, whole.choices);
    }
    assert.equal(sum(parts.map(({ usage }) => usage.total.calls)), whole.usage.total.calls);
    assert.equal(sum(parts.map(({ pieces }) => pieces.length)), whole.pieces.length);
    assert.deepEqual(
      parts.map(({ pieces }) => pieces.filter(({ outcome }) => outcome === 'in progress').length),
      [1, 0],
    );
  });

  it('is of one agent', async () => {
    const codex = await report({ filter: { repository: null, agent: 'codex' } });
    assert.deepEqual(Object.keys(codex.usage.byAgent), ['codex']);
    assert.deepEqual([...new Set(codex.sessions.map(({ agent }) => agent))], ['codex']);
    assert.equal(new Set(calls(codex)).size, 1);
    assert.ok(codex.usage.total.calls > 0);
    const neither = await report({ filter: { repository: shop, agent: 'codex' } });
    assert.equal(neither.usage.total.calls, 0);
    assert.deepEqual(neither.pieces, []);
  });

  it('is of everything where nothing is known of what was chosen', async () => {
    const { filter, usage } = await report({ filter: { repository: '/gone', agent: 'zed' } });
    assert.deepEqual(filter, { repository: null, agent: null });
    assert.equal(usage.total.calls, (await report({})).usage.total.calls);
  });

  it('is of some days, the last included', async () => {
    const { usage } = await report({});
    const [first, second] = Object.keys(usage.byDay).sort() as [string, string];
    const only = await report({ dates: { from: first, to: first } });
    assert.deepEqual(Object.keys(only.usage.byDay), [first]);
    assert.equal(only.usage.total.calls, usage.byDay[first]!.calls);
    assert.equal(only.window.until, `${new Date(Date.parse(first) + DAY * 1000).toISOString()}`);
    const both = await report({ days: 7, dates: { from: first, to: second } });
    assert.deepEqual(Object.keys(both.usage.byDay).sort(), [first, second]);
    assert.equal(new Set(calls(both)).size, 1);
  });
});

describe('engine: days', () => {
  it('begin and end at midnight of their zone, also where clocks change', () => {
    const zone = new Days('Europe/Berlin');
    assert.deepEqual(zone.between('2025-10-26', '2025-10-26'), {
      since: Date.parse('2025-10-25T22:00:00Z'),
      until: Date.parse('2025-10-26T23:00:00Z'),
    });
    for (const name of ['Pacific/Auckland', 'America/Los_Angeles', 'Asia/Kathmandu', 'UTC']) {
      const days = new Days(name);
      for (let at = Date.parse('2025-01-01'); at < Date.parse('2026-01-01'); at += DAY * 1000) {
        const day = new Date(at).toISOString().slice(0, 10);
        const { since, until } = days.between(day, day);
        assert.equal(days.dayOf(since), day);
        assert.notEqual(days.dayOf(since - 1), day);
        assert.equal(days.dayOf(until - 1), day);
      }
    }
  });
});
