import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/git/identify.ts';
import { isTelling, watchPaths } from '../../src/git/watchPaths.ts';
import { Workshop } from '../support/repository.ts';

describe('git/watchPaths', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  it('covers the folders that a push, a commit in a worktree and a packed ref touch', async () => {
    const repository = shop.published();
    repository.run('worktree', 'add', '-q', shop.path('linked'), '-b', 'side');
    const identity = await identify(shop.git(), shop.path('linked'));
    const at = (...parts: string[]) => join(repository.commonDir, ...parts);
    assert.deepEqual(await watchPaths(identity!.commonDir), [
      { folder: at(), recursive: false },
      { folder: at('refs'), recursive: true },
      { folder: at('logs'), recursive: true },
      { folder: at('worktrees'), recursive: false },
      { folder: at('worktrees', 'linked'), recursive: false },
    ]);
    mkdirSync(at('reftable'));
    assert.ok((await watchPaths(identity!.commonDir)).some(({ folder }) => folder === at('reftable')));
    assert.deepEqual(await watchPaths(shop.path('gone')), []);
  });

  it('knows what changes when one only looks', () => {
    for (const path of [
      '/r/.git/index',
      '/r/.git/HEAD.lock',
      'C:\\r\\.git\\index',
      '/r/.git/COMMIT_EDITMSG',
    ]) {
      assert.equal(isTelling(path), false, path);
    }
    for (const path of [
      '/r/.git/refs/remotes/origin/main',
      '/r/.git/packed-refs',
      '/r/.git/HEAD',
      '/r/.git/FETCH_HEAD',
    ]) {
      assert.equal(isTelling(path), true, path);
    }
  });
});
