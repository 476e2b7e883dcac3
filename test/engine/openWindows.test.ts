import assert from 'node:assert/strict';
import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenWindows } from '../../src/engine/openWindows.ts';
import { Desk, feature } from './desk.ts';
import { ToldWindows, WrittenGit } from './toldWindows.ts';

describe('engine: windows that are open', () => {
  let desk: Desk;
  let windows: ToldWindows;
  beforeEach(() => {
    desk = new Desk();
    windows = new ToldWindows(desk);
  });
  afterEach(() => desk.remove());

  let elapsed: number;
  const reader = () => {
    elapsed = 0;
    return new OpenWindows(desk.folder, desk.now, () => elapsed);
  };

  const look64s = (look: OpenWindows) => {
    for (let n = 0; n < 32; n++, elapsed += 2_000) look.read();
  };

  it('takes a folder for restricted only where no trusted window has it open', () => {
    windows.open('one', true, '/a', '/b');
    windows.open('two', false, '/b', '/c');
    assert.deepEqual(reader().read(), { trusted: ['/a', '/b'], restricted: ['/c'] });
  });

  it('forgets a window that ended without a word, and reads past what is no window’s', () => {
    for (const [id, trusted] of [
      ['dead', false],
      ['deaf', true],
    ] as const) {
      windows.open(id, trusted, `/${id}`);
      utimesSync(windows.file(id), desk.workshop.second - 120, desk.workshop.second - 120);
    }
    writeFileSync(windows.file('torn'), '{"trusted":');
    utimesSync(windows.file('torn'), desk.workshop.second, desk.workshop.second);
    windows.open('one', true, '/a');
    const look = reader();
    assert.deepEqual(
      look.read(),
      { trusted: ['/a'], restricted: ['/dead'] },
      'trust is not kept without a word',
    );
    look64s(look);
    assert.deepEqual(look.read(), { trusted: ['/a'], restricted: [] });
    assert.equal(existsSync(windows.file('dead')), false, 'the next to look need not wait');
  });

  it('takes a window for restricted that was silent while the machine slept', () => {
    windows.open('one', false, '/c');
    const look = reader();
    look.read();
    desk.skew = 600_000;
    for (const hour of [1, 2]) {
      // A clock that goes on in sleep.
      elapsed = hour * 3_600_000;
      assert.deepEqual(look.read(), { trusted: [], restricted: ['/c'] });
    }
    // It says so again, and is silent anew.
    utimesSync(windows.file('one'), desk.now() / 1000, desk.now() / 1000);
    look.read();
    desk.skew += 600_000;
    elapsed += 60_000;
    assert.deepEqual(look.read(), { trusted: [], restricted: ['/c'] });
    look64s(look);
    assert.deepEqual(look.read(), { trusted: [], restricted: [] });
  });

  it('asks git nothing about what only a restricted window has open, and keeps what was known', async () => {
    const git = new WrittenGit(desk);
    const collect = async () => {
      git.forget();
      await desk.collect({ gitPath: git.path });
      return git.asked(shop.root).length;
    };
    const shop = desk.workshop.published('shop');
    const other = desk.workshop.published('other');
    desk.session(shop.root, 'in-shop').prompt().write('src/a.ts', feature('one'));
    desk.session(other.root, 'in-other').prompt().write('src/a.ts', feature('two'));
    const outcomes = async () =>
      Object.fromEntries((await desk.report()).sessions.map(({ id, outcome }) => [id, outcome]));

    windows.open('one', false, join(shop.root, 'src'));
    assert.equal(await collect(), 0);
    assert.deepEqual(await outcomes(), { 'in-shop': 'unclear', 'in-other': 'in progress' });
    assert.equal((await desk.coverage('repository-unreadable')).length, 1);

    // A second window trusts it.
    windows.open('two', true, shop.root, join(shop.root, 'src'));
    assert.ok((await collect()) > 0);
    assert.deepEqual(await outcomes(), { 'in-shop': 'in progress', 'in-other': 'in progress' });

    rmSync(windows.file('two'));
    assert.equal(await collect(), 0);
    assert.deepEqual(await outcomes(), { 'in-shop': 'in progress', 'in-other': 'in progress' });
  });

  it('says why of a repository that no session worked in, too', async () => {
    const shop = desk.workshop.published('shop');
    windows.open('one', true, shop.root);
    await desk.collect();
    assert.deepEqual(await desk.coverage('repository-unreadable'), []);
    windows.open('one', false, shop.root);
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    try {
      for (let look = 0; look < 2; look++) {
        await collector.refresh();
        const told = await desk.coverage('repository-unreadable');
        assert.equal(told.length, 1);
        assert.match(told[0]!, /Restricted Mode/);
      }
    } finally {
      collector.stop();
      await ended;
      engine.close();
    }
  });
});
