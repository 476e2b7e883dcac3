import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from '../../src/git/identify.ts';
import { snapshotRefs } from '../../src/git/refs.ts';
import { namedShippingRefs, shippingRef } from '../../src/git/shippingRef.ts';
import type { RefSnapshot } from '../../src/model/git.ts';
import { problemOf, type TestRepository, Workshop } from '../support/repository.ts';

describe('git/refs', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const snapshot = async (repository: TestRepository): Promise<RefSnapshot> => {
    const git = shop.git();
    const identity = await identify(git, repository.root);
    return snapshotRefs(git, identity!);
  };

  it('has heads, remote refs, tags as the commits they name, the stash and remote heads', async () => {
    const repository = shop.published();
    const head = repository.head();
    repository.run('tag', 'light');
    repository.run('tag', '-a', '-m', 'release', 'annotated');
    repository.write('first.ts', 'changed\n');
    repository.run('stash', '-q');
    const { refs, remoteHeads, upstreams } = await snapshot(repository);
    assert.deepEqual(Object.fromEntries(refs), {
      'refs/heads/main': head,
      'refs/remotes/origin/main': head,
      'refs/stash': repository.head('refs/stash'),
      'refs/tags/annotated': head,
      'refs/tags/light': head,
    });
    assert.deepEqual([...remoteHeads], [['refs/remotes/origin/HEAD', 'refs/remotes/origin/main']]);
    assert.deepEqual([...upstreams], [['refs/heads/main', 'refs/remotes/origin/main']]);
  });

  it('lists worktrees: on a branch, detached, unborn, gone', async () => {
    const repository = shop.published();
    const head = repository.head();
    repository.run('worktree', 'add', '-q', shop.path('a b\nc'), '-b', 'side');
    repository.run('worktree', 'add', '-q', '--detach', shop.path('loose'));
    repository.run('worktree', 'add', '-q', shop.path('lost'), '-b', 'lost');
    rmSync(shop.path('lost'), { recursive: true });
    const { worktrees } = await snapshot(repository);
    assert.deepEqual(worktrees, [
      { root: repository.root, head, branch: 'refs/heads/main', prunable: false },
      { root: shop.path('a b\nc'), head, branch: 'refs/heads/side', prunable: false },
      { root: shop.path('loose'), head, branch: null, prunable: false },
      { root: shop.path('lost'), head, branch: 'refs/heads/lost', prunable: true },
    ]);
    const unborn = await snapshot(shop.init('unborn'));
    assert.equal(unborn.refs.size, 0);
    assert.deepEqual(unborn.worktrees, [
      { root: shop.path('unborn'), head: null, branch: 'refs/heads/main', prunable: false },
    ]);
  });

  it('lists worktrees by a git that knows no -z for them', async () => {
    const repository = shop.published();
    const old = shop.path('old-git');
    const body = 'case "$*" in *"worktree list"*-z*) echo usage >&2; exit 129;; esac\nexec git "$@"';
    writeFileSync(old, `#!/bin/sh\n${body}\n`, { mode: 0o755 });
    const identity = await identify(shop.git(), repository.root);
    const { worktrees } = await snapshotRefs(shop.git({ path: old }), identity!);
    assert.deepEqual(worktrees, (await snapshot(repository)).worktrees);
    assert.equal(worktrees.length, 1);
  });

  it('gives the root of a submodule, of a separate git directory, and none at a bare hub', async () => {
    const outer = shop.published('outer');
    shop.published('inner');
    outer.run('submodule', '--quiet', 'add', shop.path('inner-remote.git'), 'sub');
    const sub = await snapshot(shop.at(join(outer.root, 'sub')));
    assert.deepEqual(
      sub.worktrees.map(worktree => worktree.root),
      [join(outer.root, 'sub')],
    );
    const apart = await snapshot(shop.init('apart', `--separate-git-dir=${shop.path('elsewhere')}`));
    assert.deepEqual(
      apart.worktrees.map(worktree => worktree.root),
      [shop.path('apart')],
    );
    const hub = await snapshot(shop.at(shop.path('inner-remote.git')));
    assert.deepEqual(hub.worktrees, []);
    assert.equal(hub.refs.size, 1);
  });

  it('goes on past one broken ref, and says when the repository is gone', async () => {
    const repository = shop.published();
    writeFileSync(join(repository.commonDir, 'refs', 'heads', 'broken'), 'nonsense\n');
    assert.equal((await snapshot(repository)).refs.get('refs/heads/main'), repository.head());
    const identity = await identify(shop.git(), repository.root);
    rmSync(repository.root, { recursive: true });
    assert.equal(await problemOf(snapshotRefs(shop.git(), identity!)), 'no folder');
  });
});

