import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PersonSays } from '../../src/engine/personSays.ts';
import type { Said } from '../../src/model/correction.ts';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';
import { ToldWindows } from './toldWindows.ts';

const DAY = 86_400;

describe('engine: what the person said, taken back', function () {
  // Each reads git up to ten times over, and holds nothing to a time.
  this.timeout(60_000);
  let desk: Desk;
  let shop: TestRepository;
  let other: TestRepository;
  let windows: ToldWindows;
  let person: PersonSays;
  beforeEach(() => {
    desk = new Desk();
    windows = new ToldWindows(desk);
    person = new PersonSays(desk.folder, desk.now);
    shop = desk.workshop.published('shop');
    other = desk.workshop.published('other');
  });
  afterEach(() => desk.remove());

  const say = async (session: string, said: Said, target: string | null = null) => {
    assert.deepEqual(await person.say({ agent: 'claude-code', session, said, target }), { ok: true });
    await desk.collect();
  };
  const takeAllBack = async () => {
    for (const { id } of (await desk.report()).corrections) await person.takeBack(id);
    await desk.collect();
  };
  const told = async () => {
    const { sessions, pieces, outcomes, figures } = await desk.report();
    return { sessions, pieces, outcomes, figures };
  };
  const outcome = async (name: string) =>
    (await desk.report()).sessions.find(({ id }) => id === name)?.outcome;
  /** A session that left nothing, and a commit by hand in the other repository. */
  const setAside = () => {
    desk.session(other.root, 'mine').prompt().write('src/a.ts', feature('one'));
    rmSync(join(other.root, 'src/a.ts'));
    const commit = shop.commit('By hand', { 'src/b.ts': feature('two') });
    shop.run('push', '-q');
    desk.session(shop.root, 'second').prompt().write('src/x.ts', feature('second'));
    desk.workshop.second += 20 * DAY;
    return commit;
  };

  it('leaves no note of a commit that was linked while its repository was not read', async () => {
    const commit = setAside();
    await desk.collect();
    const before = await told();
    windows.open('restricted', false, shop.root);
    await say('mine', 'link', commit);
    windows.close('restricted');
    await desk.collect();
    assert.equal(await outcome('mine'), 'shipped');
    await takeAllBack();
    assert.deepEqual(await told(), before);
  });

  it('leaves no note of what became of a linked commit', async () => {
    const commit = setAside();
    await desk.collect();
    const before = await told();
    await say('mine', 'link', commit);
    shop.run('revert', '--no-edit', commit);
    shop.run('push', '-q');
    await desk.collect();
    assert.equal(await outcome('mine'), 'rolled back');
    await takeAllBack();
    assert.deepEqual((await told()).sessions, before.sessions);
  });

  it('leaves no evidence of a link, though its repository cannot be read', async () => {
    const commit = setAside();
    await desk.collect();
    const before = await told();
    await say('mine', 'link', commit);
    windows.open('restricted', false, shop.root, other.root);
    await desk.collect();
    await takeAllBack();
    assert.deepEqual((await told()).sessions, before.sessions);
    windows.close('restricted');
    await desk.collect();
    assert.deepEqual(await told(), before);
  });

  for (const way of ['is gone', 'may not be read']) {
    it(`gives back all that was found of an unlinked commit, though its repository ${way}`, async () => {
      desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
      const commit = shop.commit('One');
      shop.run('push', '-q');
      await desk.collect();
      const before = await told();
      await say('mine', 'unlink', commit);
      assert.equal(await outcome('mine'), 'in progress');
      if (way === 'is gone') rmSync(shop.root, { recursive: true });
      else windows.open('restricted', false, shop.root);
      await desk.collect();
      await takeAllBack();
      assert.deepEqual(await told(), before);
    });
  }

  describe('though not all of it could be read meanwhile', () => {
    const outcomes = async () => {
      const { sessions, pieces } = await told();
      return [...sessions, ...pieces].map(each => [each.outcome, each.restated.map(({ from }) => from)]);
    };
    /** A session that shipped, with files where no repository is known, and what it was found to be. */
    const shipped = async () => {
      const mine = desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
      for (const name of ['b', 'c', 'd', 'e']) mine.write(`../scratch/${name}.ts`, feature(`${name}x`));
      rmSync(desk.workshop.path('scratch'), { recursive: true });
      const commit = shop.commit('One');
      shop.run('push', '-q');
      other.commit('Other', { 'src/other.ts': feature('other') });
      await desk.collect();
      return { commit, found: await told() };
    };
    const restrict = async () => {
      windows.open('restricted', false, other.root);
      await desk.collect();
    };
    const read = async () => {
      windows.close('restricted');
      await desk.collect();
    };

    it('leaves no note of what could not be told', async () => {
      await shipped();
      await say('mine', 'research');
      const before = await told();
      await restrict();
      await read();
      assert.deepEqual(await told(), before);
      await takeAllBack();
      assert.deepEqual(await outcomes(), [
        ['shipped', []],
        ['shipped', []],
      ]);
    });

    it('gives back at once what was found before', async () => {
      const { found } = await shipped();
      await say('mine', 'research');
      await restrict();
      await takeAllBack();
      const { sessions, pieces } = await told();
      assert.deepEqual({ sessions, pieces }, { sessions: found.sessions, pieces: found.pieces });
      await read();
      assert.deepEqual(await told(), found);
    });

    it('gives back what was found before a commit was linked', async () => {
      const { found } = await shipped();
      const commit = shop.commit('By hand', { 'src/hand.ts': feature('hand') });
      shop.run('push', '-q');
      await restrict();
      await say('mine', 'link', commit);
      await takeAllBack();
      const { sessions, pieces } = await told();
      assert.deepEqual({ sessions, pieces }, { sessions: found.sessions, pieces: found.pieces });
      await read();
      assert.deepEqual(await outcomes(), [
        ['shipped', []],
        ['shipped', []],
      ]);
    });

    it('notes what was rolled back meanwhile', async () => {
      const { commit } = await shipped();
      await say('mine', 'research');
      await restrict();
      shop.run('revert', '--no-edit', commit);
      shop.run('push', '-q');
      desk.workshop.second += DAY;
      await desk.collect();
      await read();
      await takeAllBack();
      assert.deepEqual(await outcomes(), [
        ['rolled back', ['shipped']],
        ['rolled back', ['shipped']],
      ]);
    });
  });

  describe('of a commit in a repository that is not read meanwhile', () => {
    const restrict = async () => {
      windows.open('restricted', false, shop.root);
      await desk.collect();
    };
    const read = async () => {
      windows.close('restricted');
      await desk.collect();
    };
    /** A session that worked in the other repository, and a commit in this one. */
    const beside = async () => {
      desk.session(shop.root, 'known').prompt().write('src/known.ts', feature('known'));
      shop.commit('Known');
      await desk.collect();
      const mine = desk.session(other.root, 'mine').prompt().write('src/a.ts', feature('one'));
      const commit = shop.commit('Beside', { 'src/b.ts': feature('two') + feature('three') });
      shop.run('push', '-q');
      return { mine, commit };
    };

    for (const [when, unlink] of Object.entries({
      before: async (commit: string) => {
        await say('mine', 'unlink', commit);
        await restrict();
      },
      meanwhile: async (commit: string) => {
        await restrict();
        await say('mine', 'unlink', commit);
      },
    }))
      it(`leaves no note where the session names it, and it was taken from it ${when}`, async () => {
        const { mine, commit } = await beside();
        mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
        await desk.collect();
        const before = await told();
        assert.equal(await outcome('mine'), 'shipped');
        await unlink(commit);
        await desk.collect();
        await takeAllBack();
        const { sessions, pieces } = await told();
        assert.deepEqual({ sessions, pieces }, { sessions: before.sessions, pieces: before.pieces });
        await read();
        assert.deepEqual(await told(), before);
      });

    it('leaves no note where the session names it, and its own work is taken out', async () => {
      const { mine, commit } = await beside();
      mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
      const own = other.commit('One');
      other.run('push', '-q');
      await desk.collect();
      const notes = async () => {
        const { sessions } = await desk.report();
        return sessions.find(({ id }) => id === 'mine')?.restated;
      };
      await say('mine', 'research');
      await restrict();
      other.run('revert', '--no-edit', own);
      other.run('push', '-q');
      desk.workshop.second += DAY;
      await desk.collect();
      assert.deepEqual(await notes(), []);
      await read();
      await takeAllBack();
      assert.equal(await outcome('mine'), 'shipped');
      assert.deepEqual(await notes(), []);
    });

    it('tells at once what became of the session’s own work, where it was taken away', async () => {
      const { mine, commit } = await beside();
      mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
      await desk.collect();
      await restrict();
      await say('mine', 'unlink', commit);
      assert.equal(await outcome('mine'), 'in progress');
      other.commit('One');
      other.run('push', '-q');
      await desk.collect();
      assert.equal(await outcome('mine'), 'shipped');
    });

    it('notes at once what became of the session’s own work, where it was linked to it', async () => {
      const { commit } = await beside();
      other.commit('One');
      other.run('revert', '--no-edit', 'HEAD');
      const out = other.head();
      other.run('push', '-q');
      await desk.collect();
      assert.equal(await outcome('mine'), 'rolled back');
      await say('mine', 'link', commit);
      await restrict();
      other.run('revert', '--no-edit', out);
      other.run('push', '-q');
      await desk.collect();
      const { sessions } = await desk.report();
      assert.deepEqual(
        sessions.find(({ id }) => id === 'mine')?.restated.map(({ from, to }) => [from, to]),
        [['rolled back', 'shipped']],
      );
    });

    it('leaves no note of a piece in which one session alone is spoken of', async () => {
      const { mine, commit } = await beside();
      mine.shell('git commit -m Beside', `[main ${commit.slice(0, 7)}] Beside`);
      desk.session(other.root, 'second').prompt().edit('src/a.ts', 'one_1 =', 'uno_1 =');
      await desk.collect();
      const before = await told();
      await restrict();
      await say('mine', 'unlink', commit);
      await say('mine', 'research');
      const { corrections } = await desk.report();
      await person.takeBack(corrections.find(({ said }) => said === 'unlink')?.id ?? 0);
      await desk.collect();
      const all = ({ pieces }: Awaited<ReturnType<typeof told>>) =>
        pieces.map(({ outcome, restated, sessions }) => [outcome, restated, sessions.length]);
      assert.deepEqual(all(await told()), all(before));
      await takeAllBack();
      await read();
      assert.deepEqual(await told(), before);
      assert.ok(before.pieces.some(({ sessions }) => sessions.length === 2));
    });

    it('counts nothing for it once the session’s own work is taken out, and notes that at once', async () => {
      const { commit } = await beside();
      const own = other.commit('One');
      other.run('push', '-q');
      await desk.collect();
      await say('mine', 'link', commit);
      await restrict();
      const counted = async () => (await desk.report()).figures.window.inCode;
      assert.equal(await counted(), 1);
      other.run('revert', '--no-edit', own);
      other.run('push', '-q');
      await desk.collect();
      const mine = (await desk.report()).sessions.find(({ id }) => id === 'mine');
      assert.deepEqual(
        mine?.restated.map(({ from, to }) => [from, to]),
        [['shipped', 'rolled back']],
      );
      assert.equal(await counted(), 0.5);
      await read();
      await takeAllBack();
      assert.equal(await outcome('mine'), 'rolled back');
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
    assert.equal(await outcome('mine'), 'rolled back');
    await say('mine', 'unlink', commit);
    assert.equal(await outcome('mine'), 'shipped');
    shop.run('revert', '--no-edit', out);
    shop.run('push', '-q');
    await takeAllBack();
    const { sessions } = await told();
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
    const commit = shop.commit('By hand', { 'src/b.ts': feature('two') });
    shop.run('push', '-q');
    desk.workshop.second += 20 * DAY;
    await desk.collect();
    const before = await told();
    await say('mine', 'link', commit);
    assert.equal(await outcome('mine'), 'shipped');
    windows.open('restricted', false, tree);
    await desk.collect();
    await takeAllBack();
    assert.deepEqual((await told()).pieces, before.pieces);
    windows.close('restricted');
    await desk.collect();
    assert.deepEqual(await told(), before);
  });

  it('lets what happened meanwhile be noted as if nothing had been said', async () => {
    for (const name of ['silent', 'spoken of'])
      desk
        .session(shop.root, name)
        .prompt()
        .write(`src/${name}.ts`, feature(name.replace(' ', '')));
    const commit = shop.commit('Both');
    shop.run('push', '-q');
    await desk.collect();
    await say('spoken of', 'research');
    shop.run('revert', '--no-edit', commit);
    shop.run('push', '-q');
    desk.workshop.second += DAY;
    await desk.collect();
    await takeAllBack();
    const { sessions } = await told();
    const notes = sessions.map(({ outcome, restated }) => [outcome, restated.map(({ from }) => from)]);
    assert.deepEqual(notes, [
      ['rolled back', ['shipped']],
      ['rolled back', ['shipped']],
    ]);
  });
});
