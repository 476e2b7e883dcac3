import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenWindows } from '../../src/engine/openWindows.ts';
import { DATA_FILES } from '../../src/model/dataFolder.ts';
import { Desk, feature } from './desk.ts';

describe('engine: windows that are open', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  const file = (id: string) => join(desk.folder, DATA_FILES.windows, `${id}.json`);
  const open = (id: string, trusted: boolean, ...folders: string[]) => {
    mkdirSync(join(desk.folder, DATA_FILES.windows), { recursive: true });
    writeFileSync(file(id), JSON.stringify({ trusted, folders }));
    utimesSync(file(id), desk.workshop.second, desk.workshop.second);
  };

  let elapsed: number;
  const reader = () => {
    elapsed = 0;
    return new OpenWindows(desk.folder, desk.now, () => elapsed);
  };

  /** A git that writes down where it is asked, and what. */
  const wrapper = () => {
    const [asked, git] = [desk.workshop.path('asked'), desk.workshop.path('git')];
    writeFileSync(git, `#!/bin/sh\nprintf '%s %s\\n' "$PWD" "$*" >> '${asked}'\nexec git "$@"\n`);
    chmodSync(git, 0o755);
    return { asked, git };
  };
  const look64s = (windows: OpenWindows) => {
    for (let look = 0; look < 32; look++, elapsed += 2_000) windows.read();
  };

  it('takes a folder for restricted only where no trusted window has it open', () => {
    open('one', true, '/a', '/b');
    open('two', false, '/b', '/c');
    assert.deepEqual(reader().read(), { trusted: ['/a', '/b'], restricted: ['/c'] });
  });

  it('forgets a window that ended without a word, and reads past what is no window’s', () => {
    for (const [id, trusted] of [
      ['dead', false],
      ['deaf', true],
    ] as const) {
      open(id, trusted, `/${id}`);
      utimesSync(file(id), desk.workshop.second - 120, desk.workshop.second - 120);
    }
    writeFileSync(file('torn'), '{"trusted":');
    utimesSync(file('torn'), desk.workshop.second, desk.workshop.second);
    open('one', true, '/a');
    const windows = reader();
    assert.deepEqual(
      windows.read(),
      { trusted: ['/a'], restricted: ['/dead'] },
      'trust is not kept without a word',
    );
    look64s(windows);
    assert.deepEqual(windows.read(), { trusted: ['/a'], restricted: [] });
    assert.equal(existsSync(file('dead')), false, 'the next to look need not wait');
  });

  it('takes a window for restricted that was silent while the machine slept', () => {
    open('one', false, '/c');
    const windows = reader();
    windows.read();
    desk.skew = 600_000;
    for (const hour of [1, 2]) {
      // A clock that goes on in sleep.
      elapsed = hour * 3_600_000;
      assert.deepEqual(windows.read(), { trusted: [], restricted: ['/c'] });
    }
    // It says so again, and is silent anew.
    utimesSync(file('one'), desk.now() / 1000, desk.now() / 1000);
    windows.read();
    desk.skew += 600_000;
    elapsed += 60_000;
    assert.deepEqual(windows.read(), { trusted: [], restricted: ['/c'] });
    look64s(windows);
    assert.deepEqual(windows.read(), { trusted: [], restricted: [] });
  });

  it('asks git nothing about what only a restricted window has open, and keeps what was known', async () => {
    const { asked, git } = wrapper();
    const collect = async () => {
      writeFileSync(asked, '');
      await desk.collect({ gitPath: git });
      return readFileSync(asked, 'utf8');
    };
    const shop = desk.workshop.published('shop');
    const other = desk.workshop.published('other');
    desk.session(shop.root, 'in-shop').prompt().write('src/a.ts', feature('one'));
    desk.session(other.root, 'in-other').prompt().write('src/a.ts', feature('two'));
    const outcomes = async () =>
      Object.fromEntries((await desk.report()).sessions.map(({ id, outcome }) => [id, outcome]));

    open('one', false, join(shop.root, 'src'));
    assert.equal((await collect()).includes(shop.root), false);
    assert.deepEqual(await outcomes(), { 'in-shop': 'unclear', 'in-other': 'in progress' });
    assert.equal((await desk.coverage('repository-unreadable')).length, 1);

    // A second window trusts it.
    open('two', true, shop.root, join(shop.root, 'src'));
    assert.ok((await collect()).includes(shop.root));
    assert.deepEqual(await outcomes(), { 'in-shop': 'in progress', 'in-other': 'in progress' });

    rmSync(file('two'));
    assert.equal((await collect()).includes(shop.root), false);
    assert.deepEqual(await outcomes(), { 'in-shop': 'in progress', 'in-other': 'in progress' });
  });

  it('says why of a repository that no session worked in, too', async () => {
    const shop = desk.workshop.published('shop');
    open('one', true, shop.root);
    await desk.collect();
    assert.deepEqual(await desk.coverage('repository-unreadable'), []);
    open('one', false, shop.root);
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
