import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { watchedFolders } from '../../src/engine/watchedFolders.ts';
import { identify } from '../../src/git/identify.ts';
import { lastHeard } from '../../src/git/lastHeard.ts';
import { reachOf, unpublished } from '../../src/git/published.ts';
import { readMoves } from '../../src/git/refMoves.ts';
import { snapshotRefs } from '../../src/git/refs.ts';
import { shippingRef } from '../../src/git/shippingRef.ts';
import { stashedChanges } from '../../src/git/stash.ts';
import { isTelling } from '../../src/git/watchPaths.ts';
import { createPacker } from '../../src/lines/packer.ts';
import type { RefMove } from '../../src/model/git.ts';
import { newerGit } from '../support/newerGit.ts';
import { notRun } from '../support/notRun.ts';
import { problemOf, type RefFormat, type TestRepository, Workshop } from '../support/repository.ts';

const newer = await newerGit();
if ('missing' in newer) notRun('reftable', newer.missing);
else
  describe('git: refs kept in a reftable', function () {
    this.timeout(60_000);
    asWithFiles(newer.path);
  });

const MAIN = 'refs/remotes/origin/main';
const SIDE = 'refs/remotes/origin/side';

/** Commits have the same ids in both formats: what is read of a repository has to be the same to the letter. */
function asWithFiles(gitPath: string): void {
  const shops: Workshop[] = [];
  afterEach(() => {
    for (const shop of shops.splice(0)) shop.remove();
  });

  const open = (refFormat: RefFormat): Workshop => {
    const shop = new Workshop({ gitPath, refFormat });
    shops.push(shop);
    return shop;
  };
  /** What a story tells of repositories with a reftable, after it was found the same with files. */
  const inBoth = async <T>(story: (shop: Workshop) => Promise<T>): Promise<T> => {
    const files = await story(open('files'));
    const reftable = await story(open('reftable'));
    assert.deepEqual(reftable, files);
    return reftable;
  };

  const look = async (repository: TestRepository) => {
    const git = repository.workshop.git();
    const identity = (await identify(git, repository.root))!;
    return { identity, at: repository.workshop.second * 1000, snapshot: await snapshotRefs(git, identity) };
  };
  const moves = async (
    repository: TestRepository,
    previous: Awaited<ReturnType<typeof look>> | null = null,
  ): Promise<RefMove[]> => {
    const { snapshot, at } = await look(repository);
    return readMoves(repository.workshop.git(), repository.commonDir, { snapshot, previous, now: at });
  };
  const heard = async (repository: TestRepository) => {
    const { identity, at } = await look(repository);
    return lastHeard(repository.workshop.git(), identity, identity.remotes[0]!, at);
  };
  const brief = ({ ref, kind, forced, logged }: RefMove) => [ref, kind, forced, logged];

  it('is what these tests make', () => {
    const kept = (refFormat: RefFormat) =>
      existsSync(join(open(refFormat).published().commonDir, 'reftable', 'tables.list'));
    assert.deepEqual([kept('files'), kept('reftable')], [false, true]);
  });

  it('gives heads, remote refs, tags, the stash, remote heads and worktrees', async () => {
    const { refs, remoteHeads, shipping, worktrees, stashed } = await inBoth(async shop => {
      const repository = shop.published();
      repository.run('tag', '-a', '-m', 'release', 'v1');
      repository.write('first.ts', 'export const first = 2;\n');
      repository.run('stash', '-q');
      repository.run('worktree', 'add', '-q', shop.path('side'), '-b', 'side');
      repository.run('worktree', 'add', '-q', '--detach', shop.path('loose'));
      shop.at(shop.path('loose')).commit('loose');
      const { identity, snapshot } = await look(repository);
      const stash = await stashedChanges(
        shop.git(),
        identity.commonDir,
        await createPacker(new Uint8Array(32)),
        () => false,
      );
      return {
        ...snapshot,
        worktrees: snapshot.worktrees.map(each => ({ ...each, root: relative(shop.root, each.root) })),
        shipping: shippingRef(snapshot, identity.remotes),
        stashed: stash.map(({ files }) => files.map(({ path }) => path)),
      };
    });
    assert.deepEqual(
      [...refs.keys()].sort(),
      ['refs/heads/main', 'refs/heads/side', MAIN, 'refs/stash', 'refs/tags/v1'].sort(),
    );
    assert.deepEqual([...remoteHeads], [['refs/remotes/origin/HEAD', MAIN]]);
    assert.deepEqual(shipping, { remote: 'origin', ref: MAIN });
    assert.deepEqual(
      worktrees.map(({ root, branch }) => [root, branch]),
      [
        ['work', 'refs/heads/main'],
        ['loose', null],
        ['side', 'refs/heads/side'],
      ],
    );
    assert.deepEqual(stashed, [['first.ts']]);
  });

  it('dates pushes: the first, the next, a forced one, one from a linked worktree', async () => {
    const { found, pushedAt } = await inBoth(async shop => {
      const repository = shop.published();
      const pushed = [shop.second - 60];
      repository.commit('second');
      repository.run('push', '-q');
      pushed.push(shop.second);
      repository.run('commit', '-q', '--amend', '--allow-empty', '-m', 'amended');
      repository.run('push', '-q', '--force-with-lease');
      pushed.push(shop.second);
      repository.run('worktree', 'add', '-q', shop.path('linked'), '-b', 'side');
      const linked = shop.at(shop.path('linked'));
      linked.commit('side');
      linked.with({ GIT_COMMITTER_EMAIL: 'other@example.com' }, 'push', '-q', 'origin', 'side');
      pushed.push(shop.second);
      return { found: await moves(repository), pushedAt: pushed };
    });
    assert.deepEqual(found.map(brief), [
      [MAIN, 'push', false, true],
      [MAIN, 'push', false, true],
      [MAIN, 'push', true, true],
      [SIDE, 'push', false, true],
    ]);
    assert.deepEqual(
      found.map(({ at }) => at / 1000),
      pushedAt,
    );
    assert.equal(found.at(-1)?.actor, 'other@example.com');
  });

  it('tells fetches, forced ones too, a renamed remote and a push that left no line', async () => {
    const told = await inBoth(async shop => {
      const repository = shop.published();
      repository.run('clone', '-q', shop.path('work-remote.git'), shop.path('other'));
      const other = shop.at(shop.path('other'));
      other.commit('second');
      other.run('push', '-q');
      repository.run('fetch', '-q');
      other.run('commit', '-q', '--amend', '--allow-empty', '-m', 'amended');
      other.run('push', '-q', '--force');
      repository.run('fetch', '-q');
      const before = await look(repository);
      repository.run('config', 'core.logAllRefUpdates', 'false');
      repository.run('push', '-q', 'origin', 'HEAD:side');
      const quiet = await moves(repository, before);
      repository.run('config', '--unset', 'core.logAllRefUpdates');
      const between = await look(repository);
      repository.run('remote', 'rename', 'origin', 'forge');
      return [quiet, await moves(repository), await moves(repository, between)];
    });
    const [quiet, all, renamed] = told.map(each => each.map(brief));
    assert.deepEqual(quiet, [[SIDE, 'unknown', false, false]]);
    const forge = 'refs/remotes/forge/main';
    assert.deepEqual(all?.slice(0, 3), [
      [forge, 'push', false, true],
      [forge, 'fetch', false, true],
      [forge, 'fetch', true, true],
    ]);
    assert.ok(renamed?.some(([ref, kind]) => ref === forge && kind === 'rename'));
  });

  it('reads the lines without a message that a clone leaves as what they are: a fetch', async () => {
    const shop = open('reftable');
    const first = shop.published().head();
    shop.at(shop.root).run('clone', '-q', shop.path('work-remote.git'), 'other');
    const clonedAt = shop.second * 1000;
    const other = shop.at(shop.path('other'));
    assert.equal(await heard(other), clonedAt);
    const second = other.commit('second');
    other.run('push', '-q');
    assert.deepEqual(
      (await moves(other)).map(({ from, to, kind, forced }) => [from, to, kind, forced]),
      [
        [null, first, 'fetch', false],
        [first, second, 'push', false],
      ],
    );
  });

  it('gives what came since the last look, there and back too, and nothing of a pruned branch', async () => {
    const { since, after, pruned } = await inBoth(async shop => {
      const repository = shop.published();
      const before = await look(repository);
      const first = repository.head();
      repository.commit('second');
      repository.run('push', '-q');
      repository.run('push', '-q', '--force', 'origin', `${first}:main`);
      const since = await moves(repository, before);
      repository.run('push', '-q', 'origin', 'HEAD:side');
      const withSide = await look(repository);
      shop.at(shop.path('work-remote.git')).run('update-ref', '-d', 'refs/heads/side');
      repository.run('fetch', '-q', '--prune');
      const after = await moves(repository, withSide);
      return { since, after, pruned: [...(await look(repository)).snapshot.refs.keys()] };
    });
    assert.deepEqual(since.map(brief), [
      [MAIN, 'push', false, true],
      [MAIN, 'push', true, true],
    ]);
    assert.deepEqual([after, pruned.includes(SIDE)], [[], false]);
  });

  it('knows what it saw after the reflogs expired and git tidied up', async () => {
    const { before, after, afresh } = await inBoth(async shop => {
      const repository = shop.published();
      repository.commit('second');
      repository.run('push', '-q');
      const seen = await look(repository);
      const before = await moves(repository);
      repository.run('reflog', 'expire', '--expire=now', '--all');
      repository.run('pack-refs', '--all');
      repository.run('gc', '-q', '--prune=now');
      return { before, after: await moves(repository, seen), afresh: await moves(repository) };
    });
    assert.deepEqual([before.length, after, afresh.length], [2, [], 0]);
  });

  it('tells how far commits got, what a push would publish, and when the remote was heard', async () => {
    const { reach, waiting, at } = await inBoth(async shop => {
      const repository = shop.published();
      const ids = [repository.head()];
      repository.run('checkout', '-q', '-b', 'side');
      ids.push(repository.commit('pushed'));
      repository.run('push', '-q', 'origin', 'side');
      const at = [await heard(repository), shop.second * 1000];
      ids.push(repository.commit('local'), 'f'.repeat(40));
      const { identity, snapshot } = await look(repository);
      const git = shop.git();
      const reached = await reachOf(git, identity.commonDir, ids, [MAIN]);
      const { byBranch } = await unpublished(git, identity.commonDir, snapshot);
      return { reach: [...reached.values()], waiting: byBranch, at };
    });
    assert.deepEqual(reach, ['shipping', 'remote', 'local', 'missing']);
    assert.deepEqual([...waiting], [['refs/heads/side', 1]]);
    assert.equal(at[0], at[1]);
  });

  it('leaves a trace in a watched folder when something happens, and none when one only looks', async () => {
    await inBoth(async shop => {
      const repository = shop.published();
      repository.run('worktree', 'add', '-q', shop.path('linked'), '-b', 'side');
      const linked = shop.at(shop.path('linked'));
      const other = shop.path('other');
      repository.run('clone', '-q', shop.path('work-remote.git'), other);
      const acts: [string, () => void][] = [
        ['commit', () => repository.commit('second')],
        ['push', () => repository.run('push', '-q')],
        ['push of a branch', () => linked.run('push', '-q', 'origin', 'side')],
        ['checkout', () => repository.run('checkout', '-q', '-b', 'next')],
        ['commit in a worktree', () => linked.commit('third')],
        ['checkout in a worktree', () => linked.run('checkout', '-q', '--detach')],
        ['detached commit in a worktree', () => linked.commit('fourth')],
        ['tag', () => repository.run('tag', 'v1')],
        ['fetch', () => shop.at(other).run('push', '-q', 'origin', 'HEAD:elsewhere')],
      ];
      for (const [name, act] of acts) {
        const before = await traces(repository);
        await moves(repository);
        await heard(repository);
        assert.deepEqual(await traces(repository), before, 'one only looked');
        act();
        if (name === 'fetch') repository.run('fetch', '-q');
        assert.notDeepEqual(await traces(repository), before, `${shop.refFormat}: ${name}`);
      }
    });
  });

  it('is said to be newer than the git that was asked', async () => {
    const shop = open('reftable');
    const repository = shop.published();
    repository.run('config', 'extensions.refStorage', 'of-tomorrow');
    assert.equal(await problemOf(identify(shop.git(), repository.root)), 'newer format');
  });
}

/** What watchers would tell apart: files that mean news. */
async function traces(repository: TestRepository): Promise<string[]> {
  const told: string[] = [];
  for (const folder of (await watchedFolders([repository.commonDir])).keys()) {
    for (const name of readdirSync(folder)) {
      const found = statSync(join(folder, name), { bigint: true });
      if (!found.isFile() || !isTelling(name)) continue;
      told.push(`${join(folder, name)} ${found.ino} ${found.mtimeNs} ${found.size}`);
    }
  }
  return told.sort();
}
