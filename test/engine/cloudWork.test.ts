import assert from 'node:assert/strict';
import { Desk, feature } from './desk.ts';

const COPILOT = 'Copilot <198982749+Copilot@users.noreply.github.com>';

describe('engine: agents that run elsewhere', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  it('are listed with what they shipped, and are in no session and no figure', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('Mine');
    shop.write('src/b.ts', feature('two'));
    shop.run('add', '-A');
    shop.run('commit', '-q', '-m', 'From elsewhere', '--author', COPILOT);
    const theirs = shop.head();
    shop.commit('A teammate, with an agent of their own\n\nCo-authored-by: Claude <noreply@anthropic.com>', {
      'src/c.ts': feature('three'),
    });
    shop.run('commit', '-q', '--amend', '--no-edit', '--author', 'Mate <mate@example.com>');
    shop.run('push', '-q');
    await desk.collect();
    const { repos, sessions, coverage } = await desk.report();
    assert.deepEqual(
      repos[0]?.cloud.map(({ agent, commit, shipped }) => [agent, commit, shipped]),
      [['copilot', theirs, true]],
    );
    assert.deepEqual(
      sessions.map(({ id, outcome }) => [id, outcome]),
      [['mine', 'shipped']],
    );
    assert.ok(sessions[0]!.evidence.every(({ commit }) => commit !== theirs));
    const [note] = coverage.filter(({ code }) => code === 'shipped-elsewhere');
    assert.deepEqual([note?.agent, note?.count], ['copilot', 1]);
  });

  it('are not said to have made what a session here wrote', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.run('add', '-A');
    shop.run('commit', '-q', '-m', 'Mine\n\nCo-authored-by: Claude <noreply@anthropic.com>');
    shop.run('push', '-q');
    await desk.collect();
    const { repos, sessions } = await desk.report();
    assert.deepEqual(repos[0]?.cloud, []);
    assert.equal(sessions[0]?.outcome, 'shipped');
  });
});
