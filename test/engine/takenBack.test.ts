import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from '../support/repository.ts';
import { type Desk, feature } from './desk.ts';
import { TwoRepositories } from './twoRepositories.ts';

const DAY = 86_400;

describe('engine: what the person said, taken back', () => {
  let two: TwoRepositories;
  let desk: Desk;
  let shop: TestRepository;
  let other: TestRepository;
  beforeEach(() => {
    two = new TwoRepositories();
    ({ desk, shop, other } = two);
  });
  afterEach(() => two.remove());

  /** A session that left nothing, and a commit by hand in the other repository. */
  const setAside = () => {
    desk.session(other.root, 'mine').prompt().write('src/a.ts', feature('one'));
    rmSync(join(other.root, 'src/a.ts'));
    const commit = two.ship(shop, { 'src/b.ts': feature('two') });
    desk.session(shop.root, 'second').prompt().write('src/x.ts', feature('second'));
    desk.workshop.second += 20 * DAY;
    return commit;
  };

  it('leaves no note of a commit that was linked while its repository was not read', async () => {
    const commit = setAside();
    await desk.collect();
    const before = await two.told();
    two.windows.open('restricted', false, shop.root);
    await two.say('mine', 'link', commit);
    await two.read();
    assert.equal(await two.outcome('mine'), 'shipped');
    await two.takeBack();
    assert.deepEqual(await two.told(), before);
  });

  it('leaves no note of what became of a linked commit', async () => {
    const commit = setAside();
    await desk.collect();
    const before = await two.told();
    await two.say('mine', 'link', commit);
    await two.revert(shop, commit);
    assert.equal(await two.outcome('mine'), 'rolled back');
    await two.takeBack();
    assert.deepEqual((await two.told()).sessions, before.sessions);
  });

  it('leaves no evidence of a link, though its repository cannot be read', async () => {
    const commit = setAside();
    await desk.collect();
    const before = await two.told();
    await two.say('mine', 'link', commit);
    await two.restrict(shop.root, other.root);
    await two.takeBack();
    assert.deepEqual((await two.told()).sessions, before.sessions);
    await two.read();
    assert.deepEqual(await two.told(), before);
  });

  for (const way of ['is gone', 'may not be read']) {
    it(`gives back all that was found of an unlinked commit, though its repository ${way}`, async () => {
      desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
      const commit = two.ship(shop);
      await desk.collect();
      const before = await two.told();
      await two.say('mine', 'unlink', commit);
      assert.equal(await two.outcome('mine'), 'in progress');
      if (way === 'is gone') rmSync(shop.root, { recursive: true });
      else await two.restrict(shop.root);
      await two.takeBack();
      assert.deepEqual(await two.told(), before);
    });
  }

  describe('though not all of it could be read meanwhile', () => {
    const outcomes = async () => {
      const { sessions, pieces } = await two.told();
      return [...sessions, ...pieces].map(each => [each.outcome, each.restated.map(({ from }) => from)]);
    };
    /** A session that shipped, with files where no repository is known, and what it was found to be. */
    const shipped = async () => {
      const mine = desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
      for (const name of ['b', 'c', 'd', 'e']) mine.write(`../scratch/${name}.ts`, feature(`${name}x`));
      rmSync(desk.workshop.path('scratch'), { recursive: true });
      const commit = two.ship(shop);
      other.commit('Other', { 'src/other.ts': feature('other') });
      await desk.collect();
      return { mine, commit, found: await two.told() };
    };

    it('leaves no note of what could not be told', async () => {
      await shipped();
      await two.say('mine', 'research');
      const before = await two.told();
      await two.restrict(other.root);
      await two.read();
      assert.deepEqual(await two.told(), before);
      await two.takeBack();
      assert.deepEqual(await outcomes(), [
        ['shipped', []],
        ['shipped', []],
      ]);
    });

    it('gives back at once what was found before', async () => {
      const { found } = await shipped();
      await two.say('mine', 'research');
      await two.restrict(other.root);
      await two.takeBack();
      const { sessions, pieces } = await two.told();
      assert.deepEqual({ sessions, pieces }, { sessions: found.sessions, pieces: found.pieces });
      await two.read();
      assert.deepEqual(await two.told(), found);
    });

    it('gives back what was found before a commit was linked', async () => {
      const { found } = await shipped();
      const commit = two.ship(shop, { 'src/hand.ts': feature('hand') });
      await two.restrict(other.root);
      await two.say('mine', 'link', commit);
      await two.takeBack();
      const { sessions, pieces } = await two.told();
      assert.deepEqual({ sessions, pieces }, { sessions: found.sessions, pieces: found.pieces });
      await two.read();
      assert.deepEqual(await outcomes(), [
        ['shipped', []],
        ['shipped', []],
      ]);
    });

    it('gives up at once what is taken away of what was read', async () => {
      const { mine, commit } = await shipped();
      mine.at(desk.now()).write('src/f.ts', feature('f'));
      two.ship(shop);
      await two.restrict(other.root);
      const share = async () => (await two.told()).sessions.find(({ id }) => id === 'mine')?.shipped.mid ?? 0;
      const before = await share();
      await two.say('mine', 'unlink', commit);
      assert.equal(await share(), before / 2);
      await two.takeBack();
      assert.equal(await share(), before);
    });

    it('notes what was rolled back meanwhile', async () => {
      const { commit } = await shipped();
      await two.say('mine', 'research');
      await two.restrict(other.root);
      shop.run('revert', '--no-edit', commit);
      shop.run('push', '-q');
      desk.workshop.second += DAY;
      await desk.collect();
      await two.read();
      await two.takeBack();
      assert.deepEqual(await outcomes(), [
        ['rolled back', ['shipped']],
        ['rolled back', ['shipped']],
      ]);
    });
  });

  describe('of a commit in a repository that is not read meanwhile', () => {
    /** A session that worked in the other repository, and a commit in this one. */
    const beside = async () => {
      desk.session(shop.root, 'known').prompt().write('src/known.ts', feature('known'));
      shop.commit('Known');
      await desk.collect();
      const mine = desk.session(other.root, 'mine').prompt().write('src/a.ts', feature('one'));
      const commit = two.ship(shop, { 'src/b.ts': feature('two') + feature('three') });
      return { mine, commit };
    };

    for (const [when, unlink] of Object.entries({
      before: async (commit: string) => {
        await two.say('mine', 'unlink', commit);
        await two.restrict(shop.root);
      },
      meanwhile: async (commit: string) => {
        await two.restrict(shop.root);
        await two.say('mine', 'unlink', commit);
      },
    }))
      it(`leaves no note where the session names it, and it was taken from it ${when}`, async () => {
        const { mine, commit } = await beside();
        mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
        await desk.collect();
        const before = await two.told();
        assert.equal(await two.outcome('mine'), 'shipped');
        await unlink(commit);
        await desk.collect();
        await two.takeBack();
        const { sessions, pieces } = await two.told();
        assert.deepEqual({ sessions, pieces }, { sessions: before.sessions, pieces: before.pieces });
        await two.read();
        assert.deepEqual(await two.told(), before);
      });

    it('leaves no note where the session names it, and its own work is taken out', async () => {
      const { mine, commit } = await beside();
      mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
      const own = two.ship(other);
      await desk.collect();
      await two.say('mine', 'research');
      await two.restrict(shop.root);
      other.run('revert', '--no-edit', own);
      other.run('push', '-q');
      desk.workshop.second += DAY;
      await desk.collect();
      assert.deepEqual(await two.notes('mine'), []);
      await two.read();
      await two.takeBack();
      assert.equal(await two.outcome('mine'), 'shipped');
      assert.deepEqual(await two.notes('mine'), []);
    });

    it('tells at once what became of the session’s own work, where it was taken away', async () => {
      const { mine, commit } = await beside();
      mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
      await desk.collect();
      await two.restrict(shop.root);
      await two.say('mine', 'unlink', commit);
      assert.equal(await two.outcome('mine'), 'in progress');
      two.ship(other);
      await desk.collect();
      assert.equal(await two.outcome('mine'), 'shipped');
    });

    it('notes at once what became of the session’s own work, where it was linked to it', async () => {
      const { commit } = await beside();
      other.commit('One');
      other.run('revert', '--no-edit', 'HEAD');
      const out = other.head();
      other.run('push', '-q');
      await desk.collect();
      assert.equal(await two.outcome('mine'), 'rolled back');
      await two.say('mine', 'link', commit);
      await two.restrict(shop.root);
      await two.revert(other, out);
      assert.deepEqual(await two.notes('mine'), [['rolled back', 'shipped']]);
    });

    it('leaves no note of a piece in which one session alone is spoken of', async () => {
      const { mine, commit } = await beside();
      mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
      desk.session(other.root, 'second').prompt().edit('src/a.ts', 'one_1 =', 'uno_1 =');
      await desk.collect();
      const before = await two.told();
      await two.restrict(shop.root);
      await two.say('mine', 'unlink', commit);
      await two.say('mine', 'research');
      await two.takeBack('unlink');
      const all = ({ pieces }: Awaited<ReturnType<typeof two.told>>) =>
        pieces.map(({ outcome, restated, sessions }) => [outcome, restated, sessions.length]);
      assert.deepEqual(all(await two.told()), all(before));
      await two.takeBack();
      await two.read();
      assert.deepEqual(await two.told(), before);
      assert.ok(before.pieces.some(({ sessions }) => sessions.length === 2));
    });

    it('counts nothing for it once the session’s own work is taken out, and notes that at once', async () => {
      const { commit } = await beside();
      const own = two.ship(other);
      await desk.collect();
      await two.say('mine', 'link', commit);
      await two.restrict(shop.root);
      const counted = async () => (await desk.report()).figures.window.inCode;
      assert.equal(await counted(), 1);
      await two.revert(other, own);
      assert.deepEqual(await two.notes('mine'), [['shipped', 'rolled back']]);
      assert.equal(await counted(), 0.5);
      await two.read();
      await two.takeBack();
      assert.equal(await two.outcome('mine'), 'rolled back');
    });
  });

  it('notes what came back in the moment in which a word is taken back that hid it', async () => {
    const mine = desk.session(shop.root, 'mine').prompt();
    for (const name of ['one', 'two', 'three']) mine.write(`src/${name}.ts`, feature(name));
    shop.run('add', 'src/one.ts', 'src/two.ts');
    shop.run('commit', '-q', '-m', 'Most');
    const commit = shop.head();
    shop.commit('Rest');
    shop.run('revert', '--no-edit', commit);
    const out = shop.head();
    shop.run('push', '-q');
    await desk.collect();
    assert.equal(await two.outcome('mine'), 'rolled back');
    await two.say('mine', 'unlink', commit);
    assert.equal(await two.outcome('mine'), 'shipped');
    shop.run('revert', '--no-edit', out);
    shop.run('push', '-q');
    await two.takeBack();
    const { sessions } = await two.told();
    assert.deepEqual(
      sessions.map(each => [each.outcome, each.restated.map(({ from }) => from)]),
      [['shipped', ['rolled back']]],
    );
  });

  it('leaves no note where one worktree was not read while another commit stood for it', async () => {
    const tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', tree, '-b', 'tree');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    desk.session(tree, 'second').prompt().write('src/t.ts', feature('second'));
    rmSync(join(shop.root, 'src/a.ts'));
    const commit = two.ship(shop, { 'src/b.ts': feature('two') });
    desk.workshop.second += 20 * DAY;
    await desk.collect();
    const before = await two.told();
    await two.say('mine', 'link', commit);
    assert.equal(await two.outcome('mine'), 'shipped');
    await two.restrict(tree);
    await two.takeBack();
    assert.deepEqual((await two.told()).pieces, before.pieces);
    await two.read();
    assert.deepEqual(await two.told(), before);
  });

  it('lets what happened meanwhile be noted as if nothing had been said', async () => {
    for (const name of ['silent', 'spoken of'])
      desk
        .session(shop.root, name)
        .prompt()
        .write(`src/${name}.ts`, feature(name.replace(' ', '')));
    const commit = two.ship(shop);
    await desk.collect();
    await two.say('spoken of', 'research');
    shop.run('revert', '--no-edit', commit);
    shop.run('push', '-q');
    desk.workshop.second += DAY;
    await desk.collect();
    await two.takeBack();
    const { sessions } = await two.told();
    const notes = sessions.map(({ outcome, restated }) => [outcome, restated.map(({ from }) => from)]);
    assert.deepEqual(notes, [
      ['rolled back', ['shipped']],
      ['rolled back', ['shipped']],
    ]);
  });
});
