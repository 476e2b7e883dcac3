import assert from 'node:assert/strict';
import { PersonSays } from '../../src/engine/personSays.ts';
import { reportTable } from '../../src/engine/reportTable.ts';
import type { ProductionSaid, ProductionSign } from '../../src/model/production.ts';
import type { Report } from '../../src/model/report.ts';
import { Desk, feature } from './desk.ts';

const TAGS: ProductionSign = { kind: 'release tags', branch: null };
const BRANCH: ProductionSign = { kind: 'deploy branch', branch: 'production' };

describe('engine: what the person says of production', () => {
  let desk: Desk;
  let person: PersonSays;
  beforeEach(() => {
    desk = new Desk();
    person = new PersonSays(desk.folder, desk.now);
  });
  afterEach(() => desk.remove());

  /** One change that shipped and is in `v1.0.0`. */
  async function released() {
    const shop = desk.workshop.published('shop');
    desk.session(shop.root, 'mine').prompt().write('src/a.ts', feature('one'));
    shop.commit('One');
    shop.run('push', '-q');
    shop.run('tag', '-a', 'v1.0.0', '-m', 'first');
    await desk.collect();
    return shop;
  }

  const say = async (sign: ProductionSign, said: ProductionSaid) => {
    const [repo] = (await desk.report()).repos;
    assert.deepEqual(await person.sayOfProduction({ repo: repo!.root, ...sign, said }), { ok: true });
    await desk.collect();
  };
  const takeBack = async (word: number) => {
    assert.deepEqual(await person.takeBackOfProduction(word), { ok: true });
    await desk.collect();
  };
  const wordIn = ({ repos: [repo] }: Report) => repo?.production.find(({ word }) => word !== null)?.word ?? 0;
  /** What became of the one piece, how sure, by what rule; how many are in production; what was said of what. */
  const told = async () => {
    const { pieces, figures, repos, outcomes } = await desk.report();
    const [piece] = pieces;
    const events = repos[0]!.events.filter(({ kind }) => kind === 'deployment');
    return {
      outcome: [piece?.outcome, piece?.confidence, piece?.evidence[0]?.rule],
      deployments: events.map(({ ref, confidence }) => [ref, confidence]),
      figure: figures.inProduction,
      counted: Object.keys(outcomes),
      restated: piece?.restated,
      taken: repos[0]!.production.map(({ kind, newest, count, said }) => [kind, newest, count, said]),
    };
  };
  /** All that figures say but of production. */
  const others = async () => {
    const { figures, badge, pieces } = await desk.report();
    const { inProduction: _, window, ...rest } = figures;
    return {
      ...rest,
      stages: window.stages.filter(({ stage }) => stage !== 'in production'),
      inCode: window.inCode,
      badge,
      lines: pieces.map(({ lines, countsAsShipped }) => [lines, countsAsShipped]),
    };
  };

  it('is likely by a tag, solid once confirmed, nothing once denied, and as before once taken back', async () => {
    await released();
    const likely = await told();
    const figures = await others();
    assert.deepEqual(likely, {
      outcome: ['in production', 'fair', 'in-production-by-tag'],
      deployments: [['refs/tags/v1.0.0', 'fair']],
      figure: { pieces: 1 },
      counted: ['in production'],
      restated: [],
      taken: [['release tags', 'refs/tags/v1.0.0', 1, null]],
    });

    await say(TAGS, 'production');
    assert.deepEqual(await told(), {
      ...likely,
      outcome: ['in production', 'solid', 'in-production-confirmed'],
      deployments: [['refs/tags/v1.0.0', 'solid']],
      taken: [['release tags', 'refs/tags/v1.0.0', 1, 'production']],
    });
    assert.deepEqual(await others(), figures);

    // Of two words the last holds.
    await say(TAGS, 'not production');
    assert.deepEqual(await told(), {
      outcome: ['shipped', 'solid', 'shipped-by-lines'],
      deployments: [],
      figure: null,
      counted: ['shipped'],
      restated: [],
      taken: [['release tags', 'refs/tags/v1.0.0', 1, 'not production']],
    });
    assert.deepEqual(await others(), figures);

    await takeBack(wordIn(await desk.report()));
    assert.deepEqual(await told(), likely);
    assert.deepEqual(await others(), figures);
  });

  it('holds for the tags to come, and not for a branch that appears', async () => {
    const shop = await released();
    await say(TAGS, 'not production');
    shop.run('tag', '-a', 'v1.1.0', '-m', 'second');
    await desk.collect();
    assert.deepEqual((await told()).taken, [['release tags', 'refs/tags/v1.1.0', 2, 'not production']]);
    assert.equal((await told()).figure, null);
    shop.run('push', '-q', 'origin', 'HEAD:refs/heads/production');
    await desk.collect();
    const { outcome, figure, taken } = await told();
    assert.deepEqual(outcome, ['in production', 'fair', 'in-production-by-ref']);
    assert.deepEqual(figure, { pieces: 1 });
    assert.deepEqual(
      new Set(taken.map(([kind, , , said]) => `${kind}: ${said}`)),
      new Set(['release tags: not production', 'deploy branch: null']),
    );
    await say(BRANCH, 'production');
    const confirmed = ['in production', 'solid', 'in-production-confirmed'];
    assert.deepEqual((await told()).outcome, confirmed);
    // What is only likely beside it takes nothing from it.
    const [repo] = (await desk.report()).repos;
    await takeBack(repo!.production.find(({ kind }) => kind === TAGS.kind)!.word!);
    assert.deepEqual((await told()).outcome, confirmed);
  });

  it('is told at a terminal, kinds in their order', async () => {
    const shop = await released();
    shop.run('push', '-q', 'origin', 'HEAD:refs/heads/production');
    for (const tag of ['deploy-7', 'v1.1.0']) shop.run('tag', '-a', tag, '-m', tag);
    await desk.collect();
    await say(BRANCH, 'production');
    await say({ kind: 'deploy tags', branch: null }, 'not production');
    const lines = reportTable(await desk.report()).split('\n');
    const from = lines.indexOf('Taken for production');
    assert.deepEqual(
      lines.slice(from + 2, from + 5).map(line => line.split(/ {2,}/).slice(2)),
      [
        ['release tags: v1.1.0 and 1 more', 'by name, not confirmed'],
        ['deploy tags: deploy-7', 'said not to be'],
        ['origin/production', 'confirmed'],
      ],
    );
  });

  it('refuses a repository that it does not know', async () => {
    await released();
    const answer = await person.sayOfProduction({ repo: '/nowhere', ...TAGS, said: 'production' });
    assert.deepEqual(answer, { ok: false, problem: null });
  });

  it('holds for a clone whose remotes have other names, whichever is looked at first', async () => {
    const shop = await released();
    const team = shop.run('remote', 'get-url', 'origin');
    const clone = desk.workshop.at(desk.workshop.path('clone'));
    shop.run('clone', '-q', team, clone.root);
    clone.run('remote', 'rename', 'origin', 'upstream');
    clone.run('remote', 'add', 'origin', desk.workshop.bare('fork').root);
    desk.session(clone.root, 'there').prompt().write('src/b.ts', feature('two'));
    clone.commit('Two');
    clone.run('push', '-q', 'upstream', 'HEAD:main');
    clone.run('tag', '-a', 'v1.0.1', '-m', 'second');
    await desk.collect();
    const outcomes = async () => (await desk.report()).pieces.map(({ outcome }) => outcome);
    assert.deepEqual(await outcomes(), ['in production', 'in production']);
    const saying = { repo: clone.root, ...TAGS, said: 'not production' } as const;
    assert.deepEqual(await person.sayOfProduction(saying), { ok: true });
    for (let pass = 0; pass < 2; pass++) {
      await desk.collect();
      assert.deepEqual(await outcomes(), ['shipped', 'shipped']);
    }
  });

  it('is taken while repositories are looked at that have further worktrees, and told to other windows', async () => {
    const shop = await released();
    const tree = desk.workshop.path('tree');
    shop.run('worktree', 'add', '-q', '-b', 'side', tree);
    desk.session(tree, 'two').prompt().write('src/b.ts', feature('two'));
    const engine = await desk.engine();
    const collector = desk.collector(engine);
    const ended = collector.run();
    await collector.refresh();
    const before = desk.summary().corrections;
    const repo = (await desk.report()).repos[0]!.root;
    let isDone = false;
    const pass = collector.refresh().then(() => {
      isDone = true;
    });
    let said = 0;
    for (; !isDone; said++) {
      assert.deepEqual(await person.sayOfProduction({ repo, ...TAGS, said: 'production' }), { ok: true });
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await pass;
    await collector.refresh();
    assert.ok(said > 0 && desk.summary().corrections > before);
    collector.stop();
    await ended;
    engine.close();
  });

  it('is told to windows twice where it was said while git was read: what follows from it comes later', async () => {
    await released();
    const repo = (await desk.report()).repos[0]!.root;
    const engine = await desk.engine();
    let between = '';
    const outcome = async () => (await desk.report()).pieces[0]!.outcome;
    const run = engine.git.run.bind(engine.git);
    let isSaid = true;
    engine.git.run = async pass => {
      // What was written after the look in which it was said stands until the next is through.
      if (isSaid && between === '' && desk.summary().corrections > 0)
        between = JSON.stringify(desk.summary());
      await run(pass);
      if (isSaid) return;
      isSaid = true;
      assert.deepEqual(await person.sayOfProduction({ repo, ...TAGS, said: 'not production' }), { ok: true });
      assert.equal(await outcome(), 'in production');
    };
    const collector = desk.collector(engine);
    const ended = collector.run();
    try {
      await collector.refresh();
      isSaid = false;
      collector.touched();
      for (const began = performance.now(); (await outcome()) !== 'shipped'; ) {
        assert.ok(performance.now() - began < 20_000, 'what was said is not looked at');
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      await collector.refresh();
      assert.notEqual(between, '');
      assert.notEqual(JSON.stringify(desk.summary()), between);
    } finally {
      collector.stop();
      await ended;
      engine.close();
    }
  });
});
