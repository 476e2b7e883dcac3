import assert from 'node:assert/strict';
import { code, story } from './scene.ts';

/** The cases of which a method that goes by time alone gets two right. */
describe('cases: the eleven that time windows get wrong', () => {
  story('I committed to main inside the session', async scene => {
    scene.agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('my branch was rebase-merged two days later', async scene => {
    scene.branch('feat').agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push('feat').later({ days: 2 });
    scene.colleague.commit('Theirs', { 'src/theirs.ts': code('theirs') });
    scene.colleague.rebase('feat');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('my branch was squash-merged two days later', async scene => {
    scene.branch('feat').agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push('feat').later({ days: 2 });
    scene.colleague.squash('feat');
    scene.colleague.deleteBranch('feat');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('I amended the commit the next day, and it was merged', async scene => {
    scene.branch('feat').agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push('feat').later({ days: 1 });
    scene.write('src/more.ts', code('more', 2)).git('add .');
    scene.git('commit -q --amend -m Better');
    scene.git('push -q --force-with-lease origin feat');
    scene.colleague.merge('feat');
    assert.equal(await scene.fetch().outcome(), 'shipped');
  });

  story('it was merged on the remote and my local main is old', async scene => {
    scene.branch('feat').agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push('feat');
    scene.colleague.merge('feat');
    scene.fetch().git('checkout -q main');
    assert.equal(scene.has('src/feature.ts'), false);
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('I committed 90 minutes after the last message', async scene => {
    scene.agent().write('src/feature.ts', code('feature')).reply();
    scene.later({ minutes: 90 }).commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
  });

  story('the session wrote nothing, and a teammate committed meanwhile', async scene => {
    scene.agent().read('first.ts').reply();
    scene.colleague.commit('Theirs', { 'src/theirs.ts': code('theirs') });
    assert.equal(await scene.fetch().outcome(), 'explored');
    assert.deepEqual((await scene.session()).shipped, { low: 0, mid: 0, high: 0 });
  });

  story('the session wrote nothing, and a bot bumped a dependency meanwhile', async scene => {
    scene.agent().read('first.ts').reply();
    scene.colleague.git('config user.email 49699333+dependabot[bot]@users.noreply.github.com');
    scene.colleague.commit('Bump left-pad from 1.0.0 to 1.3.0', {
      'package.json': '{ "dependencies": { "left-pad": "1.3.0" } }\n',
    });
    assert.equal(await scene.fetch().outcome(), 'explored');
  });

  story('the session wrote nothing, and I fixed a typo elsewhere meanwhile', async scene => {
    scene.agent().read('first.ts').reply();
    scene.write('README.md', 'A program that computes what is worth computing.\n').commit('Typo');
    scene.push();
    assert.equal(await scene.outcome(), 'explored');
  });

  story('I took it out again by hand, with no word of a revert', async scene => {
    scene.agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push();
    assert.equal(await scene.outcome(), 'shipped');
    scene.later({ days: 3 }).write('src/feature.ts', null).commit('Tidy up');
    scene.push();
    assert.equal(await scene.outcome(), 'rolled back');
    assert.equal((await scene.piece()).outcome, 'rolled back');
  });

  story('I wrote every line of it anew the next day', async scene => {
    scene.agent().write('src/feature.ts', code('feature')).reply();
    scene.commit();
    scene.push().later({ days: 1 });
    scene.write('src/feature.ts', code('rewritten', 12)).commit('Do it another way');
    scene.push();
    assert.equal(await scene.outcome(), 'rolled back');
  });
});
