import assert from 'node:assert/strict';
import { ownEmail } from '../../src/git/ownEmail.ts';
import { containedIn, readTags } from '../../src/git/releases.ts';
import { Workshop } from '../support/repository.ts';

describe('git/releases', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  it('gives tags of commits with their times, oldest first', async () => {
    const repository = shop.published();
    const first = repository.head();
    repository.run('tag', '-a', '-m', 'two', 'v2');
    const taggedAt = shop.second * 1000;
    repository.run('tag', 'v1');
    repository.run('tag', 'tree', 'HEAD^{tree}');
    const committedAt = Number(repository.run('log', '-1', '--format=%ct')) * 1000;
    assert.deepEqual(await readTags(shop.git(), repository.commonDir), [
      { ref: 'refs/tags/v1', commit: first, at: committedAt },
      { ref: 'refs/tags/v2', commit: first, at: taggedAt },
    ]);
    assert.deepEqual(await readTags(shop.git(), shop.init('none').commonDir), []);
  });

  it('tells what releases contain', async () => {
    const repository = shop.published();
    const first = repository.head();
    repository.run('tag', 'v1');
    const second = repository.commit('second');
    const third = repository.commit('third');
    const missing = 'f'.repeat(40);
    const ask = (tips: string[]) =>
      containedIn(shop.git(), repository.commonDir, [third, second, first, missing], tips);
    assert.deepEqual(await ask(['refs/tags/v1']), new Set([first]));
    assert.deepEqual(await ask(['refs/tags/v1', second, missing]), new Set([second, first]));
    assert.deepEqual(await ask([missing]), new Set());
    assert.deepEqual(await ask([]), new Set());
  });

  it("knows the person's address, the repository's own before the general one", async () => {
    const repository = shop.init('r');
    assert.equal(await ownEmail(shop.git(), repository.commonDir), 'dev@example.com');
    repository.run('config', 'user.email', 'work@example.com');
    assert.equal(await ownEmail(shop.git(), repository.commonDir), 'work@example.com');
    assert.equal(
      await ownEmail(shop.git({ home: shop.path('nobody') }), repository.commonDir),
      'work@example.com',
    );
    repository.run('config', '--unset', 'user.email');
    assert.equal(await ownEmail(shop.git({ home: shop.path('nobody') }), repository.commonDir), null);
  });
});
