import assert from 'node:assert/strict';
import { code, type Scene, story } from './scene.ts';

const FORGE = 'https://github.com/acme/work';

/** The repository knows its forge's address, under another name than origin. */
function hosted(scene: Scene): void {
  scene.git(`remote add forge ${FORGE}.git`);
}

function onMain(scene: Scene): string {
  scene.agent().write('src/feature.ts', code('feature', 20)).reply();
  const commit = scene.commit('Feature');
  scene.push();
  return commit;
}

describe('cases: in review, in production, mostly mine', () => {
  story('the session opened a pull request', async scene => {
    scene.branch('feat');
    const session = scene.agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push('feat');
    assert.equal(await scene.outcome(), 'pushed');
    session.shell('gh pr create --fill', `${FORGE}/pull/7\n`);
    assert.equal(await scene.outcome(), 'in review');
    assert.equal((await scene.piece()).outcome, 'in review');
    scene.colleague.squash('feat', 'Feature (#7)');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('the session only opened the pull request of what I had written', async scene => {
    scene.branch('feat').write('src/mine.ts', code('mine')).commit();
    scene.push('feat').agent().shell('gh pr create --fill', `${FORGE}/pull/8\n`).reply();
    assert.equal(await scene.outcome(), 'in review');
  });

  story('its pull request was squashed after I had written nearly all of it anew', async scene => {
    hosted(scene);
    scene.branch('feat');
    scene
      .agent()
      .write('src/feature.ts', code('feature', 20))
      .shell('gh pr create --fill', `${FORGE}/pull/9\n`);
    scene.commit();
    scene.push('feat').write('src/feature.ts', code('mine', 40)).commit('Properly');
    scene.push('feat');
    scene.colleague.squash('feat', 'Feature (#9)');
    scene.colleague.deleteBranch('feat');
    scene.fetch().git('checkout -q main');
    scene.git('branch -q -D feat');
    const { outcome, chip, repo } = await scene.session();
    assert.equal(repo, scene.root);
    assert.deepEqual([outcome, chip], ['shipped', 'mostly yours']);
    assert.equal((await scene.piece()).chip, 'mostly yours');
  });

  story('I rewrote four fifths of it before the commit', async scene => {
    scene.agent().write('src/feature.ts', code('feature', 20)).reply();
    scene.write('src/feature.ts', `${code('feature', 4)}${code('mine', 30)}`).commit();
    scene.push();
    const { outcome, chip, shipped } = await scene.session();
    assert.deepEqual([outcome, chip], ['shipped', 'mostly yours']);
    assert.ok(shipped.high < 0.3, JSON.stringify(shipped));
  });

  story('a twentieth of it shipped, and that proves nothing', async scene => {
    scene.agent().write('src/feature.ts', code('feature', 40)).reply();
    scene.write('src/feature.ts', `${code('feature', 2)}${code('mine', 30)}`).commit();
    scene.push();
    assert.equal(await scene.outcome(), 'in progress');
  });

  story('a commit names the session in a trailer', async scene => {
    const session = scene.agent();
    const message = `Feature\n\nClaude-Session: https://claude.ai/code/session_${session.id}`;
    session
      .write('src/feature.ts', code('feature', 20))
      .shell(`git commit -m "Feature\n\nClaude-Session: https://claude.ai/code/session_${session.id}"`);
    scene.write('src/feature.ts', code('mine', 30)).commit(message);
    scene.push();
    const { outcome, chip, countsAsShipped } = await scene.piece();
    assert.deepEqual([outcome, chip, countsAsShipped], ['shipped', 'mostly yours', false]);
  });

  story('a squash with one of its lines names the session in a trailer', async scene => {
    const session = scene.agent();
    const trailer = `Claude-Session: https://claude.ai/code/session_${session.id}`;
    session.write('src/feature.ts', code('feature', 20)).shell(`git commit -m "Feature\n\n${trailer}"`);
    scene
      .write('src/feature.ts', `${code('feature', 1)}${code('mine', 30)}`)
      .commit(`Feature (#7)\n\n${trailer}`);
    scene.push();
    const { outcome, chip, countsAsShipped } = await scene.piece();
    assert.deepEqual([outcome, chip, countsAsShipped], ['shipped', 'mostly yours', true]);
  });

  story('the session committed what its shell commands had changed', async scene => {
    const session = scene.agent();
    scene.write('src/feature.ts', code('feature', 20));
    const commit = scene.commit('By sed');
    session.shell(
      'sed -i s/a/b/ src/feature.ts && git commit -am "By sed"',
      `[main ${commit.slice(0, 7)}] By sed\n`,
    );
    scene.push();
    const shipped = await scene.session();
    assert.deepEqual([shipped.outcome, shipped.chip], ['shipped', null]);
    scene.later({ days: 40 }).git('revert --no-edit HEAD');
    assert.equal(await scene.push().outcome(), 'rolled back');
  });

  story('a release was tagged after it', async scene => {
    onMain(scene);
    assert.equal(await scene.outcome(), 'shipped');
    scene.later({ days: 1 }).git('tag v1.4.0-rc.1');
    assert.equal(await scene.outcome(), 'shipped');
    scene.git('tag -a -m Release v1.4.0');
    const { outcome, confidence, restated } = await scene.session();
    assert.equal(outcome, 'in production');
    assert.equal(confidence, 'fair');
    assert.deepEqual(restated, []);
    const [repository] = (await scene.report()).repos;
    const deployed = repository?.events.filter(({ kind }) => kind === 'deployment');
    assert.deepEqual(
      deployed?.map(({ ref }) => ref),
      ['refs/tags/v1.4.0'],
    );
  });

  story('the release was tagged before it', async scene => {
    scene.git('tag v1.0.0');
    onMain(scene);
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('we deploy by pushing to a branch called production', async scene => {
    onMain(scene);
    assert.equal(await scene.outcome(), 'shipped');
    scene.push('main:production');
    assert.equal(await scene.outcome(), 'in production');
    const [repository] = (await scene.report()).repos;
    assert.ok(
      repository?.events.some(
        ({ kind, ref }) => kind === 'deployment' && ref === 'refs/remotes/origin/production',
      ),
    );
  });

  story('it was cherry-picked to a release branch, and that was released', async scene => {
    scene.colleague.git('push -q origin main:release/1.x');
    const commit = onMain(scene);
    scene.colleague.on();
    scene.colleague.cherryPick(commit, 'release/1.x');
    scene.colleague.git('tag v1.0.1');
    scene.colleague.git('push -q origin v1.0.1');
    assert.equal(await scene.fetch().outcome(), 'in production');
  });

  story('it was deployed and then reverted', async scene => {
    onMain(scene);
    scene.git('tag v2.0.0');
    assert.equal(await scene.outcome(), 'in production');
    scene.later({ days: 20 }).git('revert --no-edit HEAD');
    assert.equal(await scene.push().outcome(), 'rolled back');
  });
});
