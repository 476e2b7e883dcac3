import assert from 'node:assert/strict';
import { code, type Scene, story } from './scene.ts';

/** One session's work on main, pushed; its commit. */
function onMain(scene: Scene): string {
  scene.agent().write('src/feature.ts', code('feature', 20)).reply();
  const commit = scene.commit('Feature');
  scene.push();
  return commit;
}

describe('cases: taken out again, or not', () => {
  story('I reverted it with git revert', async scene => {
    onMain(scene);
    scene.git('revert --no-edit HEAD');
    const { outcome, confidence, evidence } = await scene.push().session();
    assert.deepEqual([outcome, confidence], ['rolled back', 'solid']);
    const revert = evidence.find(({ kind }) => kind === 'revert');
    assert.deepEqual([revert?.commit, revert?.lines], [scene.git('rev-parse HEAD'), 20]);
  });

  story('it was reverted two months later', async scene => {
    onMain(scene);
    assert.equal(await scene.outcome(), 'shipped');
    scene.later({ days: 60 }).git('revert --no-edit HEAD');
    assert.equal(await scene.push().outcome(), 'rolled back');
  });

  story('the revert was reverted, in the words of an older git', async scene => {
    onMain(scene);
    scene.git('revert --no-edit HEAD');
    const revert = scene.git('rev-parse HEAD');
    scene.later({ days: 1 }).git('revert --no-commit HEAD');
    scene.repository.run('commit', '-q', '-m', `Revert "Revert "Feature""\n\nThis reverts commit ${revert}.`);
    assert.equal(await scene.push().outcome(), 'shipped');
  });

  story('the revert was reverted, in the words of a newer git, and reverted again', async scene => {
    onMain(scene);
    scene.git('revert --no-edit HEAD');
    const revert = scene.git('rev-parse HEAD');
    scene.git('revert --no-commit HEAD');
    scene.repository.run('commit', '-q', '-m', `Reapply "Feature"\n\nThis reverts commit ${revert}.`);
    assert.equal(await scene.push().outcome(), 'shipped');
    scene.git('revert --no-edit HEAD');
    assert.equal(await scene.push().outcome(), 'rolled back');
  });

  story('the squash of its pull request was reverted by the forge\u2019s button', async scene => {
    scene.branch('feat').agent().write('src/feature.ts', code('feature', 20)).reply();
    scene.commit();
    scene.push('feat');
    scene.colleague.squash('feat', 'Feature (#12)');
    scene.colleague.git('checkout -q -b revert-12-feat');
    scene.colleague.git('revert --no-commit HEAD');
    scene.colleague.finish('Revert "Feature" (#13)\n\nReverts acme/work#12', {}, 'HEAD:main');
    assert.equal(await scene.fetch().outcome(), 'rolled back');
  });

  story('the merge commit of its branch was reverted', async scene => {
    scene.branch('feat').agent().write('src/feature.ts', code('feature', 20)).reply();
    scene.commit();
    scene.push('feat');
    scene.colleague.revert(scene.colleague.merge('feat'), '-m', '1');
    assert.equal(await scene.fetch().outcome(), 'rolled back');
  });

  story('the pull request that reverts it was merged with a merge commit', async scene => {
    const commit = onMain(scene);
    scene.later({ days: 30 });
    scene.colleague.commit('Grown since', { 'src/feature.ts': `${code('feature', 20)}${code('grown', 30)}` });
    scene.colleague.git('checkout -q -b revert');
    scene.colleague.git('revert --no-commit HEAD');
    scene.colleague.git(`revert --no-commit ${commit}`);
    scene.colleague.finish(`Revert it\n\nThis reverts commit ${commit}.`, {}, 'revert');
    scene.colleague.merge('revert', 'Merge pull request #14 from acme/revert');
    assert.equal(await scene.fetch().outcome(), 'rolled back');
  });

  story('I undid it by hand two months later, exactly and with no word of a revert', async scene => {
    onMain(scene);
    scene.later({ days: 60 }).write('src/feature.ts', null).commit('Simplify');
    assert.equal(await scene.push().outcome(), 'rolled back');
  });

  story('most of it was removed within two weeks by one change among others', async scene => {
    onMain(scene);
    scene.later({ days: 9 }).write('src/feature.ts', code('feature', 3)).write('src/other.ts', code('other'));
    scene.commit('Another way');
    const { outcome, confidence } = await scene.push().session();
    assert.equal(outcome, 'rolled back');
    assert.equal(confidence, 'fair');
  });

  story('most of it was removed after two weeks, and it had done its time', async scene => {
    onMain(scene);
    scene
      .later({ days: 16 })
      .write('src/feature.ts', code('feature', 3))
      .write('src/other.ts', code('other'));
    scene.commit('Another way');
    assert.equal(await scene.push().outcome(), 'shipped');
  });

  story('it was replaced piece by piece', async scene => {
    onMain(scene);
    for (const kept of [15, 10, 5, 0]) {
      scene.later({ days: 2 }).write('src/feature.ts', `${code('feature', kept)}${code('other', 20 - kept)}`);
      scene.commit(`Down to ${kept}`);
      scene.push();
    }
    const { outcome, shipped } = await scene.session();
    assert.equal(outcome, 'shipped');
    assert.equal(shipped.low, 1);
  });

  story('a quarter of it was reverted', async scene => {
    scene.agent().write('src/part.ts', code('part', 5)).write('src/rest.ts', code('rest', 15)).reply();
    scene.git('add src/part.ts');
    scene.git('commit -q -m Part');
    const part = scene.git('rev-parse HEAD');
    scene.commit('Rest');
    scene.push().git(`revert --no-edit ${part}`);
    assert.equal(await scene.push().outcome(), 'shipped');
  });

  story('the whole repository was formatted the next day', async scene => {
    onMain(scene);
    scene
      .later({ days: 1 })
      .write(
        'src/feature.ts',
        code('feature', 20).replaceAll("'", '"').replaceAll(', { ', ', {\n  ').replaceAll(' });', ',\n});'),
      );
    scene.commit('Format');
    assert.equal(await scene.push().outcome(), 'shipped');
  });

  story('the file was renamed, then its content was moved, then all of it was indented', async scene => {
    onMain(scene);
    scene.git('mv src/feature.ts src/renamed.ts');
    scene.commit('Rename');
    scene
      .write('src/renamed.ts', null)
      .write('src/lib/all.ts', `${code('before', 30)}${code('feature', 20)}`);
    scene.commit('Join');
    scene.write('src/lib/all.ts', `${code('before', 30)}${code('feature', 20)}`.replaceAll(/^/gm, '  '));
    scene.commit('Indent');
    assert.equal(await scene.push().outcome(), 'shipped');
    scene.write('src/lib/all.ts', code('before', 30)).commit('Out with it');
    assert.equal(await scene.push().outcome(), 'rolled back');
  });

  story('a second session goes on with the work of the first', async scene => {
    onMain(scene);
    scene.later({ days: 1 });
    const second = scene.agent().edit('src/feature.ts', code('feature', 20), code('better', 22)).reply();
    scene.commit('Better');
    scene.push();
    assert.equal(await scene.outcome(second), 'shipped');
    assert.equal((await scene.piece(second)).outcome, 'shipped');
  });

  story('what was rolled back is told with a date, and so is what came back', async scene => {
    onMain(scene);
    assert.equal(await scene.outcome(), 'shipped');
    scene.later({ days: 3 }).git('revert --no-edit HEAD');
    const after = await scene.push().session();
    assert.deepEqual(
      after.restated.map(({ from, to }) => [from, to]),
      [['shipped', 'rolled back']],
    );
    scene.later({ days: 1 }).git('revert --no-edit HEAD');
    const again = await scene.push().session();
    assert.deepEqual(
      again.restated.map(({ from, to }) => [from, to]),
      [
        ['shipped', 'rolled back'],
        ['rolled back', 'shipped'],
      ],
    );
    const [repository] = (await scene.report()).repos;
    assert.equal(repository?.events.filter(({ kind }) => kind === 'revert').length, 2);
  });
});
