import assert from 'node:assert/strict';
import { broughtBy, revertingCommits } from '../../src/git/broughtBy.ts';
import { pullRequestAddress } from '../../src/git/pullRequestAddress.ts';
import { Workshop } from '../support/repository.ts';

describe('git/broughtBy', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  it('tells the step that brought each commit, and which commits take others out', async () => {
    const repository = shop.published();
    const first = repository.head();
    repository.run('checkout', '-q', '-b', 'side');
    const inside = repository.commit('inside', { 'a.ts': 'a\n' });
    repository.run('revert', '--no-edit', inside);
    const revert = repository.head();
    repository.run('checkout', '-q', 'main');
    const direct = repository.commit('direct', { 'b.ts': 'b\n' });
    repository.run('merge', '-q', '--no-ff', '-m', 'Merge', 'side');
    const merge = repository.head();
    const other = repository.commit('Take it out\n\nReverts acme/work#12', {});
    const git = shop.git();
    const brought = await broughtBy(
      git,
      repository.commonDir,
      'main',
      [inside, revert, direct, merge, first],
      0,
    );
    assert.deepEqual(
      new Map(brought),
      new Map([
        [first, first],
        [direct, direct],
        [inside, merge],
        [revert, merge],
        [merge, merge],
      ]),
    );
    assert.deepEqual(
      (await revertingCommits(git, repository.commonDir, 'main', 0)).map(({ commit, mentions }) => [
        commit,
        mentions.reverts,
        mentions.revertedPullRequests,
      ]),
      [
        [other, [], [12]],
        [revert, [inside], []],
      ],
    );
    assert.deepEqual(await revertingCommits(git, repository.commonDir, 'main', (shop.second + 1) * 1000), []);
  });

  it('reads addresses of pull and merge requests', () => {
    const read = (address: string) => {
      const found = pullRequestAddress(address);
      return found && `${found.repository} ${found.number}`;
    };
    assert.equal(read('https://github.com/Acme/Work/pull/12'), 'github.com/acme/work 12');
    assert.equal(read('https://gitlab.com/a/b/c/-/merge_requests/3/diffs'), 'gitlab.com/a/b/c 3');
    assert.equal(read('https://github.com/acme/work/issues/12'), null);
    assert.equal(read('https://github.com/acme/work/pull/new/feat'), null);
  });
});
