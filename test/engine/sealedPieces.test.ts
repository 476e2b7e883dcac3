import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { PersonSays } from '../../src/engine/personSays.ts';
import { Desk, feature } from './desk.ts';

const HOUR = 3600;

describe('engine: pieces that are settled', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  const pieces = async () =>
    (await desk.report()).pieces.map(({ sessions, outcome }) => [sessions.map(({ id }) => id), outcome]);

  it('takes in what comes within two days, and nothing more once it has been shipped for two', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'first').prompt().write('src/a.ts', feature('one'));
    shop.commit('One');
    shop.run('push', '-q');
    await desk.collect();
    desk.workshop.second += 20 * HOUR;
    desk.session(shop.root, 'second').prompt().edit('src/a.ts', 'one_1 =', 'uno_1 =');
    shop.commit('Uno');
    shop.run('push', '-q');
    await desk.collect();
    assert.deepEqual(await pieces(), [[['first', 'second'], 'shipped']]);

    desk.workshop.second += 49 * HOUR;
    await desk.collect();
    // An older session whose log turns up late would have belonged to it.
    desk.workshop.second -= 47 * HOUR;
    desk.session(shop.root, 'late').prompt().edit('src/a.ts', 'one_2 =', 'due_2 =');
    desk.workshop.second += 47 * HOUR;
    await desk.collect();
    assert.deepEqual(await pieces(), [
      [['late'], 'in progress'],
      [['first', 'second'], 'shipped'],
    ]);
  });

  it('settles what also left files in a folder that is gone, or that were deleted, and not what is all gone', async () => {
    const shop = desk.workshop.published('shop');
    mkdirSync(desk.workshop.path('probes'));
    const work = desk.session(shop.root, 'work').prompt().write('src/work.ts', feature('work'));
    for (const file of ['../gone/a.ts', '../gone/b.ts', '../probes/a.ts', '../probes/b.ts'])
      work.write(file, feature('note'));
    for (const file of ['a.ts', 'b.ts']) rmSync(desk.workshop.path('probes', file));
    desk.session(shop.root, 'notes').prompt().write('../gone/c.ts', feature('note'));
    shop.commit('Work');
    shop.run('push', '-q');
    rmSync(desk.workshop.path('gone'), { recursive: true });
    // Older than any work that is still open.
    desk.workshop.second += 20 * 24 * HOUR;
    const engine = await desk.engine();
    try {
      await engine.logs.sweep();
      await engine.git.run({ changed: null, folders: [] });
      const rows = engine.ledger.database.prepare('SELECT piece FROM sealed_piece').all();
      assert.deepEqual(
        rows.map(({ piece }) => piece),
        ['work'],
      );
    } finally {
      engine.close();
    }
  });

  it('settles as if nothing was said where a word is taken back', async () => {
    const shop = desk.workshop.published('shop');
    const first = desk.session(shop.root, 'first').prompt().write('src/a.ts', feature('one'));
    shop.commit('One');
    shop.run('push', '-q');
    await desk.collect();
    desk.workshop.second += 46 * HOUR;
    first.at(desk.now()).edit('src/a.ts', 'one_7', 'uno_7');
    await desk.collect();
    const person = new PersonSays(desk.folder, desk.now);
    await person.say({ agent: 'claude-code', session: 'first', said: 'research', target: null });
    desk.workshop.second += 7 * HOUR;
    await desk.collect();
    desk.workshop.second += 19 * HOUR;
    desk.session(shop.root, 'second').prompt().edit('src/a.ts', 'one_1', 'uno_1');
    await desk.collect();
    for (const { id } of (await desk.report()).corrections) await person.takeBack(id);
    await desk.collect();
    assert.deepEqual(
      (await pieces()).map(([sessions]) => sessions),
      [['second'], ['first']],
    );
  });

  it('waits until every log was read once', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'first').prompt().write('src/a.ts', feature('one'));
    shop.commit('One');
    shop.run('push', '-q');
    desk.workshop.second += 60 * HOUR;
    const engine = await desk.engine();
    try {
      // The newest week, as a first import begins.
      await engine.logs.sweep(undefined, undefined, desk.now() - 7 * 24 * HOUR * 1000);
      await engine.git.run({ changed: null, folders: [] });
      const sealed = () => engine.ledger.database.prepare('SELECT piece FROM sealed_piece').all();
      assert.deepEqual(sealed(), []);
      await engine.logs.sweep();
      await engine.git.run({ changed: null, folders: [] });
      assert.deepEqual(
        sealed().map(({ piece }) => piece),
        ['first'],
      );
    } finally {
      engine.close();
    }
  });
});
