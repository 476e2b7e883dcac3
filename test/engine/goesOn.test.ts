import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Engine } from '../../src/engine/assemble.ts';
import type { Collector } from '../../src/engine/collector.ts';
import type { WorkerEnd } from '../../src/engine/protocol.ts';
import { moveAside } from '../../src/ledger/moveAside.ts';
import { type CollectOptions, Desk, feature } from './desk.ts';

const SOON_MS = 15_000;

describe('engine: a collector goes on, whatever happens around it', () => {
  let desk: Desk;
  let running: {
    readonly collector: Collector;
    readonly ended: Promise<WorkerEnd>;
    readonly engine: Engine;
  }[];
  beforeEach(() => {
    desk = new Desk();
    running = [];
  });
  afterEach(async () => {
    for (const each of running) await stop(each);
    desk.remove();
  });

  const begin = async (options: CollectOptions) => {
    const engine = await desk.engine(options);
    const collector = desk.collector(engine, options);
    const begun = { engine, collector, ended: collector.run() };
    running.push(begun);
    await collector.refresh();
    return begun;
  };
  const stop = async ({ collector, ended, engine }: (typeof running)[number]) => {
    collector.stop();
    await ended;
    engine.close();
    running = running.filter(each => each.engine !== engine);
  };
  const until = async (isSo: () => boolean, otherwise: string) => {
    for (const began = performance.now(); !isSo(); ) {
      assert.ok(performance.now() - began < SOON_MS, otherwise);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };

  it('reads logs too, once the window is closed that did', async () => {
    const { root } = desk.workshop.published();
    const session = desk.session(root).prompt().write('src/a.ts', feature('a'));
    const restricted = await begin({ holder: 'restricted', roles: ['logs'] });
    await begin({ holder: 'trusted' });
    const { callsLast7Days } = desk.summary();
    await stop(restricted);
    session.reply().reply();
    await until(() => desk.summary().callsLast7Days === (callsLast7Days ?? 0) + 2, 'nobody reads logs');
  });

  it('makes room where another ledger is in the place of its own, or none', async () => {
    for (const isThereAnother of [false, true]) {
      const { ended } = await begin({});
      moveAside(desk.ledgerFile, new Date());
      if (isThereAnother) (await desk.engine()).close();
      const late = new Promise(resolve => setTimeout(resolve, SOON_MS, 'goes on'));
      assert.equal(await Promise.race([ended, late]), 'not needed');
    }
  });

  it('reads a repository again shortly after git failed there for once, and not again and again', async () => {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root).prompt().write('src/a.ts', feature('a'));
    shop.commit('One');
    const [git, failing, asked] = ['git.sh', 'failing', 'asked'].map(name => desk.workshop.path(name));
    writeFileSync(
      git!,
      `#!/bin/sh\ncase "$*" in *for-each-ref*) echo >> '${asked}'; if [ -e '${failing}' ]; then [ -s '${failing}' ] || rm '${failing}'; echo 'fatal: sudden' >&2; exit 128; fi;; esac\nexec git "$@"\n`,
      { mode: 0o755 },
    );
    await begin({ gitPath: git! });
    assert.equal(desk.summary().toPush, 1);
    writeFileSync(failing!, '');
    shop.run('push', '-q');
    await until(() => desk.summary().toPush === 0, 'the push is not seen');
    assert.equal(existsSync(failing!), false);
    writeFileSync(failing!, 'for good');
    const times = () => readFileSync(asked!, 'utf8').length;
    const before = times();
    shop.run('push', '-q', 'origin', 'HEAD:refs/heads/other');
    await until(() => times() === before + 2, 'git is not asked again');
    await new Promise(resolve => setTimeout(resolve, 4_000));
    assert.equal(times(), before + 2);
  });

  it('asks all repositories again, too, once the clock was set back', async () => {
    const { root } = desk.workshop.published();
    const session = desk.session(root).prompt().write('src/a.ts', feature('a'));
    const { engine } = await begin({});
    const passes: boolean[] = [];
    const run = engine.git.run.bind(engine.git);
    engine.git.run = pass => {
      passes.push(pass.changed === null);
      return run(pass);
    };
    session.write('src/b.ts', feature('b'));
    await until(() => passes.length > 0, 'nobody looks');
    assert.deepEqual([...new Set(passes.splice(0))], [false]);
    desk.skew = -3_600_000;
    session.write('src/c.ts', feature('c'));
    await until(() => passes.includes(true), 'waits for the clock');
  });
});
