import assert from 'node:assert/strict';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/git/identify.ts';
import { hostedIdentity, withoutCredentials } from '../../src/git/remotes.ts';
import { problemOf, Workshop } from '../support/repository.ts';

describe('git/identify', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  it('finds the repository from a folder inside, and names its remote by its real path', async () => {
    const repository = shop.published();
    mkdirSync(join(repository.root, 'deep', 'er'), { recursive: true });
    const found = await identify(shop.git(), join(repository.root, 'deep', 'er'));
    assert.equal(found?.commonDir, repository.commonDir);
    assert.equal(found?.worktree, repository.root);
    assert.equal(found?.shallow, false);
    assert.deepEqual(found?.remotes, [
      { name: 'origin', url: shop.path('work-remote.git'), identity: shop.path('work-remote.git') },
    ]);
  });

  it('finds nothing outside a repository, and no remote where there is none', async () => {
    assert.equal(await identify(shop.git(), shop.root), null);
    const alone = shop.init('alone');
    assert.deepEqual((await identify(shop.git(), alone.root))?.remotes, []);
  });

  it('knows a linked worktree, one at a bare hub and a symbolic link as the same repository', async () => {
    const repository = shop.published();
    repository.run('worktree', 'add', '-q', shop.path('linked'), '-b', 'side');
    const linked = await identify(shop.git(), shop.path('linked'));
    assert.equal(linked?.commonDir, repository.commonDir);
    assert.equal(linked?.worktree, shop.path('linked'));

    symlinkSync(repository.root, shop.path('link'));
    assert.equal((await identify(shop.git(), shop.path('link')))?.worktree, repository.root);

    repository.run('clone', '-q', '--bare', repository.root, shop.path('hub.git'));
    const hub = shop.at(shop.path('hub.git'));
    hub.run('worktree', 'add', '-q', shop.path('at-hub'), 'main');
    assert.equal((await identify(shop.git(), hub.root))?.worktree, null);
    assert.equal((await identify(shop.git(), shop.path('at-hub')))?.commonDir, hub.root);
  });

  it('takes a submodule as a repository of its own', async () => {
    const outer = shop.published('outer');
    shop.published('inner');
    outer.run('submodule', '--quiet', 'add', shop.path('inner-remote.git'), 'sub');
    const found = await identify(shop.git(), join(outer.root, 'sub'));
    assert.equal(found?.commonDir, join(outer.commonDir, 'modules', 'sub'));
    assert.equal(found?.worktree, join(outer.root, 'sub'));
    assert.equal(found?.remotes[0]?.identity, shop.path('inner-remote.git'));
  });

  it('follows a separate git directory', async () => {
    const repository = shop.init('apart', `--separate-git-dir=${shop.path('elsewhere')}`);
    const found = await identify(shop.git(), repository.root);
    assert.equal(found?.commonDir, shop.path('elsewhere'));
    assert.equal(found?.worktree, repository.root);
  });

  it('takes paths with spaces, other scripts and newlines', async () => {
    const repository = shop.init('a b\nжé 雪');
    const found = await identify(shop.git(), repository.root);
    assert.equal(found?.worktree, repository.root);
    assert.equal(found?.commonDir, join(repository.root, '.git'));
  });

  it('says shallow, and reads SHA-256 repositories', async () => {
    const repository = shop.published();
    repository.commit('second');
    repository.run('push', '-q');
    repository.run(
      'clone',
      '-q',
      '--depth=1',
      `file://${shop.path('work-remote.git')}`,
      shop.path('shallow'),
    );
    const shallow = await identify(shop.git(), shop.path('shallow'));
    assert.equal(shallow?.shallow, true);
    assert.equal(shallow?.remotes[0]?.identity, realpathSync(shop.path('work-remote.git')));
    const long = shop.init('long', '--object-format=sha256');
    assert.equal((await identify(shop.git(), long.root))?.worktree, long.root);
  });

  it('says broken, gone, newer and not ours, each by its name', async () => {
    const git = shop.git();
    const broken = shop.init('broken');
    rmSync(join(broken.commonDir, 'HEAD'));
    assert.equal(await problemOf(identify(git, broken.root)), 'broken repository');
    mkdirSync(shop.path('dangling'));
    writeFileSync(shop.path('dangling', '.git'), `gitdir: ${shop.path('nothing')}\n`);
    assert.equal(await problemOf(identify(git, shop.path('dangling'))), 'broken repository');
    assert.equal(await problemOf(identify(git, shop.path('gone'))), 'no folder');
    const newer = shop.init('newer');
    newer.run('config', 'core.repositoryformatversion', '1');
    newer.run('config', 'extensions.tomorrow', 'true');
    assert.equal(await problemOf(identify(git, newer.root)), 'newer format');
    const foreign = shop.path('foreign-git');
    writeFileSync(foreign, '#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec git "$@"\n', { mode: 0o755 });
    const owned = shop.init('owned');
    assert.equal(await problemOf(identify(shop.git({ path: foreign }), owned.root)), 'dubious ownership');
  });
});

describe('git/remotes', () => {
  it('gives every way to write one remote the same identity', () => {
    for (const url of [
      'https://github.com/Owner/Name.git',
      'https://user:secret@github.com/owner/name',
      'http://github.com:8080/owner/name/',
      'git@github.com:owner/name.git',
      'github.com:owner/name',
      'ssh://git@ssh.github.com:443/owner/name.git',
      'git://github.com/owner/name.git/',
    ]) {
      assert.equal(hostedIdentity(url), 'github.com/owner/name', url);
    }
    assert.equal(hostedIdentity('https://gitlab.com/group/sub/name.git'), 'gitlab.com/group/sub/name');
    for (const path of [
      '/srv/git/name.git',
      '../name.git',
      'C:\\git\\name',
      'C:/git/name',
      'file:///srv/x',
    ]) {
      assert.equal(hostedIdentity(path), null, path);
    }
  });

  it('takes credentials out of addresses', () => {
    assert.equal(withoutCredentials('https://user:se%40cret@host.org/o/n.git'), 'https://host.org/o/n.git');
    assert.equal(withoutCredentials('https://token@host.org/o/n?x=secret'), 'https://host.org/o/n');
    assert.equal(withoutCredentials('git@host.org:o/n.git'), 'host.org:o/n.git');
    assert.equal(withoutCredentials('/srv/a@b.git'), '/srv/a@b.git');
  });
});
