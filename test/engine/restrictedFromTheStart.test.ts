import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { PersonSays } from '../../src/engine/personSays.ts';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';
import { ToldWindows, WrittenGit } from './toldWindows.ts';

const DAY = 86_400;

describe('engine: work of which not all may be read when it is first looked at', () => {
  let desk: Desk;
  let windows: ToldWindows;
  let shop: TestRepository;
  let other: TestRepository;
  beforeEach(() => {
    desk = new Desk();
    windows = new ToldWindows(desk);
    shop = desk.workshop.published('shop');
    other = desk.workshop.published('other');
  });
  afterEach(() => desk.remove());

  const restrict = (folder: string) => windows.open('one', false, folder);
  const trustAgain = async () => {
    windows.close('one');
    await desk.collect();
  };
  const pieces = async () =>
    (await desk.report()).pieces
      .map(({ sessions, outcome, restated }) => {
        return [
          ...sessions.map(({ id }) => id).sort(),
          outcome,
          ...restated.map(({ from }) => `was ${from}`),
        ].join(' ');
      })
      .sort();
  /** Two sessions of one change that has long shipped. */
  const shipped = async (root: string, cut = () => {}) => {
    desk.session(root, 'one').prompt().write('src/a.ts', feature('one'));
    desk.workshop.second += 3600;
    desk.session(root, 'two').prompt().edit('src/a.ts', 'one_1', 'uno_1');
    desk.workshop.at(root).commit('One');
    cut();
    desk.workshop.second += 20 * DAY;
  };

  it('is not settled by halves', async () => {
    await shipped(shop.root, () => shop.run('push', '-q'));
    restrict(shop.root);
    for (let look = 0; look < 2; look++) await desk.collect();
    assert.deepEqual(await pieces(), ['one unclear', 'two unclear']);
    await trustAgain();
    assert.deepEqual(await pieces(), ['one two shipped']);
  });

  const unread: Record<string, () => Promise<void>> = {
    'is not opened': async () => {
      const engine = await desk.engine();
      await engine.logs.sweep();
      for (let look = 0; look < 2; look++)
        await engine.git.run({ changed: null, folders: [other.root], onlyFolders: true });
      engine.close();
    },
    'is refused by git': async () => {
      const refuses = 'echo "fatal: detected dubious ownership in repository" >&2; exit 128';
      const git = new WrittenGit(desk, `case "$PWD" in ${shop.root}*) ${refuses};; esac`);
      for (let look = 0; look < 2; look++) await desk.collect({ gitPath: git.path });
    },
    'is away': async () => {
      renameSync(shop.root, `${shop.root}-away`);
      for (let look = 0; look < 2; look++) await desk.collect();
      renameSync(`${shop.root}-away`, shop.root);
    },
  };
  for (const [name, look] of Object.entries(unread))
    it(`is not settled by halves where its repository ${name}`, async () => {
      await shipped(shop.root, () => shop.run('push', '-q'));
      await look();
      assert.deepEqual(await pieces(), ['one unclear', 'two unclear']);
      await desk.collect();
      assert.deepEqual(await pieces(), ['one two shipped']);
    });

  it('is found where an agent’s own folder tells, though another repository may not be asked', async () => {
    const tree = join(desk.workshop.home, '.codex', 'worktrees', 'ab12', 'shop');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    desk.session(shop.root, 'zero').prompt().write('src/z.ts', feature('zero'));
    restrict(other.root);
    await shipped(tree, () => {
      shop.run('merge', '-q', 'side');
      shop.run('push', '-q');
      rmSync(tree, { recursive: true });
    });
    await desk.collect();
    assert.deepEqual(await pieces(), ['one two shipped', 'zero in progress']);
  });

  it('is not placed by a name that one has which may not be asked', async () => {
    const namesake = desk.workshop.published('elsewhere/shop');
    desk.session(shop.root, 'zero').prompt().write('src/z.ts', feature('zero'));
    restrict(namesake.root);
    const tree = join(desk.workshop.home, '.codex', 'worktrees', 'ab12', 'shop');
    desk.session(tree, 'one').prompt().write('src/a.ts', feature('one'));
    rmSync(tree, { recursive: true });
    await desk.collect();
    assert.deepEqual(await pieces(), ['one unclear', 'zero in progress']);
  });

  it('is unclear, and not set aside, where it may lie in a worktree that was not read', async () => {
    const tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    desk.session(shop.root, 'one').prompt().write('src/a.ts', feature('one'));
    mkdirSync(join(tree, 'src'));
    renameSync(join(shop.root, 'src/a.ts'), join(tree, 'src/a.ts'));
    desk.workshop.second += 20 * DAY;
    restrict(tree);
    await desk.collect();
    assert.deepEqual(await pieces(), ['one unclear']);
    await trustAgain();
    assert.deepEqual(await pieces(), ['one in progress']);
  });

  it('goes on where only a worktree of its repository was not read', async () => {
    const tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    restrict(tree);
    const session = desk.session(shop.root, 'one').prompt().reply();
    await desk.collect();
    assert.deepEqual(await pieces(), ['one explored']);
    session.write('src/a.ts', feature('one'));
    await desk.collect();
    assert.deepEqual(await pieces(), ['one in progress']);
  });

  it('is one change though one of its sessions also worked where nobody may look', async () => {
    desk
      .session(shop.root, 'one')
      .prompt()
      .write('src/a.ts', feature('one'))
      .write('../other/src/b.ts', feature('two'));
    await desk.collect();
    restrict(other.root);
    desk
      .session(shop.root, 'two')
      .prompt()
      .edit('src/a.ts', 'one_1', 'uno_1')
      .write('src/c.ts', feature('three'));
    shop.commit('All');
    shop.run('push', '-q');
    desk.workshop.second += 3 * DAY;
    await desk.collect();
    assert.deepEqual(await pieces(), ['one two shipped']);
    await trustAgain();
    assert.deepEqual(await pieces(), ['one two shipped']);
  });

  const ground: Record<string, () => [own: TestRepository, unread: string]> = {
    'another repository': () => [shop, other.root],
    'a worktree': () => {
      const tree = desk.workshop.path('tree');
      shop.run('worktree', 'add', '-q', '-b', 'side', tree);
      return [shop, tree];
    },
  };
  for (const [name, lay] of Object.entries(ground))
    it(`is weighed as a whole, most of which lies where nobody may look: ${name}`, async () => {
      const [own, unread] = lay();
      const session = desk.session(own.root, 'one').prompt().write('src/a.ts', feature('one'));
      for (const file of ['b', 'c', 'd', 'e'])
        session.write(
          relative(own.root, join(unread, `src/${file}.ts`)),
          feature(`${file}1`) + feature(`${file}2`),
        );
      own.commit('Own');
      own.run('push', '-q');
      desk.workshop.at(unread).commit('Most of it');
      restrict(unread);
      await desk.collect();
      assert.deepEqual(await pieces(), ['one unclear']);
      const { sessions, pieces: told, figures } = await desk.report();
      assert.deepEqual(
        [sessions[0]?.outcome, told[0]?.lines, figures.shipped.window],
        ['unclear', { counting: 72, shipped: 8 }, 0],
      );
      await trustAgain();
      assert.deepEqual(await pieces(), ['one committed']);
    });

  it('is shipped where enough of the whole is, wherever the rest lies', async () => {
    const session = desk.session(shop.root, 'one').prompt().write('src/a.ts', feature('one'));
    session.write('../other/src/b.ts', feature('two'));
    shop.commit('One');
    shop.run('push', '-q');
    restrict(other.root);
    await desk.collect();
    assert.deepEqual(await pieces(), ['one shipped']);
    await trustAgain();
    assert.deepEqual(await pieces(), ['one shipped']);
  });

  it('stays set aside, without a note, while only a worktree of its repository is not read', async () => {
    const tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    desk.session(shop.root, 'one').prompt().write('src/a.ts', feature('one'));
    rmSync(join(shop.root, 'src/a.ts'));
    desk.workshop.second += 20 * DAY;
    await desk.collect();
    assert.deepEqual(await pieces(), ['one set aside']);
    restrict(tree);
    await desk.collect();
    assert.deepEqual(await pieces(), ['one set aside']);
    await trustAgain();
    assert.deepEqual(await pieces(), ['one set aside']);
  });

  it('is what it was with the person’s word, and no note of it, once all may be read', async () => {
    desk.session(shop.root, 'one').prompt().write('src/a.ts', feature('one'));
    const commit = shop.commit('One');
    shop.run('push', '-q');
    await desk.collect();
    assert.deepEqual(await pieces(), ['one shipped']);
    restrict(shop.root);
    await desk.collect();
    const said = { agent: 'claude-code', session: 'one', said: 'unlink', target: commit } as const;
    await new PersonSays(desk.folder, desk.now).say(said);
    await desk.collect();
    assert.deepEqual(await pieces(), ['one unclear']);
    await trustAgain();
    assert.deepEqual(await pieces(), ['one in progress']);
  });

  /** While the other is read, and that takes a while, something happens to windows. */
  const meanwhile = (happens: string) => {
    const done = desk.workshop.path('done');
    const first = `[ -e '${done}' ] || { touch '${done}'; ${happens}; sleep 4; : > "$ASKED"; }`;
    return new WrittenGit(desk, `case "$PWD" in ${other.root}*) ${first};; esac`);
  };

  it('ends at once where a window opens in Restricted Mode while it is read', async () => {
    for (const { root } of [other, shop]) desk.session(root).prompt().write('src/a.ts', feature('one'));
    await desk.collect();
    const opened = windows.file('one');
    mkdirSync(join(opened, '..'), { recursive: true });
    const told = JSON.stringify({ trusted: false, folders: [shop.root] });
    const git = meanwhile(
      `printf '%s' '${told}' > '${opened}'; touch -d '@${desk.workshop.second}' '${opened}'`,
    );
    // What was ended is begun anew by itself.
    await desk.collect({ gitPath: git.path, looks: 2 });
    assert.ok(existsSync(opened));
    assert.deepEqual(git.asked(shop.root), []);
    assert.equal((await desk.coverage('repository-unreadable')).length, 1);
  });

  it('ends at once where the window closes that trusted the folder around it', async () => {
    for (const { root } of [other, shop]) desk.session(root).prompt().write('src/a.ts', feature('one'));
    windows.open('trusts', true, desk.workshop.root);
    restrict(shop.root);
    await desk.collect();
    const git = meanwhile(`rm '${windows.file('trusts')}'`);
    await desk.collect({ gitPath: git.path, looks: 2 });
    assert.deepEqual(git.asked(shop.root), []);
    assert.equal((await desk.coverage('repository-unreadable')).length, 1);
  });

  it('is asked for once where it lay in folders that are gone', async () => {
    for (const { root } of [other, shop]) desk.session(root).prompt().write('src/a.ts', feature('one'));
    for (const name of ['x', 'y']) {
      const gone = desk.workshop.path('gone', name);
      desk.session(gone).prompt().write('a.ts', feature(name));
      rmSync(gone, { recursive: true });
    }
    const git = new WrittenGit(desk);
    const engine = await desk.engine({ gitPath: git.path });
    try {
      await engine.logs.sweep();
      const restricted = [other.root];
      await engine.git.run({ changed: null, folders: [], restricted });
      assert.ok(git.asked().length > 0);
      git.forget();
      await engine.git.run({ changed: new Set(), folders: [], restricted });
      assert.deepEqual(git.asked(), []);
    } finally {
      engine.close();
    }
  });
});
