import assert from 'node:assert/strict';
import { cpSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { Desk, feature } from './desk.ts';

const SOON_MS = 20_000;

describe('engine: a push while git is being read', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.remove());

  function isPushed(): boolean {
    try {
      return desk.summary().pushed;
    } catch {
      // Not written yet.
      return false;
    }
  }

  it('is news, though no folder was watched before', async () => {
    if (process.platform === 'win32') return;
    const repository = desk.workshop.published();
    const session = desk.session(repository.root).prompt().write('src/late.ts', feature('late'));
    // What is older than a week is read once, and git with it.
    utimesSync(session.log, 0, desk.now() / 1000 - 30 * 86_400);
    repository.commit('Work');
    // A git that pushes once, after it has told of all refs.
    const [git, done] = [desk.workshop.path('git.sh'), desk.workshop.path('pushed')];
    const push = `env -i PATH="$PATH" HOME='${desk.workshop.home}' git -C '${repository.root}' push -q origin HEAD:refs/heads/late/one`;
    const once = `[ -e '${done}' ] || { : > '${done}'; ${push}; } >&2`;
    const script = `#!/bin/sh\ngit "$@"\ncode=$?\ncase "$*" in *for-each-ref*) ${once};; esac\nexit $code\n`;
    writeFileSync(git, script, { mode: 0o755 });
    const engine = await desk.engine({ gitPath: git });
    const collector = desk.collector(engine);
    const ended = collector.run();
    try {
      for (const began = performance.now(); !isPushed(); ) {
        assert.ok(performance.now() - began < SOON_MS, 'the push is not seen');
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    } finally {
      collector.stop();
      await ended;
      engine.close();
    }
  });

  it('is news in a repository that was gone for a while, and was cloned anew', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root).prompt().write('src/a.ts', feature('a'));
    shop.commit('One');
    const copy = desk.workshop.path('copy');
    cpSync(shop.root, copy, { recursive: true });
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    const looks = () => desk.lines.filter(({ line }) => line.startsWith('looked at')).length;
    const look = async (change: () => void) => {
      const before = looks();
      change();
      for (const began = performance.now(); looks() === before; ) {
        assert.ok(performance.now() - began < SOON_MS, 'nobody looks');
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      // What else the change tells of is news of the same look, or of the next.
      await new Promise(resolve => setTimeout(resolve, 1_000));
    };
    try {
      await collector.refresh();
      await look(() => rmSync(shop.root, { recursive: true }));
      // What git failed at is tried again by then.
      await new Promise(resolve => setTimeout(resolve, 5_000));
      await look(() => cpSync(copy, shop.root, { recursive: true }));
      assert.equal(desk.summary().toPush, 1);
      await look(() => shop.run('push', '-q'));
      assert.equal(desk.summary().toPush, 0);
    } finally {
      collector.stop();
      await ended;
      engine.close();
    }
  });
});
