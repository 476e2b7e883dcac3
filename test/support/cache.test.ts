import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installedBrowser } from './browser.ts';
import { cached, cacheRoot } from './cache.ts';
import { OwnedProcess } from './ownedProcess.ts';

describe('The cache of downloaded programs', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'ai-impact-cache-'));
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  it('lies where the platform keeps such things, or where it is told', () => {
    assert.equal(cacheRoot({}, 'linux', '/home/a'), join('/home/a', '.cache', 'ai-impact-dev'));
    assert.equal(cacheRoot({ XDG_CACHE_HOME: '/c' }, 'linux', '/home/a'), join('/c', 'ai-impact-dev'));
    assert.equal(cacheRoot({}, 'darwin', '/Users/a'), join('/Users/a', 'Library', 'Caches', 'ai-impact-dev'));
    assert.equal(cacheRoot({ AI_IMPACT_CACHE: '/x' }, 'darwin', '/Users/a'), '/x');
  });

  it('installs once for many that ask at once', async () => {
    let installs = 0;
    const ask = () =>
      cached(root, 'thing-1', async folder => {
        installs += 1;
        await sleep(50);
        await writeFile(join(folder, 'done'), '');
      });
    const paths = await Promise.all([ask(), ask(), ask()]);
    assert.deepEqual(new Set(paths), new Set([join(root, 'thing-1')]));
    assert.equal(installs, 1);
    assert.deepEqual(await readdir(root), ['thing-1']);
  });

  it('leaves nothing of an install that failed, and tries again', async () => {
    const failing = cached(root, 'thing-1', async folder => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('no network');
    });
    await assert.rejects(failing, /no network/);
    assert.deepEqual(await readdir(root), []);
    assert.ok(existsSync(await cached(root, 'thing-1', async () => {})));
  });

  it('passes over the lock of a process that died', async () => {
    const dead = new OwnedProcess(process.execPath, ['-e', ''], { env: {} });
    await dead.exited;
    await writeFile(join(root, 'thing-1.lock'), String(dead.pid));
    assert.ok(existsSync(await cached(root, 'thing-1', async () => {})));
  });
});

describe('The browser', () => {
  it('is looked for on PATH and in the usual places', () => {
    const only = (path: string) => (asked: string) => asked === path;
    const find = (path: string, platform: NodeJS.Platform) =>
      installedBrowser({ PATH: '/usr/bin:/opt/bin', HOME: '/Users/a' }, platform, only(path));
    assert.equal(find('/opt/bin/google-chrome', 'linux'), '/opt/bin/google-chrome');
    assert.equal(find('/opt/microsoft/msedge/msedge', 'linux'), '/opt/microsoft/msedge/msedge');
    const mac = '/Users/a/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    assert.equal(find(mac, 'darwin'), mac);
    assert.equal(find('/nowhere', 'linux'), null);
  });
});

describe('A program that we started', () => {
  it('ends with what it started', async () => {
    // The child shares the output, so its end is seen by the output's end.
    const script = `
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log('child', child.pid);
      setInterval(() => {}, 1000);`;
    const program = `const { spawn } = require('node:child_process');${script}`;
    const owned = new OwnedProcess(process.execPath, ['-e', program], { env: {} });
    await owned.waitFor(/child (\d+)/, 10_000);
    await owned.end();
    assert.equal(owned.running, false);
  });

  it('says its last words when it ends too early', async () => {
    const owned = new OwnedProcess(process.execPath, ['-e', "console.error('no port free')"], { env: {} });
    await assert.rejects(owned.waitFor(/listening/, 10_000), /no port free/);
  });
});
