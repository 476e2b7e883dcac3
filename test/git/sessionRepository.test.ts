import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { agentWorktree } from '../../src/git/agentWorktree.ts';
import { identify } from '../../src/git/identify.ts';
import {
  pathMatches,
  repositoriesWith,
  repositoryAbove,
  worktreeEntries,
} from '../../src/git/sessionEvidence.ts';
import { decideRepository, type SessionPlace } from '../../src/git/sessionRepository.ts';
import type { RepositoryIdentity } from '../../src/model/git.ts';
import { type TestRepository, Workshop } from '../support/repository.ts';

describe('git/agentWorktree', () => {
  it('reads the places where agents put worktrees', () => {
    const at = (folder: string, home = '/home/dev') => {
      const found = agentWorktree(folder, home);
      return found && [found.root, found.repository, ...found.names];
    };
    assert.deepEqual(at('/p/repo/.claude/worktrees/x/src/a'), ['/p/repo/.claude/worktrees/x', '/p/repo']);
    assert.deepEqual(at('/p/repo/.worktrees/x'), ['/p/repo/.worktrees/x', '/p/repo']);
    assert.deepEqual(at('/p/repo-worktrees/x'), ['/p/repo-worktrees/x', '/p/repo']);
    assert.deepEqual(at('/p/my.repo.worktrees/x/y'), ['/p/my.repo.worktrees/x', '/p/my.repo']);
    assert.deepEqual(at('/home/dev/.codex/worktrees/1f/repo/src'), [
      '/home/dev/.codex/worktrees/1f/repo',
      null,
      '1f',
      'repo',
    ]);
    assert.deepEqual(at('C:\\p\\repo\\.claude\\worktrees\\x\\src'), [
      'C:\\p\\repo\\.claude\\worktrees\\x',
      'C:\\p\\repo',
    ]);
    assert.equal(at('C:\\Users\\dev\\.codex\\worktrees\\1f\\repo', 'C:\\Users\\dev')?.[3], 'repo');
    assert.equal(at('/p/repo/src'), null);
    assert.equal(at('/home/dev/.codex/worktrees/1f'), null);
    assert.equal(at('/p/repo/.claude/worktrees'), null);
  });
});

describe('git/sessionRepository', () => {
  const nothing: SessionPlace = {
    cwd: null,
    above: null,
    entries: [],
    sameRemote: [],
    haveStart: null,
    havePrinted: [],
    paths: [],
    folder: '/gone',
  };
  const decide = (place: Partial<SessionPlace>) => {
    const found = decideRepository({ ...nothing, ...place });
    return found && [found.by, found.commonDir, found.root];
  };
  const a = { commonDir: 'a', root: '/a' };
  const b = { commonDir: 'b', root: '/b' };

  it('takes the strongest evidence that points at one repository', () => {
    const all: SessionPlace = {
      cwd: a,
      above: b,
      entries: [{ commonDir: 'c', root: '/c' }],
      sameRemote: ['d', 'e'],
      haveStart: ['d'],
      havePrinted: ['f'],
      paths: [{ commonDir: 'g', root: '/g', share: 0.9 }],
      folder: '/gone',
    };
    assert.deepEqual(decide(all), ['cwd', 'a', '/a']);
    assert.deepEqual(decide({ ...all, cwd: null }), ['folder above', 'b', '/b']);
    const below = { ...all, cwd: null, above: null };
    assert.deepEqual(decide(below), ['worktree entry', 'c', '/c']);
    assert.deepEqual(decide({ ...below, entries: [a, b] }), ['remote and commit', 'd', '/gone']);
    assert.deepEqual(decide({ ...below, entries: [], haveStart: [] }), ['commit', 'f', '/gone']);
    const last = { ...below, entries: [], sameRemote: [] };
    assert.deepEqual(decide({ ...last, havePrinted: ['f', 'g'] }), ['paths', 'g', '/g']);
    assert.equal(decide({}), null);
  });

  it('takes a remote alone where the log names no commit, and no remote that two clones share', () => {
    assert.deepEqual(decide({ sameRemote: ['a'] }), ['remote and commit', 'a', '/gone']);
    assert.equal(decide({ sameRemote: ['a', 'b'] }), null);
    assert.equal(decide({ sameRemote: ['a'], haveStart: ['b'] }), null);
  });

  it('wants four fifths of the paths, in one repository more than in any other', () => {
    assert.equal(decide({ paths: [{ ...a, share: 0.79 }] }), null);
    assert.deepEqual(
      decide({
        paths: [
          { ...a, share: 0.8 },
          { ...b, share: 0.5 },
        ],
      }),
      ['paths', 'a', '/a'],
    );
    assert.equal(
      decide({
        paths: [
          { ...a, share: 1 },
          { ...b, share: 1 },
        ],
      }),
      null,
    );
    assert.equal(
      decide({
        paths: [
          { ...a, share: 0.9 },
          { ...b, share: 1 },
          { ...a, share: 1 },
        ],
      }),
      null,
    );
    const twice = [
      { ...a, share: 0.9 },
      { ...a, root: '/x', share: 1 },
    ];
    assert.deepEqual(decide({ paths: twice }), ['paths', 'a', '/x']);
    assert.deepEqual(decide({ sameRemote: ['a'], paths: twice }), ['remote and commit', 'a', '/x']);
  });
});

