import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitWatch } from '../../src/engine/gitWatch.ts';
import { watchedFolders } from '../../src/engine/watchedFolders.ts';

describe('engine/gitWatch', () => {
  let root: string;
  let told: string[];
  let watch: GitWatch;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'git-watch-'));
    told = [];
    watch = new GitWatch(commonDir => told.push(commonDir));
  });
  afterEach(() => {
    watch.close();
    rmSync(root, { recursive: true, force: true });
  });
  const settle = () => new Promise(resolve => setTimeout(resolve, 120));
  const repository = (name: string) => {
    const commonDir = join(root, name, '.git');
    mkdirSync(join(commonDir, 'refs'), { recursive: true });
    return commonDir;
  };

  it('tells of what leaves a trace, and not of locks', async () => {
    const shop = repository('shop');
    watch.set(await watchedFolders([shop]));
    writeFileSync(join(shop, 'index.lock'), '');
    await settle();
    assert.deepEqual(told, []);
    writeFileSync(join(shop, 'refs', 'main'), '');
    await settle();
    assert.deepEqual([...new Set(told)], [shop]);
  });

  it('tells of a repository that comes where it was gone, and of no other beside it', async () => {
    const [there, gone] = [repository('there'), join(root, 'gone', '.git')];
    watch.set(await watchedFolders([there, gone, join(root, 'other', '.git')]));
    writeFileSync(join(root, 'noise'), '');
    await settle();
    assert.deepEqual(told, []);
    repository('gone');
    await settle();
    assert.deepEqual([...new Set(told)], [gone]);
  });

  it('tells of a repository that comes in a folder of its name', async () => {
    const gone = join(root, 'foo', 'foo', '.git');
    mkdirSync(join(root, 'foo'));
    watch.set(await watchedFolders([gone]));
    repository(join('foo', 'foo'));
    await settle();
    assert.deepEqual([...new Set(told)], [gone]);
  });

  it('awaits none whose surroundings are gone too', async () => {
    const gone = join(root, 'temporary', 'gone', '.git');
    assert.deepEqual([...(await watchedFolders([gone]))], []);
  });
});
