import assert from 'node:assert/strict';
import { commitsOnlyOn, firstParentChanges } from '../../src/git/changes.ts';
import { createPacker, type Packer } from '../../src/lines/packer.ts';
import type { CommitChange, FileChange } from '../../src/model/git.ts';
import { gather, type TestRepository, Workshop } from '../support/repository.ts';

describe('git/ownChanges', () => {
  let shop: Workshop;
  let packer: Packer;
  before(async () => {
    packer = await createPacker(new Uint8Array(32).fill(9));
  });
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const all = { since: null, known: () => false };
  const onBranch = async (repository: TestRepository): Promise<Map<string, CommitChange>> => {
    const changes = await commitsOnlyOn(
      shop.git(),
      repository.commonDir,
      packer,
      ['refs/heads/feature'],
      ['refs/remotes/origin/main'],
      all,
    );
    const fresh = await gather(changes.fresh);
    assert.deepEqual(
      new Set(fresh.map(({ commit }) => commit)),
      new Set(changes.listed.map(({ commit }) => commit)),
    );
    return new Map(fresh.map(change => [change.commit, change]));
  };
  const holds = (file: FileChange | undefined, path: string, added: string[], removed: string[] = []) => {
    const packed = packer.lines(path, added);
    assert.deepEqual([file?.path, file?.added, file?.removed], [path, packed, packer.lines(path, removed)]);
  };

  /** `feature` and `main` both changed the second line of `path`; the merge is left to be made. */
  const conflict = (path: string): TestRepository => {
    const repository = shop.published();
    repository.commit('base', { [path]: 'first = 1\nsecond = 2\nthird = 3\nfourth = 4\nfifth = 5\n' });
    repository.run('push', '-q');
    repository.run('checkout', '-q', '-b', 'feature');
    repository.commit('theirs', { [path]: 'first = 1\nsecond = 22\nthird = 3\nfourth = 4\nfifth = 5\n' });
    repository.run('checkout', '-q', 'main');
    repository.commit('ours', {
      [path]: 'first = 1\nsecond = 222\nthird = 3\nfourth = 4\nfifth = 55\n',
      'other.py': 'more = 1\n',
    });
    repository.run('push', '-q');
    repository.run('checkout', '-q', 'feature');
    assert.throws(() => repository.run('merge', '-q', 'main'));
    return repository;
  };

  for (const path of ['a.py', 'dir/with "quotes" and\ttab é.py']) {
    it(`tells of a merge what no parent has: the conflict as it was resolved, in ${path}`, async () => {
      const repository = conflict(path);
      const merge = repository.commit('merge', {
        [path]: 'first = 1\nsecond = both(2, 22)\nalso = new(3)\nfourth = 4\nfifth = 55\n',
        'slip.py': 'slipped = in_(1)\n',
      });
      const change = (await onBranch(repository)).get(merge);
      assert.equal(change?.parents.length, 2);
      assert.equal(change.authorEmail, 'dev@example.com');
      assert.equal(change.committedAt, Number(repository.run('log', '-1', '--format=%ct', merge)) * 1000);
      assert.deepEqual(
        change.files.map(file => file.path),
        [path, 'slip.py'],
      );
      holds(change.files[0], path, ['second = both(2, 22)', 'also = new(3)'], ['third = 3']);
      holds(change.files[1], 'slip.py', ['slipped = in_(1)']);
    });
  }

  it('tells nothing of a merge that took one side', async () => {
    const repository = conflict('a.py');
    repository.run('checkout', '--theirs', 'a.py');
    const merge = repository.commit('merge');
    assert.deepEqual((await onBranch(repository)).get(merge)?.files, []);
  });

  it('reads a file that one side took out and the merge brought back changed, and binary ones', async () => {
    const repository = shop.published();
    repository.commit('base', { 'a.py': 'kept = 1\n', 'b.bin': Uint8Array.of(0, 1, 2) });
    repository.run('push', '-q');
    repository.run('checkout', '-q', '-b', 'feature');
    repository.commit('out', { 'a.py': null, 'b.bin': Uint8Array.of(0, 3) });
    repository.run('checkout', '-q', 'main');
    repository.commit('changed', { 'a.py': 'kept = 2\n', 'b.bin': Uint8Array.of(0, 4) });
    repository.run('push', '-q');
    repository.run('checkout', '-q', 'feature');
    assert.throws(() => repository.run('merge', '-q', 'main'));
    const merge = repository.commit('merge', { 'a.py': 'kept = 3\n', 'b.bin': Uint8Array.of(0, 5) });
    const files = (await onBranch(repository)).get(merge)?.files ?? [];
    holds(
      files.find(({ path }) => path === 'a.py'),
      'a.py',
      ['kept = 3'],
    );
    assert.equal(files.find(({ path }) => path === 'b.bin')?.unread, 'binary');
  });

  it('tells on the shipping ref all that a merge brought there', async () => {
    const repository = conflict('a.py');
    repository.commit('merge', {
      'a.py': 'first = 1\nsecond = both(2, 22)\nthird = 3\nfourth = 4\nfifth = 55\n',
    });
    repository.run('checkout', '-q', 'main');
    repository.run('merge', '-q', '--no-ff', '-m', 'Merge', 'feature');
    const steps = await firstParentChanges(shop.git(), repository.commonDir, packer, 'refs/heads/main', all);
    const [merge] = await gather(steps.fresh);
    holds(merge?.files[0], 'a.py', ['second = both(2, 22)'], ['second = 222']);
  });
});
