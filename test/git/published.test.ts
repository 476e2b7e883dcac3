import assert from 'node:assert/strict';
import { resolveCommits } from '../../src/git/commitIds.ts';
import { identify } from '../../src/git/identify.ts';
import { reachOf, unpublished } from '../../src/git/published.ts';
import { snapshotRefs } from '../../src/git/refs.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

describe('git/published', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const pending = async (repository: TestRepository) => {
    const git = shop.git();
    const snapshot = await snapshotRefs(git, (await identify(git, repository.root))!);
    return unpublished(git, repository.commonDir, snapshot);
  };

  it('tells how far each commit got', async () => {
    const repository = shop.published();
    const shipped = repository.head();
    repository.run('checkout', '-q', '-b', 'side');
    const pushed = repository.commit('pushed');
    repository.run('push', '-q', 'origin', 'side');
    const local = repository.commit('local');
    const missing = 'f'.repeat(40);
    const ask = async (ref: string | null) =>
      Object.fromEntries(
        await reachOf(
          shop.git(),
          repository.commonDir,
          [shipped, pushed, local, missing],
          ref === null ? [] : [ref],
        ),
      );
    assert.deepEqual(await ask('refs/remotes/origin/main'), {
      [shipped]: 'shipping',
      [pushed]: 'remote',
      [local]: 'local',
      [missing]: 'missing',
    });
    assert.deepEqual(await ask(null), {
      [shipped]: 'remote',
      [pushed]: 'remote',
      [local]: 'local',
      [missing]: 'missing',
    });
    assert.equal((await reachOf(shop.git(), repository.commonDir, [], [])).size, 0);
  });

  it('counts what a push would publish, branch by branch, detached heads too', async () => {
    const repository = shop.published();
    assert.deepEqual(await pending(repository), { commits: [], byBranch: new Map() });
    repository.commit('one');
    repository.run('checkout', '-q', '-b', 'side');
    repository.commit('two');
    repository.commit('three');
    repository.run('worktree', 'add', '-q', '--detach', shop.path('loose'), 'main');
    const loose = shop.at(shop.path('loose')).commit('loose');
    const { commits, byBranch } = await pending(repository);
    assert.equal(commits.length, 4);
    assert.ok(commits.includes(loose));
    assert.deepEqual(
      byBranch,
      new Map([
        ['refs/heads/main', 1],
        ['refs/heads/side', 3],
      ]),
    );
  });

  it('gives every commit where there is no remote, and none of an unborn branch', async () => {
    const alone = shop.init('alone');
    assert.deepEqual((await pending(alone)).commits, []);
    const first = alone.commit('first');
    assert.deepEqual(await pending(alone), { commits: [first], byBranch: new Map([['refs/heads/main', 1]]) });
  });

  it('resolves short ids to commits and leaves out what is none', async () => {
    const repository = shop.published();
    const head = repository.head();
    const tree = repository.head('HEAD^{tree}');
    const asked = [head.slice(0, 7), head, tree, 'abcdef0', 'not hex', '--all', 'main'];
    const found = await resolveCommits(shop.git(), repository.commonDir, asked);
    assert.deepEqual(
      found,
      new Map([
        [head.slice(0, 7), head],
        [head, head],
      ]),
    );
  });
});
