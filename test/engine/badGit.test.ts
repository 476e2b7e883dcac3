import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';

describe('engine: git that is not as it should be', () => {
  let desk: Desk;
  let repository: TestRepository;
  beforeEach(() => {
    desk = new Desk();
    repository = desk.workshop.published();
  });
  afterEach(() => desk.remove());

  const work = (name: string, folder = repository.root) =>
    desk.session(folder).prompt().write(`src/${name}.ts`, feature(name)).reply();
  const outcomes = async () => {
    const { sessions } = await desk.report();
    return Object.fromEntries(sessions.map(({ files, outcome }) => [files[0]?.split('/').at(-1), outcome]));
  };

  it('no git on the PATH: tokens are told, and page and badge say what is missing', async () => {
    work('lonely');
    const bin = desk.workshop.path('bin');
    mkdirSync(bin);
    assert.equal(await desk.collect({ variables: { PATH: bin } }), 'stopped');
    const { usage, sessions } = await desk.report();
    assert.equal(usage.total.calls, 2);
    assert.deepEqual(
      sessions.map(({ outcome }) => outcome),
      ['unclear'],
    );
    const [line] = await desk.coverage('no-git');
    assert.match(line ?? '', /^Git was not found, .* Install git, or put it on the PATH\.$/);
    const page = await desk.page();
    assert.ok(page.sources?.coverage.some(({ text }) => text.startsWith('Git was not found: ')));
    assert.ok(page.preface.some(text => text.startsWith('Git was not found: ')));
    assert.equal(desk.tooltip()[4], 'Git was not found: install it, or put it on the PATH.');
    await desk.collect();
    assert.deepEqual(await desk.coverage('no-git'), []);
    assert.equal(desk.summary().gitMissing, false);
    assert.deepEqual(await outcomes(), { 'lonely.ts': 'in progress' });
  });

  it('git that is there no more: what was found before stays', async () => {
    work('before');
    await desk.collect();
    const bin = desk.workshop.path('bin');
    mkdirSync(bin);
    await desk.collect({ variables: { PATH: bin } });
    assert.deepEqual(await outcomes(), { 'before.ts': 'in progress' });
    assert.equal((await desk.coverage('no-git')).length, 1);
  });

  it('no remote: nothing there counts as shipped, and it is said', async () => {
    const lonely = desk.workshop.init('lonely');
    lonely.commit('first', { 'a.ts': 'x\n' });
    work('alone', lonely.root);
    lonely.commit('Work');
    await desk.collect();
    assert.deepEqual(await outcomes(), { 'alone.ts': 'committed' });
    assert.deepEqual(await desk.coverage('no-remote'), [
      `${lonely.root} has no remote: nothing there counts as shipped.`,
    ]);
    assert.equal(desk.summary().toPush, 0);
  });

  it('a repository without a commit, and one without a branch', async () => {
    const empty = desk.workshop.init('empty');
    work('early', empty.root);
    await desk.collect();
    assert.deepEqual(await outcomes(), { 'early.ts': 'in progress' });
  });

  it('a detached HEAD: its commits are found, and wait to be pushed', async () => {
    repository.run('checkout', '-q', '--detach');
    work('loose');
    repository.commit('Loose work');
    await desk.collect();
    assert.deepEqual(await outcomes(), { 'loose.ts': 'committed' });
    assert.equal(desk.summary().toPush, 1);
  });

  it('a clock set back by a day: the next collector takes over at once and tells the same', async () => {
    work('early');
    repository.commit('Work');
    const engine = await desk.engine();
    const collector = desk.collector(engine, { holder: 'before' });
    const ended = collector.run();
    await collector.refresh();
    const before = await outcomes();
    desk.skew = -86_400_000;
    assert.equal(await desk.collect({ holder: 'after' }), 'stopped');
    assert.deepEqual(await outcomes(), before);
    assert.deepEqual(before, { 'early.ts': 'committed' });
    collector.stop();
    await ended;
    engine.close();
    assert.ok(Number.isFinite(Date.parse(desk.summary().generatedAt)));
  });

  for (const [what, why, ruin] of [
    ['removed', 'its folder is not there any more', (root: string) => rmSync(root, { recursive: true })],
    [
      'moved away',
      'its folder is not there any more',
      (root: string) => renameSync(root, `${root}-elsewhere`),
    ],
    [
      'broken',
      'the repository is damaged',
      (root: string) => rmSync(join(root, '.git', 'objects'), { recursive: true }),
    ],
    ['without its HEAD', 'the repository is damaged', (root: string) => rmSync(join(root, '.git', 'HEAD'))],
    [
      'with refs that are junk',
      null,
      (root: string) => writeFileSync(join(root, '.git', 'refs', 'heads', 'main'), 'junk\n'),
    ],
    [
      'with a config that is junk',
      'git could not read it',
      (root: string) => writeFileSync(join(root, '.git', 'config'), '[[[\n'),
    ],
    [
      'with a log that is a folder',
      null,
      (root: string) => {
        rmSync(join(root, '.git', 'logs'), { recursive: true });
        mkdirSync(join(root, '.git', 'logs', 'HEAD'), { recursive: true });
      },
    ],
  ] as const) {
    it(`a repository that is ${what} between two passes: the others are read, and what was known stays`, async () => {
      const other = desk.workshop.published('other');
      const first = work('first');
      repository.commit('First');
      repository.run('push', '-q', 'origin', 'main');
      // A session that names a commit, so that git is asked about that, too.
      first.shell('git commit', `[main ${repository.head().slice(0, 7)}] First`);
      work('second', other.root);
      const engine = await desk.engine();
      const collector = desk.collector(engine);
      const ended = collector.run();
      await collector.refresh();
      assert.deepEqual(await outcomes(), { 'first.ts': 'shipped', 'second.ts': 'in progress' });
      ruin(repository.root);
      other.commit('Second');
      await collector.refresh();
      assert.deepEqual(await outcomes(), { 'first.ts': 'shipped', 'second.ts': 'committed' });
      assert.equal((await desk.report()).usage.total.calls, 5);
      collector.stop();
      assert.equal(await ended, 'stopped');
      engine.close();
    });

    it(`a repository that is ${what} between two windows: the others are read, and it is said`, async () => {
      const other = desk.workshop.published('other');
      work('first');
      repository.commit('First');
      work('second', other.root);
      await desk.collect();
      ruin(repository.root);
      other.commit('Second');
      assert.equal(await desk.collect(), 'stopped');
      assert.equal((await outcomes())['second.ts'], 'committed');
      assert.equal((await desk.report()).usage.total.calls, 4);
      const [line] = await desk.coverage('repository-unreadable');
      if (why === null) assert.equal(line, undefined);
      else {
        assert.equal(line, `${repository.root}: ${why}. What was known of it before stays.`);
        assert.equal((await outcomes())['first.ts'], 'committed');
      }
    });
  }
});