describe('git/sessionEvidence', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = new Workshop();
  });
  afterEach(() => shop.remove());

  const known = async (...repositories: TestRepository[]): Promise<RepositoryIdentity[]> =>
    Promise.all(repositories.map(async ({ root }) => (await identify(shop.git(), root))!));
  const above = async (folder: string, ...repositories: TestRepository[]) =>
    repositoryAbove(shop.git(), folder, shop.home, await known(...repositories));

  it('finds the repository above a worktree that is gone', async () => {
    const repository = shop.published('proj');
    const gone = join(repository.root, '.claude', 'worktrees', 'x');
    assert.deepEqual(await above(join(gone, 'src')), { commonDir: repository.commonDir, root: gone });
    const sibling = shop.path('proj-worktrees', 'y');
    assert.deepEqual(await above(sibling), { commonDir: repository.commonDir, root: sibling });
    const named = join(shop.home, '.codex', 'worktrees', '1f', 'proj');
    assert.deepEqual(await above(named, repository), { commonDir: repository.commonDir, root: named });
    assert.equal(await above(named, repository, shop.published('other/proj')), null);
    assert.equal(await above(shop.path('nothing', 'here')), null);
  });

  it('takes a vanished folder for part of a repository only if its history knows it', async () => {
    const repository = shop.published('proj');
    repository.commit('add', { 'packages/a/x.ts': 'const x = 1;\n' });
    repository.commit('remove', { 'packages/a/x.ts': null });
    rmSync(join(repository.root, 'packages'), { recursive: true, force: true });
    assert.deepEqual(await above(join(repository.root, 'packages', 'a')), {
      commonDir: repository.commonDir,
      root: repository.root,
    });
    assert.equal(await above(join(repository.root, 'nested-clone')), null);
  });

  it('does not take a home under version control for the repository of everything', async () => {
    const home = shop.init('home');
    home.commit('dotfiles', { '.profile': 'x\n' });
    mkdirSync(join(shop.home, 'code'));
    assert.equal(await above(join(shop.home, 'code', 'gone')), null);
    assert.equal(await above(join(shop.home, '.worktrees', 'x')), null);
  });

  it('finds entries of worktrees whose folder was removed', async () => {
    const repository = shop.published();
    repository.run('worktree', 'add', '-q', shop.path('far', 'away'), '-b', 'side');
    rmSync(shop.path('far'), { recursive: true });
    const all = await known(repository);
    const expected = [{ commonDir: repository.commonDir, root: shop.path('far', 'away') }];
    assert.deepEqual(await worktreeEntries(shop.path('far', 'away', 'src'), all), expected);
    assert.deepEqual(await worktreeEntries(shop.path('far', 'awayer'), all), []);
  });

  it('finds who has a commit, past a repository that is gone', async () => {
    const one = shop.published('one');
    const two = shop.published('two');
    const lost = shop.published('lost');
    const all = await known(one, lost, two);
    rmSync(lost.root, { recursive: true });
    const commit = two.commit('only here');
    assert.deepEqual(await repositoriesWith(shop.git(), [commit.slice(0, 8)], all), [two.commonDir]);
  });

  it('measures how many edited paths each tree had at that time, from the right folder', async () => {
    const one = shop.published('one');
    one.commit('files', { 'pkg/a.ts': '1\n', 'pkg/b.ts': '1\n', 'pkg/c.ts': '1\n', 'pkg/d é.ts': '1\n' });
    const then = shop.second * 1000;
    one.commit('later', { 'pkg/late.ts': '1\n' });
    const all = await known(one, shop.published('two'));
    const edited = ['a.ts', 'b.ts', 'd é.ts', 'late.ts'].map(name => `/gone/tree/pkg/${name}`);
    const matches = (at: number, paths = edited) => pathMatches(shop.git(), '/gone/tree/pkg', paths, at, all);
    assert.deepEqual(await matches(then), [{ commonDir: one.commonDir, root: '/gone/tree', share: 0.75 }]);
    assert.equal((await matches(shop.second * 1000))[0]?.share, 1);
    assert.deepEqual(await matches(then, edited.slice(0, 2)), []);
    assert.deepEqual(await matches(0), []);
  });
});
