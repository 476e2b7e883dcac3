import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';
import { RunningWorker } from './runningWorker.ts';
import { ToldWindows, WrittenGit } from './toldWindows.ts';

describe('engine: repositories that only restricted windows have open', () => {
  let desk: Desk;
  let shop: TestRepository;
  let other: TestRepository;
  let tree: string;
  let windows: ToldWindows;
  let git: WrittenGit;
  beforeEach(async () => {
    desk = new Desk();
    windows = new ToldWindows(desk);
    git = new WrittenGit(desk);
    shop = desk.workshop.published('shop');
    other = desk.workshop.published('other');
    tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    await work();
    await desk.collect();
  });
  afterEach(() => desk.remove());

  /** Each session rests on the repository in another way. */
  const work = async () => {
    desk.session(shop.root, 'edits').prompt().write('src/a.ts', feature('one'));
    const commit = shop.commit('One', { '.gitignore': 'notes/\n' });
    shop.run('push', '-q');
    const printed = `[main ${commit.slice(0, 7)}] One`;
    const folder = desk.workshop.path('papers');
    mkdirSync(folder);
    desk.session(folder, 'names').prompt().shell('git commit -m One', printed);
    shop.run('remote', 'add', 'github', 'https://github.com/example/shop.git');
    const review = 'https://github.com/example/shop/pull/3\n';
    desk.session(folder, 'asks for review').prompt().shell('gh pr create --fill', review);
    desk
      .session(other.root, 'edits elsewhere')
      .prompt()
      .write('src/b.ts', feature('two'))
      .shell('git commit -m One', printed);
    desk.session(shop.root, 'ignored').prompt().write('notes/c.ts', feature('three'));
    desk.session(tree, 'uncommitted').prompt().write('src/d.ts', feature('four'));
    desk.session(shop.root, 'copied').prompt().write('src/e.ts', feature('five'));
    rmSync(join(shop.root, 'src/e.ts'));
    writeFileSync(join(tree, 'src/e.ts'), feature('five'));
    // What is in no file any more is set aside once it is that old.
    desk.workshop.second += 15 * 86_400;
  };

  /** All that is said of all work. */
  const told = async () => {
    const { sessions, pieces, outcomes, weeks, figures, repos } = await desk.report();
    const byId = <T extends { readonly id: string }>(all: readonly T[]) =>
      new Map(all.map(each => [each.id, each]));
    return { sessions: byId(sessions), pieces: byId(pieces), outcomes, weeks, figures, repos };
  };
  const outcomeOf = async (id: string) =>
    (await desk.report()).sessions.find(each => each.id === id)?.outcome;

  it('are the ground of all kinds of work here', async () => {
    const outcomes = (await desk.report()).sessions.map(({ id, outcome }) => [id, outcome]);
    assert.deepEqual(Object.fromEntries(outcomes), {
      edits: 'shipped',
      names: 'shipped',
      'asks for review': 'in review',
      'edits elsewhere': 'shipped',
      ignored: 'outside git',
      uncommitted: 'in progress',
      copied: 'in progress',
    });
  });

  const ways: Record<string, () => string> = {
    'the repository': () => shop.root,
    'a folder in it': () => join(shop.root, 'src'),
    'the folder around it': () => {
      // Whoever trusts one of several keeps that one.
      windows.open('trusted', true, other.root);
      return desk.workshop.root;
    },
    'a link to it': () => {
      symlinkSync(shop.root, desk.workshop.path('link'));
      return desk.workshop.path('link');
    },
  };
  for (const [name, folder] of Object.entries(ways)) {
    it(`are asked nothing, and what rests on them stays: ${name}`, async () => {
      const before = await told();
      windows.open('restricted', false, folder());
      git.forget();
      await desk.collect({ gitPath: git.path });
      assert.deepEqual(git.asked(shop.root, tree), []);
      assert.ok(git.asked(other.root).length > 0, 'others are read');
      assert.deepEqual(await told(), before);
      windows.close('restricted');
      await desk.collect({ gitPath: git.path });
      assert.ok(git.asked(shop.root).length > 0);
      assert.deepEqual(await told(), before);
    });
  }

  it('are asked nothing by a collector that has read them before, and stay as they were', async () => {
    const engine = await desk.engine({ gitPath: git.path });
    const collector = desk.collector(engine);
    const ended = collector.run();
    try {
      await collector.refresh();
      const before = await told();
      windows.open('restricted', false, shop.root);
      git.forget();
      for (let look = 0; look < 2; look++) {
        await collector.refresh();
        assert.deepEqual(git.asked(shop.root, tree), []);
        assert.deepEqual(await told(), before);
        assert.equal((await desk.coverage('repository-unreadable')).length, 1);
      }
      windows.close('restricted');
      await collector.refresh();
      assert.deepEqual(await told(), before);
      assert.deepEqual(await desk.coverage('repository-unreadable'), []);
    } finally {
      collector.stop();
      await ended;
      engine.close();
    }
  });

  it('are read where a worktree of theirs alone is open so, and what was in that stays', async () => {
    const before = await told();
    windows.open('restricted', false, tree);
    shop.commit('Notes', { 'readme.md': 'x\n' });
    desk.session(shop.root, 'new').prompt().write('src/f.ts', feature('six'));
    git.forget();
    await desk.collect({ gitPath: git.path });
    assert.deepEqual(
      git.asked().filter(line => line.startsWith(`${tree} `)),
      [],
    );
    assert.equal(await outcomeOf('new'), 'in progress');
    const after = await told();
    for (const [id, each] of before.sessions) assert.deepEqual(after.sessions.get(id), each);
    // There is more use now, of which each has a smaller share.
    for (const [id, each] of before.pieces)
      assert.deepEqual({ ...after.pieces.get(id), share: null }, { ...each, share: null });
    // What goes on by commits is told all the same.
    shop.workshop.at(tree).commit('Four');
    await desk.collect({ gitPath: git.path });
    assert.equal(await outcomeOf('uncommitted'), 'committed');
  });

  it('place no folder that is gone in another repository', async () => {
    const gone = desk.workshop.path('gone');
    const commit = shop.commit('Seven', { 'src/g.ts': feature('seven') });
    shop.run('push', '-q');
    windows.open('restricted', false, shop.root);
    // Its files fit the other repository, and its commit is this one's.
    const files = { 'src/x.ts': 'x\n', 'src/y.ts': 'y\n', 'src/z.ts': 'z\n' };
    other.commit('Same names', files);
    const session = desk.session(gone, 'in gone').prompt();
    for (const path of Object.keys(files)) session.write(path, feature(path.slice(4, 5)));
    session.shell('git commit -m Seven', `[main ${commit.slice(0, 7)}] Seven`);
    rmSync(gone, { recursive: true });
    await desk.collect({ gitPath: git.path });
    assert.equal(await outcomeOf('in gone'), 'unclear');
    windows.close('restricted');
    await desk.collect({ gitPath: git.path });
    const { repo } = (await desk.report()).sessions.find(({ id }) => id === 'in gone')!;
    assert.equal(repo, shop.root);
  });

  it('are said to be gone where they are', async () => {
    windows.open('restricted', false, desk.workshop.root);
    rmSync(shop.root, { recursive: true });
    await desk.collect();
    const told = await desk.coverage('repository-unreadable');
    assert.match(told.find(text => text.includes(shop.root)) ?? '', /not there any more/);
  });

  it('are not asked for a page of a trusted window either', async () => {
    const commits = [{ repo: shop.root, commit: shop.run('rev-parse', 'HEAD') }];
    const worker = new RunningWorker(desk, { role: 'reader', gitPath: git.path });
    try {
      assert.deepEqual(await worker.functions.subjects(commits), ['One']);
      windows.open('restricted', false, shop.root);
      git.forget();
      assert.deepEqual(await worker.functions.subjects(commits), [null]);
      assert.deepEqual(git.asked(shop.root), []);
    } finally {
      await worker.functions.stop();
      await worker.ended;
    }
  });
});