describe('git/shippingRef', () => {
  const remote = (name: string) => ({ name, url: name, identity: name });
  const given = (
    refs: string[],
    {
      heads = {},
      upstreams = {},
    }: { heads?: Record<string, string>; upstreams?: Record<string, string> } = {},
  ): RefSnapshot => ({
    refs: new Map(refs.map(ref => [ref, '1'])),
    remoteHeads: new Map(Object.entries(heads)),
    upstreams: new Map(Object.entries(upstreams)),
    worktrees: [],
  });

  it('prefers upstream, then what the default branch follows, then origin, then the only one', () => {
    const refs = [
      'refs/heads/main',
      'refs/remotes/upstream/main',
      'refs/remotes/origin/main',
      'refs/remotes/fork/main',
    ];
    const followed = given(refs, { upstreams: { 'refs/heads/main': 'refs/remotes/fork/main' } });
    const all = ['origin', 'fork', 'upstream'].map(remote);
    assert.deepEqual(shippingRef(followed, all), { remote: 'upstream', ref: 'refs/remotes/upstream/main' });
    assert.deepEqual(shippingRef(followed, all.slice(0, 2)), {
      remote: 'fork',
      ref: 'refs/remotes/fork/main',
    });
    assert.deepEqual(shippingRef(given(refs), all.slice(0, 2)), {
      remote: 'origin',
      ref: 'refs/remotes/origin/main',
    });
    assert.deepEqual(shippingRef(given(refs), [remote('fork')]), {
      remote: 'fork',
      ref: 'refs/remotes/fork/main',
    });
    assert.equal(shippingRef(given(refs), [remote('one'), remote('two')]), null);
    assert.equal(shippingRef(given(refs), []), null);
  });

  it("takes the remote's HEAD, and a usual name where that is missing or gone", () => {
    const refs = ['refs/remotes/origin/develop', 'refs/remotes/origin/trunk', 'refs/remotes/origin/next'];
    const head = (target: string) => given(refs, { heads: { 'refs/remotes/origin/HEAD': target } });
    const origin = [remote('origin')];
    assert.equal(shippingRef(head('refs/remotes/origin/next'), origin)?.ref, 'refs/remotes/origin/next');
    assert.equal(shippingRef(head('refs/remotes/origin/gone'), origin)?.ref, 'refs/remotes/origin/trunk');
    assert.equal(shippingRef(given(refs), origin)?.ref, 'refs/remotes/origin/trunk');
    assert.deepEqual(shippingRef(given([]), origin), { remote: 'origin', ref: null });
  });

  it('takes branches of the primary remote that the person named, and none else', () => {
    const origin = { name: 'origin', url: '', identity: 'forge.example/team/app' };
    const refs = [
      'main',
      'HEAD',
      'release/1',
      'release/2.x',
      'release',
      'next',
      'a+b',
      'fix/#7',
      'work/#8',
    ].map(name => `refs/remotes/origin/${name}`);
    const all = [...refs, 'refs/remotes/fork/release/1', 'refs/heads/release/1', refs[2]!];
    const named = (...names: string[]) =>
      namedShippingRefs(all, { remote: 'origin', ref: refs[0]! }, [origin], names).map(ref =>
        ref.replace('refs/remotes/origin/', ''),
      );
    assert.deepEqual(named('release/*'), ['release/1', 'release/2.x']);
    assert.deepEqual(named('release/2.x', 'release/2?x', 'next'), ['next', 'release/2.x']);
    assert.deepEqual(named('Forge.example/Team/app#next', 'forge.example/team/other#release'), ['next']);
    assert.deepEqual(named('a+b', 'nex'), ['a+b']);
    assert.deepEqual(named('fix/#7', 'forge.example/team/app#work/#*'), ['fix/#7', 'work/#8']);
    assert.deepEqual(named('main', '#', ''), []);
    assert.deepEqual(named('**'), [
      'a+b',
      'fix/#7',
      'next',
      'release',
      'release/1',
      'release/2.x',
      'work/#8',
    ]);
    assert.deepEqual(namedShippingRefs(all, null, [origin], ['*']), []);
  });

  it('knows remotes with slashes in their names', () => {
    const snapshot = given(['refs/heads/main', 'refs/remotes/team/a/main'], {
      upstreams: { 'refs/heads/main': 'refs/remotes/team/a/main' },
    });
    const found = shippingRef(snapshot, ['team', 'team/a', 'origin'].map(remote));
    assert.deepEqual(found, { remote: 'team/a', ref: 'refs/remotes/team/a/main' });
  });
});
