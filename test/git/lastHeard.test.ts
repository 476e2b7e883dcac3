import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/git/identify.ts';
import { lastHeard } from '../../src/git/lastHeard.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

describe('git/lastHeard', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const NOW = 4_000_000_000_000;
  const heard = async (repository: TestRepository, name = 'origin', now = NOW) => {
    const git = shop.git();
    const identity = await identify(git, repository.root);
    const remote = identity!.remotes.find(candidate => candidate.name === name);
    return lastHeard(git, identity!, remote!, now);
  };
  const touch = (path: string, second: number) => utimesSync(path, second, second);

  it('is the last push, and null for a remote that was never reached', async () => {
    const repository = shop.published();
    repository.commit('second');
    repository.run('push', '-q');
    const pushed = shop.second * 1000;
    repository.run('remote', 'add', 'silent', shop.path('nowhere.git'));
    assert.equal(await heard(repository), pushed);
    assert.equal(await heard(repository, 'silent'), null);
    assert.equal(await heard(repository, 'origin', pushed - 5000), pushed - 5000);
  });

  it('is the clone where nothing came after', async () => {
    const repository = shop.published();
    repository.run('clone', '-q', shop.path('work-remote.git'), shop.path('other'));
    assert.equal(await heard(shop.at(shop.path('other'))), shop.second * 1000);
  });

  it('is the last fetch though it brought nothing, by the remote that it asked, in any worktree', async () => {
    const repository = shop.published();
    shop.bare('second.git');
    repository.run('remote', 'add', 'second', shop.path('second.git'));
    repository.run('push', '-q', 'second', 'main');
    const pushed = shop.second * 1000;
    repository.run('fetch', '-q', 'origin');
    touch(join(repository.commonDir, 'FETCH_HEAD'), 1_900_000_000);
    assert.equal(await heard(repository), 1_900_000_000_000);
    assert.equal(await heard(repository, 'second'), pushed);
    repository.run('worktree', 'add', '-q', shop.path('linked'), '-b', 'side');
    shop.at(shop.path('linked')).run('fetch', '-q', 'second');
    touch(join(repository.commonDir, 'worktrees', 'linked', 'FETCH_HEAD'), 1_950_000_000);
    assert.equal(await heard(repository, 'second'), 1_950_000_000_000);
    assert.equal(await heard(repository), 1_900_000_000_000);
  });

  it('counts a fetch from an empty remote', async () => {
    shop.bare('empty.git');
    const repository = shop.init('r');
    repository.run('remote', 'add', 'origin', shop.path('empty.git'));
    assert.equal(await heard(repository), null);
    repository.run('fetch', '-q');
    touch(join(repository.commonDir, 'FETCH_HEAD'), 1_900_000_000);
    assert.equal(await heard(repository), 1_900_000_000_000);
  });
});
