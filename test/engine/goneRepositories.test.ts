import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';

describe('engine: repositories that are gone, and work that goes on elsewhere', () => {
  let desk: Desk;
  let shop: TestRepository;
  let gone: TestRepository;
  beforeEach(() => {
    desk = new Desk();
    shop = desk.workshop.published('shop');
    gone = desk.workshop.published('gone');
  });
  afterEach(() => desk.remove());

  const outcomes = async () =>
    Object.fromEntries((await desk.report()).sessions.map(({ id, outcome }) => [id, outcome]));
  const pieces = async () =>
    (await desk.report()).pieces
      .map(({ sessions, outcome }) => [...sessions.map(({ id }) => id), outcome].join(' '))
      .sort();

  it('hold no piece that lies in another, nor keep others out of it', async () => {
    desk.session(gone.root, 'lost').prompt().write('src/z.ts', feature('zero'));
    desk
      .session(shop.root, 'both')
      .prompt()
      .write('src/a.ts', feature('one'))
      .write('src/b.ts', feature('two'))
      .write('../gone/src/c.ts', feature('three'));
    await desk.collect();
    assert.deepEqual(await pieces(), ['both in progress', 'lost in progress']);
    rmSync(gone.root, { recursive: true });
    desk.session(shop.root, 'next').prompt().edit('src/a.ts', 'one_1 =', 'uno_1 =');
    await desk.collect();
    assert.deepEqual(await pieces(), ['both next in progress', 'lost in progress']);
    shop.commit('One');
    shop.run('push', '-q');
    await desk.collect();
    assert.deepEqual(await pieces(), ['both next shipped', 'lost in progress']);
    // What was heard from afar is told too.
    shop.run('revert', '--no-edit', 'HEAD');
    shop.run('push', '-q');
    await desk.collect();
    assert.deepEqual(await pieces(), ['both next rolled back', 'lost in progress']);
  });

  it('hold no session that names a commit which its own repository has lost', async () => {
    desk.session(gone.root, 'lost').prompt().write('src/z.ts', feature('zero'));
    const session = desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    const commit = shop.commit('One');
    session.shell('git commit -m One', `[main ${commit.slice(0, 7)}] One`);
    await desk.collect();
    assert.equal((await outcomes()).mine, 'committed');
    rmSync(gone.root, { recursive: true });
    shop.run('commit', '-q', '--amend', '-m', 'Once more');
    shop.run('reflog', 'expire', '--expire=now', '--all');
    shop.run('gc', '-q', '--prune=now');
    shop.run('push', '-q');

    await desk.collect();
    assert.deepEqual(await outcomes(), { mine: 'shipped', lost: 'in progress' });
  });

  it('keep what they alone told of a session', async () => {
    const folder = desk.workshop.path('papers');
    desk.session(gone.root, 'lost').prompt().write('src/z.ts', feature('zero'));
    const commit = gone.commit('One', { 'src/a.ts': feature('one') });
    gone.run('push', '-q');
    const session = desk.session(shop.root, 'mine').prompt().write('src/b.ts', feature('two'));
    session.shell('git commit -m One', `[main ${commit.slice(0, 7)}] One`);
    await desk.collect();
    const before = [await outcomes(), await pieces()];
    assert.deepEqual(before, [{ mine: 'shipped', lost: 'shipped' }, ['lost shipped', 'mine shipped']]);
    rmSync(gone.root, { recursive: true });
    for (let look = 0; look < 2; look++) {
      await desk.collect();
      assert.deepEqual([await outcomes(), await pieces()], before);
    }
    desk.session(folder, 'later').prompt().reply();
    await desk.collect();
    assert.equal((await outcomes()).mine, 'shipped');
  });
});
