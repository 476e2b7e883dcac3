import assert from 'node:assert/strict';
import { OUTCOMES } from '../../src/model/outcome.ts';
import { tokensOf } from '../../src/panel/view/numbers.ts';
import { Desk, feature } from './desk.ts';

const WEEK = 7 * 86_400;

describe('engine: use by week', () => {
  let desk: Desk;
  before(() => {
    desk = new Desk();
  });
  after(() => desk.remove());

  it('adds up to the outcomes, and begins on Mondays', async () => {
    const { workshop } = desk;
    const shop = workshop.published('shop');
    for (const name of ['one', 'two', 'three']) {
      const session = desk.session(shop.root, name).prompt();
      session.write(`src/${name}.ts`, feature(name));
      if (name !== 'three') {
        shop.commit(name);
        shop.run('push', '-q');
      }
      desk.session(shop.root, `${name} asked`).prompt().reply();
      workshop.second += WEEK + 3600;
    }
    await desk.collect();
    const { weeks, outcomes, usage } = await desk.report();
    assert.equal(weeks.length, 3);
    assert.deepEqual(
      weeks.map(({ start }) => new Date(start).getUTCDay()),
      [1, 1, 1],
    );
    assert.deepEqual(
      weeks.map(({ start }) => start),
      weeks.map(({ start }) => start).sort(),
    );
    for (const { start } of weeks) {
      const days = Object.keys(usage.byDay).filter(day => {
        const since = (Date.parse(day) - Date.parse(start)) / 86_400_000;
        return since >= 0 && since < 7;
      });
      const calls = days.reduce((all, day) => all + usage.byDay[day]!.calls, 0);
      const inWeek = Object.values(weeks.find(week => week.start === start)!.outcomes);
      assert.equal(
        inWeek.reduce((all, use) => all + use.calls, 0),
        calls,
      );
    }
    assert.ok(Object.keys(outcomes).length >= 2);
    for (const outcome of OUTCOMES) {
      const whole = outcomes[outcome];
      const parts = weeks.flatMap(week => week.outcomes[outcome] ?? []);
      if (whole === undefined) {
        assert.deepEqual(parts, []);
        continue;
      }
      const sum = (of: (number | null)[]) => of.reduce<number>((all, n) => all + (n ?? 0), 0);
      assert.equal(sum(parts.map(({ calls }) => calls)), whole.calls);
      assert.equal(sum(parts.map(({ tokens }) => tokens)), tokensOf(whole));
      assert.ok(Math.abs(sum(parts.map(({ costUsd }) => costUsd)) - (whole.costUsd ?? 0)) < 1e-6);
    }
  });
});
