import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { tracesFile } from '../../src/git/agentTraces.ts';
import type { TestRepository } from '../support/repository.ts';
import { Desk, feature } from './desk.ts';
import { WrittenGit } from './toldWindows.ts';

describe('engine: records of Agent Trace', () => {
  let desk: Desk;
  let shop: TestRepository;
  beforeEach(() => {
    desk = new Desk();
    shop = desk.workshop.published('shop');
  });
  afterEach(() => desk.remove());

  const trace = (
    session: string,
    commit: string,
    path: string,
    first: number,
    last: number,
    root = shop.root,
    at = desk.now(),
  ) => {
    const file = tracesFile(root);
    mkdirSync(dirname(file), { recursive: true });
    const ranges = [{ start_line: first, end_line: last }];
    const conversations = [{ url: `file:///logs/${session}.jsonl`, contributor: { type: 'ai' }, ranges }];
    const record = {
      version: '0.1.0',
      timestamp: new Date(at).toISOString(),
      vcs: { type: 'git', revision: commit },
      files: [{ path, conversations }],
    };
    appendFileSync(file, `${JSON.stringify(record)}\n`);
  };
  /** What a session came to, and the commit that is taken for its own by a link. */
  const found = async (id = 'mine') => {
    await desk.collect();
    const session = (await desk.report()).sessions.find(each => each.id === id);
    return [session?.outcome, session?.evidence.find(({ kind }) => kind === 'link')?.commit ?? null];
  };
  /** By hand, and in no words of the agent's. */
  const WORDS =
    'class Basket {\n  total = 0;\n  add(price) {\n    this.total += price;\n  }\n}\nlog(Basket);\nrun();\n';
  const head = () => shop.run('rev-parse', 'HEAD');

  it('tie a session to the commit that brought its lines, in whatever words, and are remembered', async () => {
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('Mine', { 'src/a.ts': WORDS });
    shop.run('push', '-q');
    assert.deepEqual(await found(), ['in progress', null]);
    trace('mine', head(), 'src/a.ts', 1, 8);
    assert.deepEqual(await found(), ['shipped', head()]);
    rmSync(tracesFile(shop.root));
    assert.deepEqual(await found(), ['shipped', head()]);
  });

  it('make no figure better, unless lines of the session are in the commit that they name', async () => {
    const two = feature('two');
    const own = two.slice(0, two.indexOf('\n') + 1);
    // So that each change of the repository counts.
    shop.write('theirs.ts', 'theirs();\n');
    shop.run('add', '.');
    shop.with({ GIT_AUTHOR_EMAIL: 'grace@example.com' }, 'commit', '-q', '-m', 'Theirs');
    desk.session(shop.root, 'one').prompt().write('src/a.ts', feature('one'));
    shop.commit('By hand', { 'src/a.ts': WORDS });
    const byHand = head();
    desk.workshop.second += 7 * 86_400;
    desk
      .session(shop.root, 'two')
      .prompt()
      .write('src/b.ts', two)
      .write('src/c.ts', feature('three'))
      .write('src/d.ts', feature('four'));
    const files = { 'src/b.ts': `${WORDS}${own}`, 'src/c.ts': null, 'src/d.ts': null };
    shop.commit('By hand, with a line of the agent', files);
    shop.run('push', '-q');
    const told = async () => {
      await desk.collect();
      const { figures, pieces, sessions } = await desk.report();
      const outcomes = [...pieces, ...sessions].map(({ outcome, chip }) => `${outcome}, ${chip}`);
      return { figures, outcomes: new Set(outcomes), counting: pieces.filter(each => each.countsAsShipped) };
    };
    const before = await told();
    assert.deepEqual(before.outcomes, new Set(['in progress, null']));
    trace('one', byHand, 'src/a.ts', 1, 8);
    const forged = await told();
    assert.deepEqual(forged.outcomes, new Set(['shipped, mostly yours', 'in progress, null']));
    assert.deepEqual([forged.figures, forged.counting], [before.figures, []]);
    trace('two', head(), 'src/b.ts', 1, 9);
    const held = await told();
    assert.deepEqual(held.outcomes, new Set(['shipped, mostly yours']));
    assert.deepEqual(
      held.counting.map(({ commits }) => commits),
      [[head()]],
    );
    assert.equal(held.figures.shipped.window, 1);
  });

  it('tie none to the commit that it began at, though it wrote over its lines', async () => {
    shop.commit('By hand', { 'src/a.ts': feature('one') });
    shop.run('push', '-q');
    desk.session(shop.root, 'mine').prompt().edit('src/a.ts', 'one_1 =', 'uno_1 =');
    trace('mine', head(), 'src/a.ts', 2, 2);
    assert.deepEqual(await found(), ['in progress', null]);
  });

  it('tie none to what the person wrote over its lines and committed, before it edited once more', async () => {
    const session = desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('By hand', { 'src/a.ts': `${WORDS}${feature('one')}` });
    shop.run('push', '-q');
    session.at(desk.now()).edit('src/a.ts', 'price', 'amount');
    trace('mine', head(), 'src/a.ts', 3, 3);
    const link = (await found())[1];
    assert.equal(link, null);
  });

  it('tie none to a commit that was made after them', async () => {
    const session = desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    const before = desk.now();
    shop.commit('By hand', { 'src/a.ts': `${WORDS}${feature('one')}` });
    shop.run('push', '-q');
    session.at(desk.now()).edit('src/a.ts', 'price', 'amount');
    trace('mine', head(), 'src/a.ts', 1, 8, shop.root, before);
    assert.equal((await found())[1], null);
  });

  it('tie a session to a commit in the second of its edit', async () => {
    const second = Math.floor(desk.now() / 1000) + 60;
    desk
      .session(shop.root, 'mine')
      .at(second * 1000 - 1600)
      .prompt()
      .write('src/a.ts', feature('one'));
    shop.write('src/a.ts', WORDS);
    shop.run('add', '-A');
    const date = `${second} +0000`;
    shop.with({ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, 'commit', '-q', '-m', 'Mine');
    shop.run('push', '-q');
    trace('mine', head(), 'src/a.ts', 1, 8, shop.root, second * 1000 + 900);
    assert.deepEqual(await found(), ['shipped', head()]);
  });

  it('are read once more where git did not answer, or their session was not known yet', async () => {
    const done = desk.workshop.path('done');
    const failing = `[ -e '${done}' ] || { touch '${done}'; exit 1; };;`;
    const git = new WrittenGit(desk, `case "$*" in *diff-tree*inter-hunk*) ${failing} esac`);
    const engine = await desk.engine({ gitPath: git.path });
    const collector = desk.collector(engine);
    const ended = collector.run();
    const linked = async (id: string) =>
      (await desk.report()).sessions
        .find(session => session.id === id)
        ?.evidence.find(({ kind }) => kind === 'link')?.commit;
    try {
      desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
      shop.commit('Mine', { 'src/a.ts': WORDS });
      trace('mine', head(), 'src/a.ts', 1, 8);
      const mine = head();
      const at = desk.now();
      shop.commit('Of later', { 'src/b.ts': WORDS });
      trace('later', head(), 'src/b.ts', 1, 8);
      await collector.refresh();
      await collector.refresh();
      assert.equal(await linked('mine'), mine);
      desk.session(shop.root, 'later').at(at).prompt().write('src/b.ts', feature('two'));
      shop.write('src/b.ts', WORDS);
      await collector.refresh();
      assert.equal(await linked('later'), head());
    } finally {
      collector.stop();
      await ended;
      engine.close();
    }
  });

  it('are not followed where they, or their folder, are a link or a pipe', async () => {
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('Mine', { 'src/a.ts': WORDS });
    trace('mine', head(), 'src/a.ts', 1, 8);
    const [file, elsewhere] = [tracesFile(shop.root), desk.workshop.path('elsewhere.jsonl')];
    renameSync(file, elsewhere);
    symlinkSync(elsewhere, file);
    assert.equal((await found())[1], null);
    rmSync(file);
    execFileSync('mkfifo', [file]);
    assert.equal((await found())[1], null);
    rmSync(file);
    renameSync(elsewhere, file);
    const folder = desk.workshop.path('folder');
    renameSync(dirname(file), folder);
    symlinkSync(folder, dirname(file));
    assert.equal((await found())[1], null);
    rmSync(dirname(file));
    renameSync(folder, dirname(file));
    assert.equal((await found())[1], head());
  });

  it('tie none to a commit of somebody else', async () => {
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.write('src/a.ts', WORDS);
    shop.run('add', '.');
    shop.with(
      { GIT_AUTHOR_EMAIL: 'grace@example.com', GIT_COMMITTER_EMAIL: 'grace@example.com' },
      'commit',
      '-q',
      '-m',
      'Theirs',
    );
    shop.run('push', '-q');
    trace('mine', head(), 'src/a.ts', 1, 8);
    assert.deepEqual(await found(), ['in progress', null]);
  });

  it('tie none to a commit that brought other lines, or another file', async () => {
    shop.commit('Ground', { 'src/a.ts': feature('one'), 'src/b.ts': feature('two') });
    desk
      .session(shop.root, 'mine')
      .prompt()
      .edit('src/a.ts', 'one_1 =', 'uno_1 =')
      .edit('src/b.ts', 'two_1 =', 'duo_1 =');
    shop.commit('Mine', {
      'src/a.ts': `${feature('one')}// end\n`,
      'src/b.ts': null,
      'src/c.ts': feature('three'),
    });
    trace('mine', head(), 'src/a.ts', 1, 8);
    trace('mine', head(), 'src/b.ts', 1, 8);
    trace('mine', head(), 'src/c.ts', 1, 8);
    trace('nobody', head(), 'src/a.ts', 9, 9);
    assert.equal((await found())[1], null);
    trace('mine', head(), 'src/a.ts', 9, 9);
    assert.equal((await found())[1], head());
  });

  it('are read in every worktree, and where they cannot be, nothing else is lost', async () => {
    const tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    const side = desk.workshop.at(tree);
    desk.session(tree, 'mine').prompt().write('src/a.ts', feature('one'));
    side.commit('Mine', { 'src/a.ts': WORDS });
    trace('mine', side.run('rev-parse', 'HEAD'), 'src/a.ts', 1, 8, tree);
    mkdirSync(tracesFile(shop.root), { recursive: true });
    assert.equal((await found())[1], side.run('rev-parse', 'HEAD'));
    writeFileSync(tracesFile(tree), Buffer.from([0xff, 0xfe, 0x0a, 0x7b]));
    assert.equal((await found())[1], side.run('rev-parse', 'HEAD'));
  });
});
