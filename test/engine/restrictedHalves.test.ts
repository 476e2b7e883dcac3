import assert from 'node:assert/strict';
import { renameSync, rmSync, symlinkSync } from 'node:fs';
import type { TestRepository } from '../support/repository.ts';
import { type Desk, feature } from './desk.ts';
import type { ToldWindows } from './toldWindows.ts';
import { TwoRepositories } from './twoRepositories.ts';

const DAY = 86_400;

describe('engine: a change over two repositories, of which one is not read', () => {
  let two: TwoRepositories;
  let desk: Desk;
  let windows: ToldWindows;
  let shop: TestRepository;
  let other: TestRepository;
  beforeEach(() => {
    two = new TwoRepositories();
    ({ desk, windows, shop, other } = two);
  });
  afterEach(() => two.remove());

  const outcome = async () => (await desk.report()).pieces.map(({ outcome }) => outcome);
  /** Most edits in the one, most lines in the other. */
  const work = (files: number) => {
    const session = desk.session(other.root, 'one').prompt().write('src/a.ts', feature('one'));
    for (let line = 0; line < 6; line++) session.edit('src/a.ts', `one_${line} =`, `uno_${line} =`);
    for (const name of ['b', 'c', 'd', 'e'].slice(0, files))
      session.write(`../shop/src/${name}.ts`, feature(`${name}x`) + feature(`${name}y`));
    return session;
  };
  const shipBoth = () => [other, shop].map(each => two.ship(each));
  const release = (repository: TestRepository) => {
    repository.run('tag', 'v1.0.0');
    repository.run('push', '-q', '--tags');
  };

  const unread: Record<string, () => Promise<() => void>> = {
    restricted: async () => {
      await two.restrict(shop.root);
      return () => windows.close('restricted');
    },
    'gone for a while': async () => {
      renameSync(shop.root, `${shop.root}-away`);
      await desk.collect();
      return () => renameSync(`${shop.root}-away`, shop.root);
    },
    'not opened': async () => {
      const engine = await desk.engine();
      await engine.git.run({ changed: null, folders: [other.root], onlyFolders: true });
      engine.close();
      return () => {};
    },
  };
  const changes: Record<string, readonly [outcome: string, files: number, () => void]> = {
    'all of which shipped': ['shipped', 1, () => void shipBoth()],
    'the smaller part of which shipped': [
      'committed',
      4,
      () => {
        two.ship(other);
        shop.commit('Part');
      },
    ],
    'the smaller part of which was taken out': [
      'shipped',
      1,
      () => {
        two.ship(shop);
        other.run('revert', '--no-edit', two.ship(other));
        other.run('push', '-q');
      },
    ],
    'the larger part of which was edited again': [
      'shipped',
      1,
      () => {
        shipBoth();
        shop.commit('Less', { 'src/b.ts': feature('bx') });
        shop.run('push', '-q');
        desk.workshop.second += 20 * DAY;
      },
    ],
    'that is deployed': [
      'in production',
      1,
      () => {
        shipBoth();
        [other, shop].forEach(release);
        desk.workshop.second += DAY;
      },
    ],
  };
  for (const [what, [is, files, happens]] of Object.entries(changes))
    for (const [how, leave] of Object.entries(unread))
      it(`stays as it was, without a note: one ${what}, with a repository that is ${how}`, async () => {
        work(files);
        happens();
        await desk.collect();
        assert.deepEqual(await outcome(), [is]);
        const before = await two.told();
        const readAgain = await leave();
        assert.deepEqual(await two.told(), before);
        readAgain();
        await desk.collect();
        assert.deepEqual(await two.told(), before);
      });

  it('goes on where enough of the whole ships, though the other is gone for good', async () => {
    work(2);
    await desk.collect();
    assert.deepEqual(await outcome(), ['in progress']);
    rmSync(shop.root, { recursive: true });
    two.ship(other);
    await desk.collect();
    assert.deepEqual(await outcome(), ['in progress'], 'eight lines of many');
    desk
      .session(other.root, 'two')
      .prompt()
      .edit('src/a.ts', 'uno_1 =', 'eins_1 =')
      .write('src/n.ts', feature('n') + feature('m'));
    two.ship(other);
    await desk.collect();
    assert.deepEqual(await outcome(), ['shipped']);
    release(other);
    await desk.collect();
    assert.deepEqual(await outcome(), ['in production']);
    assert.deepEqual((await desk.report()).pieces[0]?.restated, []);
  });

  it('stays where somebody comes to it with work that nobody may look at', async () => {
    work(1);
    shipBoth();
    await desk.collect();
    const third = desk.workshop.published('third');
    windows.open('restricted', false, third.root);
    const session = desk.session(other.root, 'two').prompt().edit('src/a.ts', 'uno_1 =', 'eins_1 =');
    for (const name of ['p', 'q', 'r', 's', 't'])
      session.write(`../third/src/${name}.ts`, feature(`${name}x`) + feature(`${name}y`));
    await desk.collect();
    const [piece] = (await desk.report()).pieces;
    assert.deepEqual([piece?.sessions.length, piece?.outcome, piece?.restated], [2, 'shipped', []]);
  });

  it('stays, with all its shares, where only notes of it lie in a folder that is gone', async () => {
    const session = work(1);
    session.write('../scratch/notes.ts', feature('notes') + feature('more'));
    shipBoth();
    rmSync(desk.workshop.path('scratch'), { recursive: true });
    const third = desk.workshop.published('third');
    await desk.collect();
    const before = await two.told();
    assert.equal(before.pieces[0]?.outcome, 'shipped');
    await two.restrict(third.root);
    assert.deepEqual(await two.told(), before);
  });

  describe('and of which the person took a commit away', () => {
    let commits: string[];
    beforeEach(async () => {
      work(4);
      commits = shipBoth();
      await desk.collect();
    });
    /** The session, and its piece: lines, and which share of them. */
    const both = async () => {
      const { sessions, pieces } = await two.told();
      return [
        ...sessions.map(({ outcome, shipped }) => [outcome, shipped.mid] as const),
        ...pieces.map(({ outcome, lines }) => [outcome, lines.shipped] as const),
      ];
    };
    it('gives up at once what was read, and has it again once that is taken back', async () => {
      const before = await two.told();
      await two.restrict(shop.root);
      await two.say('one', 'unlink', commits[0]!);
      const without = async () =>
        (await two.told()).pieces.map(({ outcome, lines }) => [outcome, lines.shipped]);
      assert.deepEqual(await without(), [['in progress', 0]]);
      await desk.collect();
      assert.deepEqual(await without(), [['in progress', 0]]);
      await two.takeBack();
      const { sessions, pieces } = await two.told();
      assert.deepEqual({ sessions, pieces }, { sessions: before.sessions, pieces: before.pieces });
      await two.read();
      assert.deepEqual(await two.told(), before);
    });

    it('gives up what was not read once it is', async () => {
      const before = await both();
      await two.restrict(shop.root);
      await two.say('one', 'unlink', commits[1]!);
      assert.deepEqual(await both(), before);
      await two.read();
      const without = await both();
      for (const [i, [, shipped]] of without.entries()) assert.ok(shipped < before[i]![1]);
      await two.takeBack();
      assert.deepEqual(await both(), before);
    });

    it('loses nothing by another that they link to it', async () => {
      const linked = other.commit('By hand', { 'src/hand.ts': feature('hand') });
      other.run('push', '-q');
      await desk.collect();
      const before = await both();
      await two.restrict(shop.root);
      await two.say('one', 'link', linked);
      assert.deepEqual(await both(), before);
    });

    it('is rolled back once that is taken back, in the part that is not read', async () => {
      await two.revert(shop, commits[1]!);
      const before = await two.told();
      assert.equal(before.pieces[0]?.outcome, 'rolled back');
      await two.say('one', 'unlink', commits[1]!);
      await two.restrict(shop.root);
      await two.takeBack();
      assert.deepEqual((await two.told()).pieces, before.pieces);
      await two.read();
      assert.deepEqual(await two.told(), before);
    });
  });

  for (const [which, meet] of Object.entries({
    'nobody knew': async () => {},
    'was known': async () => {
      desk.session(shop.root, 'zero').prompt().write('src/zero.ts', feature('zero'));
      await desk.collect();
    },
  }))
    it(`has what lies in two worktrees of what ${which} and is not read once`, async () => {
      await meet();
      const tree = desk.workshop.path('tree');
      shop.run('worktree', 'add', '-q', tree);
      symlinkSync(shop.root, desk.workshop.path('link'));
      windows.open('restricted', false, shop.root, tree);
      const session = desk.session(other.root, 'one').prompt();
      for (const name of ['a', 'b']) session.write(`src/${name}.ts`, feature(`${name}x`));
      for (const folder of ['shop', 'tree', 'link'])
        for (const name of ['c', 'd', 'e']) session.write(`../${folder}/src/${name}.ts`, feature(`${name}x`));
      two.ship(other);
      await desk.collect();
      const { sessions } = await desk.report();
      assert.equal(sessions.find(({ id }) => id === 'one')?.outcome, 'shipped');
    });

  it('is what it was once a word of it is taken back', async () => {
    work(4);
    two.ship(other);
    shop.commit('Part');
    await desk.collect();
    const before = await two.told();
    await two.restrict(shop.root);
    await two.say('one', 'research');
    assert.deepEqual(await outcome(), ['explored']);
    await two.takeBack();
    assert.deepEqual(await two.told(), before);
  });
});
