import assert from 'node:assert/strict';
import type { Report } from '../../src/model/report.ts';
import { code, type Scene, story } from './scene.ts';

const told = ({ sessions, pieces }: Report) => ({
  sessions: sessions.map(({ id, outcome, chip, shipped }) => ({ id, outcome, chip, shipped })),
  pieces: pieces.map(({ id, outcome, shippedAt, commits }) => ({ id, outcome, shippedAt, commits })),
});

/** Nothing that could be looked up again is left: no logs, no reflogs, no objects without a ref. */
function forget(scene: Scene): void {
  scene.deleteLogs();
  scene.git('reflog expire --expire=now --all');
  scene.git('gc -q --prune=now');
}

describe('cases: what is kept when all else is gone', () => {
  story('logs, remote branch and reflogs went after the first look', async scene => {
    scene.branch('squashed').agent().write('src/squashed.ts', code('squashed')).reply();
    scene.commit();
    scene.push('squashed');
    scene.git('checkout -q main');
    scene.branch('waiting').agent().write('src/waiting.ts', code('waiting')).reply();
    scene.commit();
    scene.push('waiting');
    scene.git('checkout -q main');
    scene.branch('local').agent().write('src/local.ts', code('local')).reply();
    scene.commit();
    scene.git('checkout -q main');
    scene.agent().write('src/reverted.ts', code('reverted')).reply();
    scene.commit();
    scene.push().git('revert --no-edit HEAD');
    scene.push();
    scene.colleague.squash('squashed');
    scene.fetch().git('branch -q -D squashed waiting');
    scene.agent().read('first.ts').reply();
    scene.agent().write('src/tree.ts', code('tree')).reply();
    const before = await scene.report();
    assert.deepEqual(before.sessions.map(({ outcome }) => outcome).sort(), [
      'committed',
      'explored',
      'in progress',
      'pushed',
      'rolled back',
      'shipped',
    ]);
    scene.colleague.deleteBranch('squashed').deleteBranch('waiting');
    scene.fetch();
    forget(scene);
    assert.deepEqual(told(await scene.report()), told(before));
    forget(scene);
    assert.deepEqual(told(await scene.report()), told(before));
  });

  story('a branch that was closed without a merge is nowhere two weeks later', async scene => {
    scene.branch('feat').agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push('feat').git('checkout -q main');
    scene.git('branch -q -D feat');
    assert.equal(await scene.outcome(), 'pushed');
    scene.colleague.deleteBranch('feat');
    assert.equal(await scene.fetch().outcome(), 'pushed');
    assert.equal(await scene.later({ days: 15 }).outcome(), 'set aside');
  });

  story('what shipped long ago says that nobody watched when it did', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    scene.push().later({ days: 3 });
    const [first] = (await scene.report()).repos;
    const shipped = first?.events.filter(({ kind }) => kind === 'shipped');
    assert.deepEqual(
      shipped?.map(({ backfilled, evidence, confidence, forced }) => [
        backfilled,
        evidence,
        confidence,
        forced,
      ]),
      [[true, 'reflog', 'solid', false]],
    );
    scene.agent().write('src/two.ts', code('two')).reply();
    scene.commit();
    scene.push();
    const [later] = (await scene.report()).repos;
    assert.deepEqual(
      later?.events.filter(({ kind }) => kind === 'shipped').map(({ backfilled }) => backfilled),
      [true, false],
    );
  });

  story('a reflog with a clock that was wrong is put in order', async scene => {
    scene.agent().write('src/one.ts', code('one')).reply();
    scene.commit();
    const ahead = `${scene.workshop.second + 90 * 86_400} +0000`;
    scene.repository.with({ GIT_COMMITTER_DATE: ahead }, 'push', '-q', 'origin', 'main');
    const { shippedAt } = await scene.piece();
    assert.ok(shippedAt !== null && Date.parse(shippedAt) < scene.now + 60_000, `${shippedAt}`);
  });
});

describe('cases: what others did is never mine', () => {
  story('teammates and bots committed and merged all the while', async scene => {
    const sessions = [
      scene.agent().read('first.ts').reply(),
      scene.agent().prompt().shell('npm test', 'ok').reply(),
    ];
    const away = scene.agent().write('src/mine.ts', code('mine', 12)).reply();
    scene.write('src/mine.ts', null);
    const bots = [
      '49699333+dependabot[bot]@users.noreply.github.com',
      'renovate[bot]@users.noreply.github.com',
    ];
    for (const email of ['teammate@example.com', ...bots]) {
      scene.colleague.git(`config user.email ${email}`);
      const name = email.replaceAll(/\W/g, '');
      scene.colleague.commit('Theirs', {
        [`src/${name}.ts`]: code(name, 40),
        'src/mine.ts': code(name, 12),
        'package.json': `{ "dependencies": { "left-pad": "${name}" } }\n`,
      });
      scene.later({ minutes: 10 });
    }
    scene.fetch();
    const { sessions: found, repos, pieces } = await scene.report();
    for (const { id, shipped, evidence, outcome } of found) {
      assert.deepEqual(shipped, { low: 0, mid: 0, high: 0 }, id);
      assert.ok(
        evidence.every(({ commit }) => commit === null),
        id,
      );
      assert.notEqual(outcome, 'shipped');
    }
    assert.equal(found.length, sessions.length + 1);
    assert.equal(found.find(({ id }) => id === away.id)?.outcome, 'in progress');
    assert.ok(pieces.every(({ commits }) => commits.length === 0));
    assert.ok(repos.every(({ events }) => events.every(({ kind }) => kind !== 'shipped')));
  });

  story(
    'a teammate put my agent\u2019s very lines on main before me, from the branch that I had shared',
    async scene => {
      scene.branch('feat').agent().write('src/mine.ts', code('mine', 12)).reply();
      scene.commit();
      scene.push('feat');
      scene.colleague.cherryPick('origin/feat', 'main');
      assert.equal(await scene.fetch().outcome(), 'shipped');
    },
  );
});
