import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GitError } from '../../src/git/gitError.ts';
import { identify } from '../../src/git/identify.ts';
import { RestrictedFolders } from '../../src/git/restrictedFolders.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

describe('git/restrictedFolders', () => {
  let workshop: Workshop;
  let shop: TestRepository;
  beforeEach(() => {
    workshop = new Workshop();
    shop = workshop.init('shop');
    shop.commit('first', { 'src/a.ts': 'a\n', 'docs/b.md': 'b\n' });
  });
  afterEach(() => workshop.remove());

  const has = (path: string, restricted: string[], trusted: string[] = []) => {
    const folders = new RestrictedFolders();
    folders.set(restricted, trusted);
    return folders.has(path);
  };
  const inside = (...parts: string[]) => join(shop.root, ...parts);

  it('has a repository in them, around them, and all that belongs to it', () => {
    for (const restricted of [shop.root, inside('docs'), inside('.git'), workshop.root]) {
      for (const path of [shop.root, inside('src'), inside('gone', 'long ago'), shop.commonDir])
        assert.ok(has(path, [restricted]), `${path} where ${restricted} is restricted`);
    }
    assert.equal(has(shop.root, []), false);
    assert.equal(
      has(shop.root, [workshop.path('sho'), workshop.path('shop2')]),
      false,
      'a name that begins so',
    );
  });

  it('leaves what lies in a trusted folder, and nothing around one', () => {
    assert.equal(has(shop.root, [workshop.root], [shop.root]), false);
    assert.equal(has(inside('src'), [inside('docs')], [shop.root]), false);
    assert.equal(has(shop.commonDir, [workshop.root], [shop.root]), false);
    assert.ok(has(shop.root, [shop.root], [inside('src')]));
  });

  it('follows links, on either side', () => {
    const link = workshop.path('link');
    symlinkSync(shop.root, link);
    assert.ok(has(shop.root, [link]));
    assert.ok(has(link, [shop.root]));
    assert.ok(has(join(link, 'src'), [inside('docs')]));
    assert.ok(has(join(link, 'gone', 'long ago'), [shop.root]));
    assert.equal(has(shop.root, [workshop.root], [link]), false);
  });

  it('has linked worktrees of what it has, and not the repository of one', () => {
    const tree = workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    assert.ok(has(tree, [shop.root]));
    assert.ok(has(join(tree, 'src'), [inside('docs')]));
    assert.ok(has(tree, [join(tree, 'src')]));
    assert.equal(has(shop.root, [tree]), false);
    assert.equal(has(shop.commonDir, [tree]), false);
    rmSync(tree, { recursive: true });
    assert.ok(has(join(tree, 'src'), [tree]), 'gone');
  });

  it('leaves the repository around another that alone is restricted, or around a linked worktree', () => {
    const nested = workshop.init('shop/nested');
    shop.run('worktree', 'add', '-q', '-b', 'side', inside('.claude', 'worktrees', 'x'));
    for (const restricted of [nested.root, inside('.claude', 'worktrees', 'x')]) {
      assert.ok(has(restricted, [restricted]));
      for (const path of [shop.root, shop.commonDir, inside('src')])
        assert.equal(has(path, [restricted]), false);
    }
  });

  it('has a repository whose .git is a link', () => {
    const elsewhere = workshop.path('elsewhere.git');
    renameSync(shop.commonDir, elsewhere);
    symlinkSync(elsewhere, shop.commonDir);
    const tree = workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    for (const path of [shop.root, elsewhere, shop.commonDir, tree])
      assert.ok(has(path, [inside('src')]), path);
  });

  it('has the repository of a submodule, of a bare hub and of a folder of its own', () => {
    const hub = workshop.bare('hub.git');
    shop.run('push', '-q', hub.root, 'main');
    const tree = workshop.path('hubs', 'tree');
    hub.run('worktree', 'add', '-q', tree, 'main');
    assert.ok(has(tree, [hub.root]));
    assert.ok(has(hub.root, [hub.root]));
    assert.equal(has(hub.root, [tree]), false);

    const own = workshop.path('own');
    mkdirSync(own);
    const gitDir = workshop.path('git-dirs', 'own');
    mkdirSync(workshop.path('git-dirs'));
    workshop.at(own).run('init', '-q', `--separate-git-dir=${gitDir}`);
    assert.ok(has(gitDir, [own]));
    assert.ok(has(own, [gitDir]));

    shop.run('submodule', 'add', '-q', hub.root, 'vendor/hub');
    const module = inside('.git', 'modules', 'vendor', 'hub');
    assert.ok(has(module, [inside('vendor', 'hub')]));
    assert.ok(has(module, [shop.root]));
    assert.equal(has(shop.root, [hub.root]), false);
  });

  const PASSED_OVER: Readonly<Record<string, (folder: string) => void>> = {
    'an empty folder .git': folder => mkdirSync(join(folder, '.git')),
    'a link .git that leads nowhere': folder => symlinkSync('nowhere', join(folder, '.git')),
    'a pipe .git': folder => execFileSync('mkfifo', [join(folder, '.git')]),
    'a link .git to a device': folder => symlinkSync('/dev/zero', join(folder, '.git')),
    'files that are named as those of a bare repository': folder => {
      for (const name of ['HEAD', 'objects', 'refs']) writeFileSync(join(folder, name), 'ref: nothing\n');
    },
    'folders of a repository without a branch': folder => {
      for (const name of ['objects', 'refs']) mkdirSync(join(folder, '.git', name), { recursive: true });
      writeFileSync(join(folder, '.git', 'HEAD'), 'main\n');
    },
  };
  for (const [what, make] of Object.entries(PASSED_OVER)) {
    it(`has the repository around ${what}, as git has`, () => {
      make(inside('src'));
      assert.equal(workshop.at(inside('src')).run('rev-parse', '--show-toplevel'), shop.root);
      for (const restricted of [inside('src'), inside('docs'), shop.root]) {
        assert.ok(has(inside('src'), [restricted]), restricted);
        assert.ok(has(shop.root, [restricted]), restricted);
      }
      assert.equal(has(inside('src'), [inside('src')], [shop.root]), false);
    });
  }

  const LED_TO: Readonly<Record<string, string>> = {
    'ends in several line ends': 'gitdir: ../shop/.git\n\r\n',
    'goes on after a NUL': 'gitdir: ../shop/.git\0nothing',
    'goes back from where a link leads': 'gitdir: link/../.git\n',
  };
  for (const [what, text] of Object.entries(LED_TO)) {
    it(`has the repository of a file .git that ${what}, as git has`, () => {
      const outside = workshop.path('outside');
      mkdirSync(outside);
      symlinkSync(inside('docs'), join(outside, 'link'));
      writeFileSync(join(outside, '.git'), text);
      const asked = workshop.at(outside).run('rev-parse', '--path-format=absolute', '--git-common-dir');
      assert.equal(asked, shop.commonDir);
      assert.ok(has(outside, [shop.root]));
      assert.ok(has(shop.commonDir, [outside]));
    });
  }

  it('follows what names where a repository is kept however it is said, as git does', () => {
    const tree = workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    const own = workshop.path('own');
    renameSync(inside('.git', 'worktrees', 'tree'), own);
    writeFileSync(join(own, 'commondir'), `${'./'.repeat(4_000)}../shop/.git\n`);
    const asked = (at: string) =>
      workshop.at(at).run('rev-parse', '--path-format=absolute', '--git-common-dir');
    writeFileSync(join(tree, '.git'), `gitdir: ${own}\n`);
    assert.equal(asked(tree), shop.commonDir);
    assert.ok(has(tree, [shop.root]));
    rmSync(join(tree, '.git'));
    renameSync(own, join(tree, '.git'));
    writeFileSync(join(tree, '.git', 'commondir'), '../../shop/.git\n');
    assert.equal(asked(tree), shop.commonDir);
    assert.ok(has(tree, [shop.root]));
    assert.equal(has(shop.root, [tree]), false);

    const beside = workshop.path('beside');
    renameSync(join(tree, '.git'), beside);
    writeFileSync(join(beside, 'commondir'), `${shop.commonDir}\n`);
    symlinkSync(beside, join(tree, '.git'));
    assert.equal(asked(tree), shop.commonDir);
    assert.ok(has(tree, [shop.root]));
    writeFileSync(join(beside, 'commondir'), '.\n');
    assert.ok(has(beside, [tree]));
    writeFileSync(join(beside, 'commondir'), `${shop.commonDir}\n`);
    for (const name of ['objects', 'refs']) mkdirSync(join(beside, name), { recursive: true });
    assert.equal(asked(beside), shop.commonDir);
    assert.ok(has(beside, [shop.root]));
  });

  it('goes no further by a path that no system takes', () => {
    const outside = workshop.path('outside');
    mkdirSync(outside);
    writeFileSync(join(outside, '.git'), `gitdir: ${'x/'.repeat(200_000)}`);
    assert.ok(has(outside, [outside]));
    assert.equal(has(shop.root, [outside]), false);
  });

  it('knows which repositories they lie in', () => {
    const folders = new RestrictedFolders();
    folders.set([workshop.home], []);
    assert.deepEqual(folders.roots, []);
    folders.set([workshop.home, inside('src')], []);
    assert.deepEqual(folders.roots, [shop.root]);
  });

  it('are where git does not run', async () => {
    const folders = new RestrictedFolders();
    const git = workshop.git({ path: workshop.path('no such program'), restricted: folders });
    folders.set([inside('src')], []);
    const restricted = (error: unknown) => error instanceof GitError && error.problem === 'restricted';
    await assert.rejects(git.run({ folder: shop.root }, ['status']), restricted);
    await assert.rejects(git.run({ commonDir: shop.commonDir }, ['log']), restricted);
    await assert.rejects(identify(git, inside('docs')), restricted);
    assert.equal(git.mayRunIn(shop.root), false);
    folders.set([], []);
    assert.equal((await identify(workshop.git({ restricted: folders }), shop.root))?.worktree, shop.root);
  });
});
