import assert from 'node:assert/strict';
import { Desk, feature } from './desk.ts';

describe('engine: pull requests of open pieces', () => {
  let desk: Desk;
  before(() => {
    desk = new Desk();
  });
  after(() => desk.remove());

  it('tells the address that a session saw, and where one is made of what was pushed', async () => {
    const shop = desk.workshop.published('shop');
    shop.run('checkout', '-q', '-b', 'feat/seen');
    const address = 'https://github.com/ada/shop/pull/7';
    desk
      .session(shop.root, 'seen')
      .prompt()
      .write('src/seen.ts', feature('seen'))
      .shell('gh pr create --fill', `${address}\n`);
    shop.commit('Seen');
    shop.run('push', '-q', '-u', 'origin', 'feat/seen');
    desk.workshop.second += 3600;
    shop.run('checkout', '-q', '-b', 'feat/new', 'origin/main');
    desk.session(shop.root, 'new').prompt().write('src/new.ts', feature('other'));
    shop.commit('New');
    shop.run('push', '-q', '-u', 'origin', 'feat/new');
    // From now on the remote is known by where people find it.
    shop.run('remote', 'set-url', 'origin', 'git@github.com:ada/shop.git');
    await desk.collect();
    const { pieces } = await desk.report();
    const told = pieces.map(({ outcome, pullRequest, newPullRequest }) => [
      outcome,
      pullRequest,
      newPullRequest,
    ]);
    assert.deepEqual(told.sort(), [
      ['in review', address, null],
      ['pushed', null, 'https://github.com/ada/shop/compare/main...feat/new?expand=1'],
    ]);
  });
});
